//! Brings its own transport: plain TCP and a parser for HTTP heads, without TLS, threads or a runtime, as a small device might.
//!
//! ```sh
//! cargo run --example own_transport
//! ```
//!
//! All rules of the API, the repeats and the merging of data centers come from the core; [`transport`] only moves bytes.

mod transport;

use std::error::Error;
use std::time::{Duration, Instant};

use fax4a::flow::{Drain, DrainEvent, Moment, Settings, Submit, Timer, Watch, WatchEvent, drive};
use fax4a::{Document, FaxJob};
use fax4a_examples::{report_table, setup};
use transport::TcpTransport;

/// The clock of the standard library.
struct Clock(Instant);

impl Timer for Clock {
    fn now(&self) -> Moment {
        Moment::after_start(self.0.elapsed())
    }

    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let setup = setup()?;
    let (account, region, settings) = (setup.account, setup.region, Settings::default());
    let (transport, clock) = (TcpTransport, Clock(Instant::now()));

    let letter = Document::pdf("letter.pdf", &include_bytes!("../assets/letter.pdf")[..]);
    let job = FaxJob::to("+999 000 00000").document(letter).build()?;
    let submit = Submit::new(account.clone(), &region, &job, settings.clone());
    let accepted = drive(submit, &transport, &clock, |_, event| match event {})?;
    println!(
        "Accepted as job {} by {}.",
        accepted.job_id, accepted.server
    );

    let watch = Watch::new(
        account.clone(),
        &region,
        [accepted.job_id],
        settings.clone(),
    );
    let unfinished = drive(watch, &transport, &clock, |_, event| {
        if let WatchEvent::Report(found) = event {
            println!(
                "{} has the report:\n{}",
                found.data_center,
                report_table(&found.value)
            );
        }
    });
    assert!(
        unfinished.is_empty(),
        "without a time limit, a watch ends when all reports are there"
    );

    if setup.simulator.is_none() {
        // Nothing is stored here, so nothing of a real account is confirmed and deleted.
        return Ok(());
    }
    let drain = Drain::new(account, &region, settings);
    let drained = drive(drain, &transport, &clock, |drain, event| {
        if let DrainEvent::Batch(batch) = event {
            println!(
                "Storing {} report(s) of {}.",
                batch.reports.len(),
                batch.data_center
            );
            drain.persisted(batch.id);
        }
    });
    println!("Emptied: {}.", drained.is_complete());
    Ok(())
}
