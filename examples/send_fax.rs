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

use fax4a::FaxJob;
use fax4a::flow::{Lookup, SubmitError, Watch, WatchEvent};
use fax4a_examples::{Outcome, PATIENCE, job, progress, report_table, setup, submission};
use fax4a_ureq::Client;

fn main() -> Outcome {
    let sent = match job(std::env::args().skip(1)) {
        Ok(job) => send(&job),
        Err(error) => {
            eprintln!("{error}");
            return Outcome::Usage;
        }
    };
    sent.unwrap_or_else(|error| {
        eprintln!("{error}");
        Outcome::Unknown
    })
}

fn send(job: &FaxJob) -> Result<Outcome, Box<dyn Error>> {
    let setup = setup()?;
    if setup.simulator.is_some() {
        println!("No FAX4A_* settings: talking to a simulated service on this machine.");
    }
    let client = Client::new(setup.account.clone(), setup.region);
    println!("{}", submission(client.region(), job));

    let accepted = match client.send(job) {
        Ok(accepted) => accepted,
        Err(error) => {
            println!("No job: {error}.");
            return Ok(if matches!(error, SubmitError::Refused { .. }) {
                Outcome::Failed
            } else {
                Outcome::Unknown
            });
        }
    };
    println!(
        "Accepted as job {} by {}.",
        accepted.job_id, accepted.server
    );

    println!("Waiting for the report.");
    let watch = Watch::new(
        setup.account,
        client.region(),
        [accepted.job_id],
        client.settings(),
    )
    .with_time_limit(PATIENCE);
    let mut found = None;
    let unfinished = client.run(watch, |_, event| match event {
        WatchEvent::Report(report) => found = Some(report),
        event => progress(&event)
            .into_iter()
            .for_each(|line| println!("{line}")),
    });
    let Some(found) = found else {
        println!("No final report within {PATIENCE:?}: {unfinished:?}.");
        return Ok(Outcome::Unknown);
    };
    println!(
        "Data center {} has the report:\n\n{}",
        found.data_center,
        report_table(&found.value)
    );

    match client.delete_found(&found) {
        Lookup::Found(deletion) => println!("Deleted there: {:?}.", deletion.value.outcome),
        other => println!("Not deleted: {other:?}."),
    }
    Ok(if found.value.is_delivered() {
        Outcome::Delivered
    } else {
        Outcome::Failed
    })
}
