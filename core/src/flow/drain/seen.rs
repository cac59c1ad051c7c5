//! What was on a list.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use core::fmt;

use crate::id::JobId;
use crate::report::{FaxReport, Unreadable};

/// The entries of one list: their jobs, or their very text where that cannot be read.
// A drain makes one of these for every thousand reports: sorting ids, which are shared, costs a fraction of a set of texts.
#[derive(Default)]
pub(super) struct Seen {
    /// Sorted, each once.
    job_ids: Vec<JobId>,
    unnamed: BTreeSet<Box<str>>,
}

impl Seen {
    pub(super) fn of(reports: &[FaxReport], unreadable: &[Unreadable]) -> Self {
        let named = unreadable.iter().filter_map(Unreadable::job_id);
        let job_ids = reports.iter().map(FaxReport::job_id).chain(named);
        let mut job_ids: Vec<JobId> = job_ids.cloned().collect();
        job_ids.sort_unstable();
        job_ids.dedup();
        let unnamed = unreadable.iter().filter(|entry| entry.job_id().is_none());
        Self {
            job_ids,
            unnamed: unnamed.map(|entry| entry.raw().into()).collect(),
        }
    }

    pub(super) fn has(&self, job_id: &JobId) -> bool {
        self.job_ids.binary_search(job_id).is_ok()
    }

    pub(super) fn has_unreadable(&self, entry: &Unreadable) -> bool {
        match entry.job_id() {
            Some(job_id) => self.has(job_id),
            None => self.unnamed.contains(entry.raw()),
        }
    }

    /// The jobs of this list that were not on the one before.
    pub(super) fn without(&self, before: &Self) -> Vec<JobId> {
        let new = self.job_ids.iter().filter(|job_id| !before.has(job_id));
        new.cloned().collect()
    }
}

/// Texts of reports are personal data: of those it shows only how many there are.
impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seen")
            .field("job_ids", &self.job_ids)
            .field("unnamed", &self.unnamed.len())
            .finish()
    }
}
