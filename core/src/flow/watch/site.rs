//! One data center of a watch.

use super::super::lane::Lane;
use super::super::{Backoff, Moment};
use super::WatchEvent;
use crate::error::{Error, Failure, FailureKind};
use crate::id::JobId;
use crate::operation::BulkGet;
use crate::server::{DataCenterUrl, Server};

/// How far one data center is.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) url: DataCenterUrl,
    /// What it is being asked.
    pub(super) question: Option<Lane<BulkGet>>,
    /// The last job that it was asked about in this round; none before a round.
    pub(super) asked_up_to: Option<JobId>,
    /// How many strays there had been when none of the jobs could be here: to look for one at every poll would make a watch of many
    /// jobs slow.
    pub(super) empty_as_of: Option<u64>,
    /// How many rounds there were since the last change of what is watched.
    pub(super) rounds: u32,
    pub(super) next_round: Moment,
    /// Why its last round came to nothing.
    pub(super) failure: Option<Error>,
}

impl Site {
    pub(super) fn new(url: DataCenterUrl) -> Self {
        Self {
            url,
            question: None,
            asked_up_to: None,
            empty_as_of: None,
            rounds: 0,
            next_round: Moment::START,
            failure: None,
        }
    }

    /// Ends a round, and says what it came to.
    pub(super) fn end_round(
        &mut self,
        now: Moment,
        pace: Backoff,
        seed: u64,
        unfinished: usize,
    ) -> WatchEvent {
        self.rounds = self.rounds.saturating_add(1);
        self.asked_up_to = None;
        self.next_round = now + pace.delay(self.rounds, seed);
        WatchEvent::Round {
            data_center: self.url.data_center().clone(),
            unfinished,
            failure: self.failure.clone(),
        }
    }

    /// Why this data center's last word on a job is not that it does not know it; none if it is.
    pub(super) fn why_unknown(&self, job_id: &JobId, is_absent: bool) -> Option<Error> {
        let is_about = |it: &&Lane<BulkGet>| it.operation().job_ids().binary_search(job_id).is_ok();
        if let Some(question) = self.question.as_ref().filter(is_about) {
            // It is being asked again: what it said before is not its last word.
            return Some(question.stopped());
        }
        match &self.failure {
            Some(failure) => Some(failure.clone()),
            None if is_absent => None,
            None => {
                let server = Server::DataCenter(self.url.data_center().clone());
                Some(Error::from(Failure::unknown(FailureKind::Stopped)).at(server))
            }
        }
    }
}
