//! Sends a fax, waits for its report, shows it and deletes it.
//!
//! ```sh
//! cargo run --example send_fax                                    # a sample letter to a simulated machine
//! cargo run --example send_fax -- "+999 000 00100"                # another magic number: this one is busy
//! cargo run --example send_fax -- "+49 89 1234567" a.pdf b.tiff   # your own number and files
//! ```
//!
//! It talks to a simulated service on this machine unless `FAX4A_CUSTOMER_NUMBER`, `FAX4A_USER`, `FAX4A_PASSWORD` and
//! `FAX4A_REGION` (`DE`, `US`, `CH`, `SG`) name the real one. Several numbers are separated by commas.
//!
//! It exits with 0 when the fax was delivered, 1 when it was not, 2 when that is not known, and 64 when it was called wrongly.

use std::error::Error;
use std::process::ExitCode;
use std::thread::sleep;
use std::time::{Duration, Instant};

use fax4a::flow::{Located, Lookup, SubmitError};
use fax4a::{Document, FaxJob, FaxReport, JobId, Recipient};
use fax4a_examples::{masked, report_table, setup};
use fax4a_ureq::{Client, document_from_file};

const DELIVERED: u8 = 0;
const FAILED: u8 = 1;
const UNKNOWN: u8 = 2;
const USAGE: u8 = 64;

/// How long to wait for the report before the outcome is called unknown.
const PATIENCE: Duration = Duration::from_secs(15 * 60);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments
        .iter()
        .any(|argument| argument == "-h" || argument == "--help")
    {
        println!("usage: send_fax [NUMBER[,NUMBER...] [FILE...]]");
        return ExitCode::from(DELIVERED);
    }
    let job = match job(&arguments) {
        Ok(job) => job,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(USAGE);
        }
    };
    ExitCode::from(send(&job).unwrap_or_else(|error| {
        eprintln!("{error}");
        UNKNOWN
    }))
}

/// The job that the command line asks for; the sample letter to a number that delivers, if it asks for nothing.
fn job(arguments: &[String]) -> Result<FaxJob, Box<dyn Error>> {
    let (numbers, files) = match arguments.split_first() {
        Some((numbers, files)) => (numbers.as_str(), files),
        None => ("+999 000 00000", arguments),
    };
    let mut job = FaxJob::builder().recipients(numbers.split(',').map(Recipient::from));
    for file in files {
        job = job.document(document_from_file(file).map_err(|error| format!("{file}: {error}"))?);
    }
    if files.is_empty() {
        job = job.document(Document::pdf(
            "letter.pdf",
            &include_bytes!("assets/letter.pdf")[..],
        ));
    }
    Ok(job.build()?)
}

fn send(job: &FaxJob) -> Result<u8, Box<dyn Error>> {
    let setup = setup()?;
    if setup.simulator.is_some() {
        println!("No FAX4A_* settings: talking to a simulated service on this machine.");
    }
    let client = Client::new(setup.account, setup.region);
    let numbers: Vec<_> = job
        .numbers()
        .map(|number| masked(number.as_str()))
        .collect();
    println!(
        "Submitting to {} at {}",
        client.region().name(),
        client.region().submission().as_str()
    );
    println!("  documents   {}", job.documents().len());
    println!("  recipients  {}", numbers.join(", "));

    let accepted = match client.send(job) {
        Ok(accepted) => accepted,
        Err(error) => {
            println!("No job: {error}.");
            return Ok(if matches!(error, SubmitError::Refused(_)) {
                FAILED
            } else {
                UNKNOWN
            });
        }
    };
    println!(
        "Accepted as job {} by {}.",
        accepted.job_id, accepted.server
    );

    let Some(found) = wait(&client, &accepted.job_id) else {
        println!("No report within {PATIENCE:?}.");
        return Ok(UNKNOWN);
    };
    println!("Data center {} has the report:\n", found.data_center);
    println!("{}", report_table(&found.value));

    match client.delete_found(&found) {
        Lookup::Found(deletion) => println!("Deleted there: {:?}.", deletion.value.outcome),
        other => println!("Not deleted: {other:?}."),
    }
    Ok(if found.value.is_delivered() {
        DELIVERED
    } else {
        FAILED
    })
}

/// Asks all data centers until one has a final report, a little less often each time.
fn wait(client: &Client, job_id: &JobId) -> Option<Located<FaxReport>> {
    let names: Vec<_> = client
        .region()
        .data_centers()
        .iter()
        .map(|url| url.data_center().name())
        .collect();
    println!("Waiting for the report; asking {}.", names.join(" and "));
    let start = Instant::now();
    let mut pause = Duration::from_millis(500);
    while start.elapsed() < PATIENCE {
        let progress = match client.report(job_id) {
            Lookup::Found(found) if found.value.is_final() => return Some(found),
            Lookup::Found(found) => {
                let done = found
                    .value
                    .recipients()
                    .filter(|recipient| recipient.status().is_final())
                    .count();
                format!(
                    "{done} of {} recipients done, at {}",
                    found.value.recipients().len(),
                    found.data_center
                )
            }
            Lookup::Unknown { failures } => {
                let failures: Vec<_> = failures.iter().map(ToString::to_string).collect();
                format!("not known: {}", failures.join("; "))
            }
            _ => "no data center knows the job yet".to_owned(),
        };
        println!("  {:5.1} s  {progress}", start.elapsed().as_secs_f32());
        sleep(pause);
        pause = (pause * 3 / 2).min(Duration::from_secs(30));
    }
    None
}
