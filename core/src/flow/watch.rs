//! From job ids to final reports.

use alloc::collections::VecDeque;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::time::Duration;

use http::Response;

use super::lane::{Caller, Lane, LaneStep};
use super::{Backoff, Flow, Moment, Settings, Step, Ticket, Tickets, Wait};
use crate::account::Account;
use crate::error::{Error, Failure};
use crate::id::JobId;
use crate::operation::BulkGet;
use crate::report::{BulkItem, Page};
use crate::server::{DataCenter, Region};

mod event;
mod job;
mod jobs;
mod site;
#[cfg(test)]
mod tests;

pub use event::WatchEvent;
pub use job::Standing;
use job::{Job, SiteIndex};
use jobs::Jobs;
use site::Site;

/// Watches jobs until each has a final report.
///
/// Every data center is asked in rounds about all jobs that may be there, a thousand in one request and one request at a time; a
/// job that was located is asked about only there. Between rounds is a wait that grows ([`Backoff`], from 2 s to 60 s unless
/// [told otherwise](Watch::with_pace)). A data center that fails has its turn again in the next round, and delays no other.
///
/// A job that no data center knows is asked about all the same, up to the time limit: it may be too young. Without
/// [a limit](Watch::with_time_limit) such a job is watched for ever.
///
/// ```
/// use core::time::Duration;
/// use fax4a::flow::{Flow, Settings, Standing, Watch, WatchEvent};
/// # use fax4a::{Account, Credentials, CustomerNumber, JobId, Region};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let account = Account::new(CustomerNumber::new("99999TE")?, Credentials::basic("user", "secret")?);
/// let job_ids = [JobId::new("FJJ66GHGX105ZZBIELVCN1")?];
/// let watch = Watch::new(account, &Region::germany(), job_ids, Settings::default())
///     .with_time_limit(Duration::from_secs(3600));
/// // Stopped before it began, it says of each job what is known.
/// let unfinished = watch.into_output();
/// assert!(matches!(unfinished[..], [(_, Standing::Unknown { .. })]));
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub struct Watch {
    caller: Arc<Caller>,
    pace: Backoff,
    time_limit: Option<Duration>,
    started: Option<Moment>,
    stopped: bool,
    /// Whether the last step was [`Step::Done`]: answers come too late.
    ended: bool,
    /// The jobs without a final report.
    jobs: Jobs,
    sites: Vec<Site>,
    events: VecDeque<WatchEvent>,
    tickets: Tickets,
}

impl Watch {
    /// Watches these jobs in all data centers of a region.
    pub fn new(
        account: Account,
        region: &Region,
        job_ids: impl IntoIterator<Item = JobId>,
        settings: Settings,
    ) -> Self {
        Self {
            caller: Caller::new(account, settings),
            pace: Backoff::new(Duration::from_secs(2), Duration::from_secs(60)),
            time_limit: None,
            started: None,
            stopped: false,
            ended: false,
            jobs: job_ids.into_iter().collect(),
            sites: region
                .data_centers()
                .iter()
                .cloned()
                .map(Site::new)
                .collect(),
            events: VecDeque::new(),
            tickets: Tickets::default(),
        }
    }

    /// How long to wait between rounds.
    #[must_use]
    pub fn with_pace(mut self, pace: Backoff) -> Self {
        self.pace = pace;
        self
    }

    /// How long to watch, from the first poll on.
    #[must_use]
    pub fn with_time_limit(mut self, time_limit: Duration) -> Self {
        self.time_limit = Some(time_limit);
        self
    }

    /// Watches one more job, from the next round on. Waits between rounds start small again.
    pub fn add(&mut self, job_id: JobId) {
        self.add_job(job_id);
    }

    /// Watches one more job, which is known to be at this data center, so that no other is asked. The
    /// name of a data center of another region says nothing: then all are asked.
    pub fn add_at(&mut self, job_id: JobId, data_center: &DataCenter) {
        let mut sites = self.sites.iter();
        let index = sites.position(|site| site.url.data_center() == data_center);
        let job = self.add_job(job_id);
        if let Some(index) = index {
            job.locate(SiteIndex::new(index));
        }
    }

    fn add_job(&mut self, job_id: JobId) -> &mut Job {
        for site in &mut self.sites {
            site.rounds = 0;
        }
        self.jobs.add(job_id)
    }

    /// How many jobs have no final report yet.
    pub fn unfinished(&self) -> usize {
        self.jobs.len()
    }

    /// Ends it: the next step but for events that are due is [`Step::Done`].
    pub fn stop(&mut self) {
        self.stopped = true;
    }

