//! The truth about the service: every job that ever was there, and what became of it.

use std::collections::BTreeMap;
use std::time::Duration;

use fax4a_simulator::{Endpoint, Service};

use super::canary;
use super::fact::Key;

/// The data centers of the region in which a world plays.
pub(super) const DATA_CENTERS: [Endpoint; 2] = [Endpoint::De1, Endpoint::De2];

/// Every job that ever was at the service.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    jobs: BTreeMap<Key, Job>,
}

/// A job, as it was when it was last seen.
#[derive(Debug)]
pub(super) struct Job {
    /// The letter that it came from; none for those that were there from the start.
    pub(super) letter: Option<usize>,
    pub(super) finished_at: Option<Duration>,
    expires_at: Option<Duration>,
    pub(super) state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    There,
    Deleted,
    Expired,
}

impl Ledger {
    /// Looks at a data center, and says which jobs are new there and which were deleted.
    pub(super) fn look(
        &mut self,
        service: &Service,
        at: Endpoint,
        now: Duration,
    ) -> (Vec<Key>, Vec<Key>) {
        let (mut came, mut gone) = (Vec::new(), Vec::new());
        let mut there = BTreeMap::new();
        for view in service.jobs(at, now) {
            let key = Key::new(at, view.id());
            there.insert(key.clone(), ());
            self.jobs.entry(key).or_insert_with_key(|key| {
                came.push(key.clone());
                Job {
                    letter: view.numbers().find_map(canary::serial),
                    finished_at: view.finished_at(),
                    expires_at: view.expires_at(),
                    state: State::There,
                }
            });
        }
        for (key, job) in self
            .jobs
            .iter_mut()
            .filter(|(key, job)| key.at == at && job.state == State::There)
        {
            if there.contains_key(key) {
                continue;
            }
            if job.expires_at.is_some_and(|expires| expires <= now) {
                job.state = State::Expired;
            } else {
                job.state = State::Deleted;
                gone.push(key.clone());
            }
        }
        (came, gone)
    }

    pub(super) fn job(&self, key: &Key) -> Option<&Job> {
        self.jobs.get(key)
    }

    pub(super) fn jobs(&self) -> impl Iterator<Item = (&Key, &Job)> {
        self.jobs.iter()
    }

    /// How many jobs a letter became.
    pub(super) fn accepted(&self, letter: usize) -> u64 {
        self.jobs
            .values()
            .filter(|job| job.letter == Some(letter))
            .count() as u64
    }

    /// The reports that are at the service and stay there until somebody deletes them.
    pub(super) fn backlog(&self, now: Duration) -> impl Iterator<Item = &Key> {
        let is_backlog = move |job: &Job| {
            job.state == State::There
                && job.finished_at.is_some_and(|finished| finished <= now)
                && job.expires_at.is_none_or(|expires| expires > now)
        };
        self.jobs
            .iter()
            .filter(move |(_, job)| is_backlog(job))
            .map(|(key, _)| key)
    }

    /// Whether a job is still to be finished.
    pub(super) fn is_working(&self, now: Duration) -> bool {
        self.jobs.values().any(|job| {
            job.state == State::There && job.finished_at.is_some_and(|finished| finished > now)
        })
    }
}
