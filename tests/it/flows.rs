//! Flows against scripted servers with a virtual clock. The snapshots are transcripts: `→` sent, `←` answered, `×` failed.

use std::time::Duration;

use fax4a::flow::{RetryPolicy, Settings};

mod bulk;
mod call;
mod drain;
mod gathered;
mod lookup;
mod outcomes;
mod reconcile;
mod rounds;
mod settings;
mod simulated;
mod stop;
mod submit;
mod watch;

const SECOND: Duration = Duration::from_secs(1);

/// Settings with this many tries.
fn tries(max_attempts: u32) -> Settings {
    Settings::default().with_retry(RetryPolicy::default().with_max_attempts(max_attempts))
}
