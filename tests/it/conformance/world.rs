//! Who asks, and for what: the same in all tables.

use std::time::Duration;

use fax4a::flow::{Backoff, RetryPolicy, Settings};
use fax4a::{Account, Credentials, CustomerNumber, DataCenterUrl, Document, FaxJob, Region};

/// For what ends by itself: far longer than it takes.
pub(super) const PATIENT: Duration = Duration::from_secs(50);
/// For what only the clock can end: long enough to send a request on a busy machine.
pub(super) const HASTY: Duration = Duration::from_secs(2);

/// Two tries, with time enough for each.
pub(super) fn settings() -> Settings {
    let soon = Backoff::new(Duration::from_millis(2), Duration::from_millis(5));
    let retry = RetryPolicy::default()
        .with_max_attempts(2)
        .with_backoff(soon);
    Settings::default()
        .with_retry(retry)
        .with_timeout(PATIENT)
        .with_slowest_upload(u32::MAX)
}

pub(super) fn account() -> Account {
    Account::new(
        CustomerNumber::new("99999TE").unwrap(),
        Credentials::basic("user", "secret").unwrap(),
    )
}

/// Large enough to be on its way for a while.
pub(super) fn job() -> FaxJob {
    job_of(200_000)
}

/// Small enough for one piece.
pub(super) fn letter() -> FaxJob {
    job_of(1000)
}

fn job_of(bytes: usize) -> FaxJob {
    FaxJob::to("+99900000000")
        .document(Document::pdf("letter.pdf", vec![7; bytes]))
        .build()
        .unwrap()
}

/// One server that takes jobs and holds reports.
pub(super) fn region_of_one(url: &str) -> Region {
    Region::of_one(DataCenterUrl::new("ONE", url).unwrap())
}
