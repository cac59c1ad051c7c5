//! A drain of many reports, half of them at each data center.

use std::time::Duration;

use allocation_counter::measure;
use fax4a::flow::{Drain, DrainEvent, Settings};
use fax4a::operation::{BulkDelete, ListReports, Operation};
use fax4a::{JobId, Region};
use fax4a_simulator::{Config, Endpoint, Service};
use http::Response;

use crate::driver::{Driver, Stepped, Times, account};
use crate::kilobytes;

pub(crate) fn table(largest: usize) {
    println!(
        "{:<18} {:>10} {:>10} {:>9} {:>9}",
        "drain", "answers", "at most", "a report", "reading"
    );
    for reports in [1000, 10_000, 100_000, 1_000_000]
        .into_iter()
        .filter(|it| *it <= largest)
    {
        let run = run(reports);
        let (nanos, ratio) = run.times.each(reports);
        let at_most = kilobytes(run.at_most);
        println!(
            "{:<18} {:>10} {at_most:>10} {nanos:>6.0} ns {ratio:>8.2}x",
            format!("{reports} reports"),
            run.answers
        );
    }
    println!();
}

pub(crate) struct Run {
    answers: usize,
    /// Bytes that the drain and the batch that it hands out hold.
    at_most: i64,
    times: Times,
}

pub(crate) fn run(reports: usize) -> Run {
    let mut service = Service::new(Config::new().log_limit(0));
    for endpoint in [Endpoint::De1, Endpoint::De2] {
        service.preload(endpoint, Duration::ZERO, reports as u64 / 2);
    }
    let mut drain = None;
    let made = measure(|| {
        drain = Some(Drain::new(
            account(),
            &Region::germany(),
            Settings::default(),
        ))
    });
    let mut driver = Driver::new(drain.expect("just made"), service, read);
    let mut stored = 0;
    let run = measure(|| {
        loop {
            match driver.step() {
                Stepped::Event(DrainEvent::Batch(batch)) => {
                    stored += batch.reports.len();
                    let id = batch.id;
                    drop(batch);
                    driver.flow.persisted(id);
                }
                Stepped::Event(_) | Stepped::On => {}
                Stepped::Done => break,
            }
        }
    });
    assert_eq!(stored, reports);
    Run {
        answers: driver.answers.iter().sum(),
        at_most: made.bytes_current + i64::try_from(run.bytes_max).expect("fits"),
        times: driver.times,
    }
}

fn read(operation: &'static str, response: Response<&[u8]>) {
    if operation == ListReports::NAME {
        assert!(ListReports::new().response(response).is_ok());
    } else {
        let deletion = BulkDelete::new([JobId::new("A1").expect("an id")]).expect("an id");
        assert!(deletion.response(response).is_ok());
    }
}
