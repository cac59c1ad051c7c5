//! Asking all data centers of a region, and merging what they say.

use alloc::collections::BTreeSet;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::convert::Infallible;

use http::Response;

use super::lane::{Caller, Lane, LaneStep};
use super::{Flow, Moment, Settings, Step, Ticket, Tickets, Wait};
use crate::account::Account;
use crate::error::{Error, Failure};
use crate::id::JobId;
use crate::operation::{BulkDelete, BulkGet, InvalidJobIds, MAX_JOB_IDS, Operation};
use crate::server::{DataCenter, DataCenterUrl, Region};

mod gathered;
mod lookup;
mod lookups;

pub use gathered::{Gathered, Missing};
pub use lookup::{Located, Lookup};
pub use lookups::Lookups;

/// Sends one operation to every data center of a region, and merges the answers.
///
/// All are asked at once, as far as the driver can; the outcome is the same in any order. A data center that fails, after the
/// repeats, is named in the output: it never looks like one that has nothing. What the output is depends on the operation:
///
/// | operation | output |
/// |---|---|
/// | [`GetReport`](crate::operation::GetReport) | [`Lookup`]; the first report spares the rest |
/// | [`DeleteReport`](crate::operation::DeleteReport) | [`Lookup`] of what was done; the first deletion spares the rest |
/// | [`ListReports`](crate::operation::ListReports), [`DeleteOldest`](crate::operation::DeleteOldest) | [`Gathered`] |
/// | [`BulkGet`], [`BulkDelete`] | [`Lookups`]: one answer for each id, whatever their number |
#[derive(Debug)]
pub struct AskAll<O: AskEach> {
    caller: Arc<Caller>,
    /// What to ask, one after the other.
    parts: Vec<Arc<O>>,
    sites: Vec<Site<O>>,
    tickets: Tickets,
    settled: bool,
}

/// How far one data center is.
#[derive(Debug)]
struct Site<O: Operation> {
    url: DataCenterUrl,
    /// The way of the part that is asked now; none when this data center is through.
    lane: Option<Lane<O>>,
    /// What it said to each part so far.
    answers: Vec<Result<O::Output, Error>>,
}

/// What one data center said to every part of a question.
#[derive(Debug)]
#[expect(
    unnameable_types,
    reason = "only the operations of this crate are merged"
)]
pub struct Answers<O: Operation> {
    pub(super) data_center: DataCenter,
    pub(super) to_parts: Vec<Result<O::Output, Error>>,
}

/// An operation that is asked of every data center. Sealed, as [`Operation`] is.
pub trait AskEach: Operation<Target = DataCenterUrl> {
    /// What the answers are together.
    type Merged;

    /// Whether this answer is enough, whatever the others say.
    #[doc(hidden)]
    fn settles(_: &Self::Output) -> bool {
        false
    }

    /// What the answers of all data centers to all parts are together.
    #[doc(hidden)]
    fn merge(parts: &[Arc<Self>], answers: Vec<Answers<Self>>) -> Self::Merged
    where
        Self: Sized;
}

impl<O: AskEach> AskAll<O> {
    /// Asks every data center of `region`.
    pub fn new(account: Account, region: &Region, operation: O, settings: Settings) -> Self {
        Self::in_parts(account, region, alloc::vec![operation], settings)
    }

    fn in_parts(account: Account, region: &Region, parts: Vec<O>, settings: Settings) -> Self {
        Self::with(
            Caller::new(account, settings),
            region,
            parts,
            Tickets::default(),
        )
    }

    /// Asks with the tickets that come after others.
    pub(super) fn with(
        caller: Arc<Caller>,
        region: &Region,
        parts: Vec<O>,
        tickets: Tickets,
    ) -> Self {
        let parts: Vec<Arc<O>> = parts.into_iter().map(Arc::new).collect();
        let lane = |url: &DataCenterUrl| {
            Some(Lane::new(
                caller.clone(),
                url.clone(),
                parts.first()?.clone(),
            ))
        };
        let sites = region.data_centers().iter().map(|url| Site {
            url: url.clone(),
            lane: lane(url),
            answers: Vec::new(),
        });
        Self {
            sites: sites.collect(),
            caller,
            parts,
            tickets,
            settled: false,
        }
    }

    /// The tickets that were not handed out yet.
    pub(super) fn take_tickets(&mut self) -> Tickets {
        core::mem::take(&mut self.tickets)
    }

