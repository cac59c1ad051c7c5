//! Sends the sample letter, waits for its report and deletes it, without a socket: its host, over standard input and output, makes the
//! requests and watches the clock. So the core runs in WebAssembly, with the `fetch` of whoever embeds it.
//!
//! ```sh
//! cargo build -p fax4a-simulator --example wasm -p fax4a-examples
//! node examples/wasm/host.mjs --simulator target/debug/fax4a-simulator target/debug/examples/wasm
//! ```
//!
//! The README beside this file builds it for `wasm32-wasip1` and has the protocol. Servers are given as `NAME=URL`, first the one that
//! takes the jobs, then the data centers; the account by `FAX4A_CUSTOMER_NUMBER`, `FAX4A_USER` and `FAX4A_PASSWORD`. What is meant
//! for people goes to standard error. It exits with 0 when the fax was delivered and its report is deleted, and with 1 otherwise.

mod host;

use std::env;
use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use fax4a::flow::{AsyncDriver, Drain, DrainEvent, Flow, Settings, Submit, Watch, WatchEvent};
use fax4a::{
    Account, Credentials, CustomerNumber, DataCenterUrl, Document, FaxJob, Region, SubmissionUrl,
};
use fax4a_examples::report_table;
use host::Host;

/// How long to wait for the report.
const PATIENCE: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    let host = Host::new();
    let outcome = setup().and_then(|(account, region)| {
        // The inner result is the program's, the outer one is that of the talk with the host.
        host.run(fax(&host, account, region))?
    });
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn setup() -> Result<(Account, Region), Box<dyn Error>> {
    let variable = |name| env::var(name).map_err(|error| format!("{name}: {error}"));
    let account = Account::new(
        CustomerNumber::new(&variable("FAX4A_CUSTOMER_NUMBER")?)?,
        Credentials::basic(&variable("FAX4A_USER")?, &variable("FAX4A_PASSWORD")?)?,
    );
    let arguments: Vec<String> = env::args().skip(1).collect();
    let mut servers = arguments
        .iter()
        .filter_map(|argument| argument.split_once('='));
    let (name, url) = servers.next().ok_or("usage: wasm NAME=URL NAME=URL...")?;
    let submission = SubmissionUrl::new(name, url)?;
    let data_centers: Result<Vec<_>, _> = servers
        .map(|(name, url)| DataCenterUrl::new(name, url))
        .collect();
    Ok((account, Region::new(submission, data_centers?)?))
}

/// Whether the letter was delivered and nothing of it is left at the service.
async fn fax(host: &Host, account: Account, region: Region) -> Result<bool, Box<dyn Error>> {
    let settings = Settings::default();

    let letter = Document::pdf("letter.pdf", &include_bytes!("../assets/letter.pdf")[..]);
    let job = FaxJob::to("+999 000 00000").document(letter).build()?;
    let submit = Submit::new(account.clone(), &region, &job, settings.clone());
    let accepted = drive(submit, host, |_, event| match event {}).await?;
    let job_id = accepted.job_id;
    eprintln!("Accepted as job {job_id} by {}.", accepted.server);

    let watch = Watch::new(account.clone(), &region, [job_id.clone()], settings.clone())
        .with_time_limit(PATIENCE);
    let mut is_delivered = false;
    drive(watch, host, |_, event| {
        if let WatchEvent::Report(found) = event {
            is_delivered = found.value.is_delivered();
            eprintln!(
                "{} has the report:\n{}",
                found.data_center,
                report_table(&found.value)
            );
        }
    })
    .await;

    // What is confirmed is deleted; so nothing is but this one report, which was shown.
    let drain = Drain::new(account, &region, settings);
    let drained = drive(drain, host, |drain, event| {
        if let DrainEvent::Batch(batch) = event {
            let is_ours = batch.unreadable.is_empty()
                && batch
                    .reports
                    .iter()
                    .all(|report| *report.job_id() == job_id);
            if is_ours {
                drain.persisted(batch.id);
            } else {
                drain.rejected(batch.id, "there are reports on other jobs");
            }
        }
    })
    .await;
    for site in &drained.sites {
        eprintln!(
            "{}: {} of {} reports deleted, {:?}.",
            site.data_center, site.deleted, site.persisted, site.end
        );
    }
    Ok(is_delivered && drained.is_complete())
}

/// Runs a flow to its end, with all that it wants to send at the same time.
async fn drive<F: Flow>(
    flow: F,
    host: &Host,
    mut on_event: impl FnMut(&mut F, F::Event),
) -> F::Output {
    let transport = |exchange| host.exchange(exchange);
    let mut driver = AsyncDriver::new(flow, &transport, host);
    while let Some(event) = driver.next_event().await {
        on_event(driver.flow_mut(), event);
    }
    driver.into_output()
}
