//! What a watch tells.

use super::super::Located;
use crate::error::Error;
use crate::report::{FaxReport, Unreadable};
use crate::server::DataCenter;

/// What a [`Watch`](crate::flow::Watch) tells on the way.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum WatchEvent {
    /// A job's report is final. The job is watched no longer.
    Report(Located<FaxReport>),
    /// A watched job's report could not be read. Told once for each job, which is watched on.
    Unreadable(Located<Unreadable>),
    /// A data center was asked about all jobs that may be there.
    #[non_exhaustive]
    Round {
        /// Which.
        data_center: DataCenter,
        /// How many jobs have no final report yet, wherever they are.
        unfinished: usize,
        /// Why the round came to nothing, if it did.
        failure: Option<Error>,
    },
}
