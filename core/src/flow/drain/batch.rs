//! What a drain hands out.

use alloc::vec::Vec;

use crate::report::{FaxReport, Unreadable};
use crate::server::DataCenter;

/// Names one batch of one drain. There is no other way to get one than to be handed the batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BatchId(pub(super) u64);

/// Reports of one data center that were not handed out by this drain before.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Batch {
    /// To confirm it with.
    pub id: BatchId,
    /// Where the reports are.
    pub data_center: DataCenter,
    /// The reports, oldest first.
    pub reports: Vec<FaxReport>,
    /// What could not be read, as it came. Store it as well: once the batch is confirmed, those with a job id are deleted too.
    pub unreadable: Vec<Unreadable>,
    /// Whether the list was as long as it gets, so that there may be more.
    pub is_full: bool,
}