    fn awaiting(&mut self, ticket: Ticket) -> Option<(usize, &mut Lane<O>)> {
        let lanes = self.sites.iter_mut().enumerate();
        lanes
            .filter_map(|(index, site)| Some((index, site.lane.as_mut()?)))
            .find(|(_, lane)| lane.awaits(ticket))
    }

    /// Notes an answer, and goes on to the next part. A data center that failed once is not asked for the rest.
    fn answered(&mut self, index: usize, answer: Result<O::Output, Error>) {
        let Some(site) = self.sites.get_mut(index) else {
            return;
        };
        match &answer {
            Ok(output) => self.settled |= O::settles(output),
            Err(error) => {
                let rest = self.parts.len().saturating_sub(site.answers.len() + 1);
                site.answers
                    .extend(core::iter::repeat_with(|| Err(error.clone())).take(rest));
            }
        }
        site.answers.push(answer);
        let next = self.parts.get(site.answers.len());
        site.lane = next.map(|part| Lane::new(self.caller.clone(), site.url.clone(), part.clone()));
    }
}

impl AskAll<BulkGet> {
    /// Asks every data center for the reports on these jobs, a thousand in one request and one request at a time to each.
    ///
    /// An id that is given twice is asked about once.
    pub fn bulk_get(
        account: Account,
        region: &Region,
        job_ids: &[JobId],
        settings: Settings,
    ) -> Self {
        Self::in_parts(account, region, in_parts(job_ids, BulkGet::new), settings)
    }
}

impl AskAll<BulkDelete> {
    /// Has every data center delete the reports on these jobs, a thousand in one request and one request at a time to each.
    pub fn bulk_delete(
        account: Account,
        region: &Region,
        job_ids: &[JobId],
        settings: Settings,
    ) -> Self {
        Self::in_parts(
            account,
            region,
            in_parts(job_ids, BulkDelete::new),
            settings,
        )
    }
}

fn in_parts<O>(
    job_ids: &[JobId],
    operation: impl Fn(Vec<JobId>) -> Result<O, InvalidJobIds>,
) -> Vec<O> {
    let mut seen = BTreeSet::new();
    let once: Vec<JobId> = job_ids
        .iter()
        .filter(|job_id| seen.insert(*job_id))
        .cloned()
        .collect();
    // A part is never empty and never too long, so none is lost here.
    once.chunks(MAX_JOB_IDS)
        .filter_map(|part| operation(part.to_vec()).ok())
        .collect()
}

impl<O: AskEach> Flow for AskAll<O> {
    type Event = Infallible;
    type Output = O::Merged;

    fn poll(&mut self, now: Moment) -> Step<Infallible> {
        if self.settled {
            return Step::Done;
        }
        let (mut wait, mut through) = (Wait::default(), true);
        for index in 0..self.sites.len() {
            while let Some(step) = self
                .sites
                .get_mut(index)
                .and_then(|site| Some(site.lane.as_mut()?.poll(now, &mut self.tickets)))
            {
                match step {
                    LaneStep::Send(exchange) => return Step::Send(exchange),
                    LaneStep::GaveUp(error) => self.answered(index, Err(error)),
                    LaneStep::Wait(more) => {
                        (wait, through) = (wait.and(more), false);
                        break;
                    }
                }
            }
        }
        if through {
            Step::Done
        } else {
            Step::Wait(wait)
        }
    }

    fn on_response(&mut self, now: Moment, ticket: Ticket, response: Response<&[u8]>) {
        let Some((index, lane)) = self.awaiting(ticket) else {
            return;
        };
        if let Some(answer) = lane.on_response(now, ticket, response) {
            self.answered(index, answer);
        }
    }

    fn on_failure(&mut self, now: Moment, ticket: Ticket, failure: Failure) {
        let Some((index, lane)) = self.awaiting(ticket) else {
            return;
        };
        if let Some(error) = lane.on_failure(now, ticket, failure) {
            self.answered(index, Err(error));
        }
    }

    fn into_output(mut self) -> O::Merged {
        for index in 0..self.sites.len() {
            if let Some(lane) = self.sites.get_mut(index).and_then(|site| site.lane.take()) {
                self.answered(index, Err(lane.stopped()));
            }
        }
        let answers = self.sites.into_iter().map(|site| Answers {
            data_center: site.url.data_center().clone(),
            to_parts: site.answers,
        });
        O::merge(&self.parts, answers.collect())
    }
}
