//! What a watch knows of one job.

use alloc::vec::Vec;

use crate::error::Error;
use crate::server::DataCenter;

/// What is known of a job that has no final report.
#[derive(Clone, Debug)]
#[must_use]
#[non_exhaustive]
pub enum Standing {
    /// It is in work at this data center: that said so, or the caller did by [`add_at`](crate::flow::Watch::add_at).
    #[non_exhaustive]
    Pending {
        /// Where.
        data_center: DataCenter,
        /// Why that data center gave no answer when it was last asked, if it gave none.
        failure: Option<Error>,
    },
    /// Every data center of the region said, when it was last asked, that it does not know the job.
    NotFound,
    /// No data center that answered knows the job, and these gave no answer.
    #[non_exhaustive]
    Unknown {
        /// One error for each data center that gave none, which each names.
        failures: Vec<Error>,
    },
}

/// Nothing is known: no data center was asked, so none has failed.
impl Default for Standing {
    fn default() -> Self {
        Self::Unknown {
            failures: Vec::new(),
        }
    }
}

/// The place of a data center in its region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SiteIndex(u8);

impl SiteIndex {
    /// Regions have one or two data centers; from the 256th on they share a place, and a job there is never called absent.
    pub(super) fn new(index: usize) -> Self {
        Self(u8::try_from(index).unwrap_or(u8::MAX))
    }

    pub(super) fn get(self) -> usize {
        self.0.into()
    }

    /// Its bit; none beyond the 64th.
    fn bit(self) -> u64 {
        1u64.checked_shl(self.0.into()).unwrap_or(0)
    }
}

// There is one of these for each of perhaps a hundred thousand jobs.
#[derive(Debug, Default)]
pub(super) struct Job {
    located: Option<SiteIndex>,
    /// The data centers that said, when last asked, that they do not know the job.
    absent: u64,
    told_unreadable: bool,
}

impl Job {
    pub(super) fn located(&self) -> Option<SiteIndex> {
        self.located
    }

    pub(super) fn may_be_at(&self, site: SiteIndex) -> bool {
        self.located.is_none_or(|located| located == site)
    }

    pub(super) fn locate(&mut self, site: SiteIndex) {
        self.located = Some(site);
    }

    /// The data center does not know it. Whether it knows it no longer: then the others are asked again.
    pub(super) fn absent(&mut self, site: SiteIndex) -> bool {
        self.absent |= site.bit();
        let is_lost = self.located == Some(site);
        if is_lost {
            self.located = None;
        }
        is_lost
    }

    /// The data center was asked and did not say that it does not know the job.
    pub(super) fn unanswered(&mut self, site: SiteIndex) {
        self.absent &= !site.bit();
    }

    pub(super) fn is_absent_from(&self, site: SiteIndex) -> bool {
        site.bit() != 0 && self.absent & site.bit() != 0
    }

    /// Whether it is news that its report cannot be read.
    pub(super) fn tell_unreadable(&mut self) -> bool {
        !core::mem::replace(&mut self.told_unreadable, true)
    }
}
