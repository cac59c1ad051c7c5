//! Sends many faxes and waits for all of their reports, with as few requests as the API allows.
//!
//! ```sh
//! cargo run --example wait_for_reports                 # 25 faxes to a simulated machine, some of which fail
//! cargo run --example wait_for_reports -- FJJ66GHG…    # these jobs of the real service (see send_fax for `FAX4A_*`)
//! ```
//!
//! It exits with 0 when every job has a final report, and with 2 when some have none after an hour.

use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use fax4a::flow::{Settings, Watch, WatchEvent};
use fax4a::{Account, Document, FaxJob, JobId, Region};
use fax4a_examples::setup;
use fax4a_ureq::Client;

/// Magic numbers of the simulator: delivered, busy, nobody answers, delivered at once.
const NUMBERS: [&str; 4] = [
    "+99900000000",
    "+99900000100",
    "+99900000120",
    "+99900000202",
];

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let setup = setup()?;
    let (account, region) = (setup.account, setup.region);
    let client = Client::new(account.clone(), region.clone());
    let job_ids: Vec<JobId> = match std::env::args()
        .skip(1)
        .map(|id| JobId::new(&id))
        .collect::<Result<Vec<_>, _>>()?
    {
        given if !given.is_empty() => given,
        _ if setup.simulator.is_some() => send_some(&client)?,
        _ => return Err("name the jobs to wait for".into()),
    };
    println!("Waiting for {} reports.", job_ids.len());
    wait(&client, account, &region, job_ids)
}

fn send_some(client: &Client) -> Result<Vec<JobId>, Box<dyn Error>> {
    let letter = Document::pdf("letter.pdf", &include_bytes!("assets/letter.pdf")[..]);
    let send = |number: &str| -> Result<JobId, Box<dyn Error>> {
        let job = FaxJob::to(number).document(letter.clone()).build()?;
        Ok(client.send(&job)?.job_id)
    };
    NUMBERS
        .iter()
        .cycle()
        .take(25)
        .map(|number| send(number))
        .collect()
}

fn wait(
    client: &Client,
    account: Account,
    region: &Region,
    job_ids: Vec<JobId>,
) -> Result<ExitCode, Box<dyn Error>> {
    let watch = Watch::new(account, region, job_ids, Settings::default())
        .with_time_limit(Duration::from_secs(3600));
    let unfinished = client.run(watch, |_, event| match event {
        WatchEvent::Report(found) => {
            for recipient in found.value.recipients() {
                println!(
                    "  {} at {}: {}",
                    found.value.job_id(),
                    found.data_center,
                    recipient.status().explanation()
                );
            }
        }
        WatchEvent::Unreadable(found) => {
            println!("  {}: {}", found.data_center, found.value.error())
        }
        WatchEvent::Round {
            data_center,
            unfinished,
            failure: None,
            ..
        } => {
            println!("  {data_center} was asked; {unfinished} reports are still to come");
        }
        WatchEvent::Round {
            data_center,
            failure: Some(failure),
            ..
        } => println!("  {data_center}: {failure}"),
        _ => {}
    });
    for (job_id, standing) in &unfinished {
        println!("  {job_id} has no final report: {standing:?}");
    }
    Ok(if unfinished.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    })
}
