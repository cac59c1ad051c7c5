//! The jobs of a watch that have no final report.

use alloc::collections::{BTreeMap, VecDeque};
use alloc::vec::Vec;
use core::ops::Bound;

use super::super::Located;
use super::WatchEvent;
use super::job::{Job, SiteIndex};
use crate::id::JobId;
use crate::operation::MAX_JOB_IDS;
use crate::report::{BulkItem, Page};
use crate::server::DataCenter;

#[derive(Debug, Default)]
pub(super) struct Jobs {
    pub(super) by_id: BTreeMap<JobId, Job>,
    /// How many times a job was added, or lost by the data center that had it. Until it grows, a data center that none of the jobs
    /// may be at stays so.
    pub(super) strays: u64,
}

impl Jobs {
    pub(super) fn len(&self) -> usize {
        self.by_id.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&JobId, &Job)> {
        self.by_id.iter()
    }

    pub(super) fn add(&mut self, job_id: JobId) -> &mut Job {
        self.strays += 1;
        self.by_id.entry(job_id).or_default()
    }

    /// The next jobs to ask a data center about, as many as one request takes.
    pub(super) fn next_at(&self, site: SiteIndex, asked_up_to: Option<&JobId>) -> Vec<JobId> {
        let from = asked_up_to.map_or(Bound::Unbounded, Bound::Excluded);
        let rest = self.by_id.range::<JobId, _>((from, Bound::Unbounded));
        let may_be_here = rest.filter(|(_, job)| job.may_be_at(site));
        may_be_here
            .take(MAX_JOB_IDS)
            .map(|(job_id, _)| job_id.clone())
            .collect()
    }

    /// Notes what a data center said about the jobs that it was asked about, in their order. Other jobs are none of its business.
    pub(super) fn read(
        &mut self,
        site: SiteIndex,
        data_center: &DataCenter,
        asked: &[JobId],
        page: Page<BulkItem>,
        events: &mut VecDeque<WatchEvent>,
    ) {
        for job_id in asked {
            if let Some(job) = self.by_id.get_mut(job_id) {
                job.unanswered(site);
            }
        }
        for item in page.entries {
            if asked.binary_search(item.job_id()).is_err() {
                continue;
            }
            match item {
                BulkItem::Report(report) if report.is_final() => {
                    if self.by_id.remove(report.job_id()).is_some() {
                        let found = Located::new(data_center.clone(), report);
                        events.push_back(WatchEvent::Report(found));
                    }
                }
                BulkItem::Report(report) => {
                    if let Some(job) = self.by_id.get_mut(report.job_id()) {
                        job.locate(site);
                    }
                }
                BulkItem::NotFound(job_id) => {
                    let job = self.by_id.get_mut(&job_id);
                    if job.is_some_and(|job| job.absent(site)) {
                        self.strays += 1;
                    }
                }
                BulkItem::Failed { .. } => {}
            }
        }
        for unreadable in page.unreadable {
            let job = unreadable
                .job_id()
                .and_then(|job_id| self.by_id.get_mut(job_id));
            if job.is_some_and(Job::tell_unreadable) {
                let found = Located::new(data_center.clone(), unreadable);
                events.push_back(WatchEvent::Unreadable(found));
            }
        }
    }
}

impl FromIterator<JobId> for Jobs {
    fn from_iter<I: IntoIterator<Item = JobId>>(job_ids: I) -> Self {
        let new = |job_id| (job_id, Job::default());
        Self {
            by_id: job_ids.into_iter().map(new).collect(),
            strays: 0,
        }
    }
}
