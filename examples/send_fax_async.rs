//! Sends a fax, waits for its report, shows it and deletes it: `send_fax`, on tokio.
//!
//! ```sh
//! cargo run --example send_fax_async
//! cargo run --example send_fax_async -- "+49 89 1234567" a.pdf b.tiff
//! ```
//!
//! Arguments, settings and exit codes are those of `send_fax`. One thread is enough: while it waits, a program can do other things.

use std::error::Error;

use fax4a::FaxJob;
use fax4a::flow::{Lookup, SubmitError, Watch, WatchEvent};
use fax4a_examples::{Outcome, PATIENCE, job, progress, report_table, setup, submission};
use fax4a_hyper::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let sent = match job(std::env::args().skip(1)) {
        Ok(job) => send(&job).await,
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

async fn send(job: &FaxJob) -> Result<Outcome, Box<dyn Error>> {
    let setup = setup()?;
    if setup.simulator.is_some() {
        println!("No FAX4A_* settings: talking to a simulated service on this machine.");
    }
    let client = Client::new(setup.account.clone(), setup.region);
    println!("{}", submission(client.region(), job));

    let accepted = match client.send(job).await {
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
    let mut driver = client.driver(watch);
    while let Some(event) = driver.next_event().await {
        match event {
            WatchEvent::Report(report) => found = Some(report),
            event => progress(&event)
                .into_iter()
                .for_each(|line| println!("{line}")),
        }
    }
    let unfinished = driver.into_output();
    let Some(found) = found else {
        println!("No final report within {PATIENCE:?}: {unfinished:?}.");
        return Ok(Outcome::Unknown);
    };
    println!(
        "Data center {} has the report:\n\n{}",
        found.data_center,
        report_table(&found.value)
    );

    match client.delete_found(&found).await {
        Lookup::Found(deletion) => println!("Deleted there: {:?}.", deletion.value.outcome),
        other => println!("Not deleted: {other:?}."),
    }
    Ok(if found.value.is_delivered() {
        Outcome::Delivered
    } else {
        Outcome::Failed
    })
}