    /// What one data center has to do now.
    fn poll_site(&mut self, index: usize, now: Moment) -> Option<LaneStep> {
        let site = self.sites.get_mut(index)?;
        loop {
            if let Some(question) = &mut site.question {
                return Some(question.poll(now, &mut self.tickets));
            }
            if now < site.next_round {
                return Some(LaneStep::Wait(Wait {
                    until: Some(site.next_round),
                    in_flight: 0,
                }));
            }
            if site.empty_as_of == Some(self.jobs.strays) {
                return None;
            }
            let job_ids = self
                .jobs
                .next_at(SiteIndex::new(index), site.asked_up_to.as_ref());
            site.asked_up_to = match (job_ids.last(), &site.asked_up_to) {
                (Some(last), _) => Some(last.clone()),
                // Everything that is left is elsewhere.
                (None, None) => {
                    site.empty_as_of = Some(self.jobs.strays);
                    return None;
                }
                (None, Some(_)) => {
                    self.events.push_back(site.end_round(
                        now,
                        self.pace,
                        self.caller.settings.seed(),
                        self.jobs.len(),
                    ));
                    continue;
                }
            };
            // There is at least one id and at most a thousand.
            let question = BulkGet::new(job_ids).ok()?;
            site.question = Some(Lane::new(
                self.caller.clone(),
                site.url.clone(),
                Arc::new(question),
            ));
        }
    }

    fn awaiting(&mut self, ticket: Ticket) -> Option<(usize, &mut Lane<BulkGet>)> {
        let sites = (!self.ended).then_some(&mut self.sites);
        let lanes = sites.into_iter().flatten().enumerate();
        lanes
            .filter_map(|(index, site)| Some((index, site.question.as_mut()?)))
            .find(|(_, lane)| lane.awaits(ticket))
    }

    fn answered(&mut self, index: usize, now: Moment, answer: Result<Page<BulkItem>, Error>) {
        let Some(site) = self.sites.get_mut(index) else {
            return;
        };
        let Some(question) = site.question.take() else {
            return;
        };
        match answer {
            Ok(page) => {
                site.failure = None;
                let asked = question.operation().job_ids();
                let data_center = site.url.data_center();
                self.jobs.read(
                    SiteIndex::new(index),
                    data_center,
                    asked,
                    page,
                    &mut self.events,
                );
            }
            Err(error) => {
                site.failure = Some(error);
                self.events.push_back(site.end_round(
                    now,
                    self.pace,
                    self.caller.settings.seed(),
                    self.jobs.len(),
                ));
            }
        }
    }

    /// What is known of a job that has no final report.
    fn standing(&self, job_id: &JobId, job: &Job) -> Standing {
        let located = job.located().and_then(|site| self.sites.get(site.get()));
        if let Some(site) = located {
            return Standing::Pending {
                data_center: site.url.data_center().clone(),
                failure: site.failure.clone(),
            };
        }
        let unanswered = self.sites.iter().enumerate().filter_map(|(index, site)| {
            site.why_unknown(job_id, job.is_absent_from(SiteIndex::new(index)))
        });
        let failures: Vec<Error> = unanswered.collect();
        if failures.is_empty() {
            Standing::NotFound
        } else {
            Standing::Unknown { failures }
        }
    }
}

impl Flow for Watch {
    type Event = WatchEvent;
    /// The jobs that have no final report, and what is known of each. Empty when all have one.
    type Output = Vec<(JobId, Standing)>;

    fn poll(&mut self, now: Moment) -> Step<WatchEvent> {
        if let Some(event) = self.events.pop_front() {
            return Step::Event(event);
        }
        let started = *self.started.get_or_insert(now);
        let end = self.time_limit.map(|limit| started + limit);
        self.ended = self.stopped || self.jobs.is_empty() || end.is_some_and(|end| now >= end);
        if self.ended {
            return Step::Done;
        }
        let mut wait = Wait {
            until: end,
            in_flight: 0,
        };
        for index in 0..self.sites.len() {
            while let Some(step) = self.poll_site(index, now) {
                match step {
                    LaneStep::Send(exchange) => return Step::Send(exchange),
                    LaneStep::GaveUp(error) => self.answered(index, now, Err(error)),
                    LaneStep::Wait(more) => {
                        wait = wait.and(more);
                        break;
                    }
                }
            }
        }
        match self.events.pop_front() {
            Some(event) => Step::Event(event),
            None => Step::Wait(wait),
        }
    }

    fn on_response(&mut self, now: Moment, ticket: Ticket, response: Response<&[u8]>) {
        let Some((index, question)) = self.awaiting(ticket) else {
            return;
        };
        if let Some(answer) = question.on_response(now, ticket, response) {
            self.answered(index, now, answer);
        }
    }

    fn on_failure(&mut self, now: Moment, ticket: Ticket, failure: Failure) {
        let Some((index, question)) = self.awaiting(ticket) else {
            return;
        };
        if let Some(error) = question.on_failure(now, ticket, failure) {
            self.answered(index, now, Err(error));
        }
    }

    fn into_output(self) -> Vec<(JobId, Standing)> {
        let standing = |(job_id, job): (&JobId, &Job)| (job_id.clone(), self.standing(job_id, job));
        self.jobs.iter().map(standing).collect()
    }
}
