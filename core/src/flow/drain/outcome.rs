//! How a drain ended.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use crate::error::Error;
use crate::server::DataCenter;

/// How a drain ended at each data center.
#[derive(Clone, Debug)]
#[must_use = "a data center may have failed"]
#[non_exhaustive]
pub struct Drained {
    /// The data centers, in the region's order.
    pub sites: Vec<DrainedSite>,
}

impl Drained {
    /// Whether every data center was emptied.
    pub fn is_complete(&self) -> bool {
        self.sites
            .iter()
            .all(|site| matches!(site.end, DrainEnd::Emptied))
    }

    /// How many reports were handed out and confirmed, readable or not, at all data centers.
    pub fn persisted(&self) -> u64 {
        self.sites.iter().map(|site| site.persisted).sum()
    }
}

/// How a drain ended at one data center.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DrainedSite {
    /// Which.
    pub data_center: DataCenter,
    /// How many reports were handed out and confirmed, readable or not.
    pub persisted: u64,
    /// How many of them the data center said that it deleted.
    pub deleted: u64,
    /// Why it ended.
    pub end: DrainEnd,
}

/// Why a drain ended at a data center.
#[derive(Clone)]
#[non_exhaustive]
pub enum DrainEnd {
    /// It has no more reports.
    Emptied,
    /// It has reports that were handed out before and cannot be deleted, and no others within sight.
    #[non_exhaustive]
    Stalled {
        /// How many.
        left: usize,
    },
    /// The caller could not store a batch. It is still there.
    Rejected(Arc<dyn core::error::Error + Send + Sync>),
    /// It did not answer, or not so that it could be read. What was handed out and not deleted will come again.
    Failed(Error),
    /// The drain was stopped before. A batch that was not confirmed is still there.
    Stopped,
}

impl fmt::Debug for DrainEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Emptied => f.write_str("Emptied"),
            Self::Stalled { left } => f.debug_struct("Stalled").field("left", left).finish(),
            // The caller's own error may quote what it could not store.
            Self::Rejected(_) => f.write_str("Rejected(…)"),
            Self::Failed(error) => f.debug_tuple("Failed").field(error).finish(),
            Self::Stopped => f.write_str("Stopped"),
        }
    }
}
