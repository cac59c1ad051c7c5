//! One data center of a drain: list, hold, delete, list.

use alloc::sync::Arc;
use alloc::vec::Vec;

use http::Response;

use super::super::lane::{Caller, Lane, LaneStep};
use super::super::{Moment, Ticket, Tickets};
use super::{Batch, BatchId, DrainEnd, DrainEvent, DrainedSite, Seen};
use crate::error::{Error, Failure};
use crate::id::JobId;
use crate::operation::{BulkDelete, ListReports, MAX_JOB_IDS};
use crate::report::{Deletion, DeletionOutcome, FaxReport, Page};
use crate::server::DataCenterUrl;

#[derive(Debug)]
pub(super) struct Site {
    url: DataCenterUrl,
    phase: Phase,
    /// The entries of the last list. What was handed out and is still there is among the oldest reports, so it is on the next
    /// list as well: one page is all that must be remembered.
    seen: Seen,
    persisted: u64,
    deleted: u64,
}

#[derive(Debug)]
enum Phase {
    Listing(Lane<ListReports>),
    Holding(Held),
    Deleting(Lane<BulkDelete>, Held),
    Done(DrainEnd),
}

/// A batch that was handed out.
#[derive(Debug)]
struct Held {
    id: BatchId,
    /// What is still to be deleted of it.
    job_ids: Vec<JobId>,
    entries: u64,
    deleted: usize,
    /// What was on the list and stays there, as far as is known.
    left: usize,
    is_full: bool,
}

impl Site {
    pub(super) fn new(caller: &Arc<Caller>, url: DataCenterUrl) -> Self {
        let phase = Phase::list(caller, &url);
        Self {
            url,
            phase,
            seen: Seen::default(),
            persisted: 0,
            deleted: 0,
        }
    }

    pub(super) fn poll(&mut self, now: Moment, tickets: &mut Tickets) -> Option<LaneStep> {
        match &mut self.phase {
            Phase::Listing(lane) => Some(lane.poll(now, tickets)),
            Phase::Deleting(lane, _) => Some(lane.poll(now, tickets)),
            Phase::Holding(_) | Phase::Done(_) => None,
        }
    }

    pub(super) fn is_done(&self) -> bool {
        matches!(self.phase, Phase::Done(_))
    }

    pub(super) fn awaits(&self, ticket: Ticket) -> bool {
        match &self.phase {
            Phase::Listing(lane) => lane.awaits(ticket),
            Phase::Deleting(lane, _) => lane.awaits(ticket),
            Phase::Holding(_) | Phase::Done(_) => false,
        }
    }

    pub(super) fn waits_for(&self, batch: BatchId) -> bool {
        matches!(&self.phase, Phase::Holding(held) if held.id == batch)
    }

    pub(super) fn end(&mut self, end: DrainEnd) {
        self.phase = Phase::Done(end);
    }

    pub(super) fn persisted(&mut self, caller: &Arc<Caller>, batch: BatchId) {
        if !self.waits_for(batch) {
            return;
        }
        if let Phase::Holding(held) =
            core::mem::replace(&mut self.phase, Phase::Done(DrainEnd::Stopped))
        {
            self.persisted += held.entries;
            self.go_on(caller, held);
        }
    }

    /// Deletes what is left of a confirmed batch, then lists again, or ends if the list was the last one.
    fn go_on(&mut self, caller: &Arc<Caller>, held: Held) {
        let next: Vec<JobId> = held.job_ids.iter().take(MAX_JOB_IDS).cloned().collect();
        self.phase = match BulkDelete::new(next) {
            Ok(operation) => Phase::Deleting(
                Lane::new(caller.clone(), self.url.clone(), Arc::new(operation)),
                held,
            ),
            // Nothing is left to delete.
            Err(_) if held.is_full => Phase::list(caller, &self.url),
            Err(_) => Phase::Done(DrainEnd::with_left(held.left)),
        };
    }

    pub(super) fn on_response(
        &mut self,
        caller: &Arc<Caller>,
        now: Moment,
        ticket: Ticket,
        response: Response<&[u8]>,
        batches: &mut u64,
    ) -> Option<DrainEvent> {
        match &mut self.phase {
            Phase::Listing(lane) => match lane.on_response(now, ticket, response)? {
                Ok(page) => self.listed(page, batches).map(DrainEvent::Batch),
                Err(error) => self.failed(error),
            },
            Phase::Deleting(lane, _) => match lane.on_response(now, ticket, response)? {
                Ok(page) => self.deleted(caller, page),
                Err(error) => self.failed(error),
            },
            Phase::Holding(_) | Phase::Done(_) => None,
        }
    }

    pub(super) fn on_failure(&mut self, now: Moment, ticket: Ticket, failure: Failure) {
        let error = match &mut self.phase {
            Phase::Listing(lane) => lane.on_failure(now, ticket, failure),
            Phase::Deleting(lane, _) => lane.on_failure(now, ticket, failure),
            Phase::Holding(_) | Phase::Done(_) => None,
        };
        if let Some(error) = error {
            self.end(DrainEnd::Failed(error));
        }
    }

    fn failed(&mut self, error: Error) -> Option<DrainEvent> {
        self.end(DrainEnd::Failed(error));
        None
    }

    /// Hands out what is new on a list.
    fn listed(&mut self, page: Page<FaxReport>, batches: &mut u64) -> Option<Batch> {
        let is_full = page.is_full();
        let listed = page.entries.len() + page.unreadable.len();
        let Page {
            entries: mut reports,
            mut unreadable,
        } = page;
        let before = core::mem::replace(&mut self.seen, Seen::of(&reports, &unreadable));
        reports.retain(|report| !before.has(report.job_id()));
        unreadable.retain(|entry| !before.has_unreadable(entry));
        let entries = reports.len() + unreadable.len();
        if entries == 0 {
            self.end(DrainEnd::with_left(listed));
            return None;
        }
        *batches += 1;
        let id = BatchId(*batches);
        // Two entries on one job are both handed out, and deleted by one id.
        let job_ids = self.seen.without(&before);
        // What was handed out before is still there, and what has no id cannot be deleted.
        let unnamed = unreadable.iter().filter(|it| it.job_id().is_none()).count();
        let left = listed - entries + unnamed;
        self.phase = Phase::Holding(Held {
            id,
            job_ids,
            entries: entries as u64,
            deleted: 0,
            left,
            is_full,
        });
        Some(Batch {
            id,
            data_center: self.url.data_center().clone(),
            reports,
            unreadable,
            is_full,
        })
    }

    /// Counts what a delete did, and goes on.
    fn deleted(&mut self, caller: &Arc<Caller>, page: Page<Deletion>) -> Option<DrainEvent> {
        let phase = core::mem::replace(&mut self.phase, Phase::Done(DrainEnd::Stopped));
        let Phase::Deleting(lane, mut held) = phase else {
            self.phase = phase;
            return None;
        };
        let asked = lane.operation().job_ids();
        let is_gone = |it: &&Deletion| !matches!(it.outcome, DeletionOutcome::Failed(_));
        let gone = page.entries.iter().filter(is_gone);
        let mut gone: Vec<&JobId> = gone.map(|it| &it.job_id).collect();
        gone.sort_unstable();
        let deleted = asked
            .iter()
            .filter(|job_id| gone.binary_search(job_id).is_ok())
            .count();
        held.deleted += deleted;
        held.left += asked.len() - deleted;
        held.job_ids.drain(..asked.len().min(held.job_ids.len()));
        self.deleted += deleted as u64;
        let event = DrainEvent::Deleted {
            batch: held.id,
            deleted: held.deleted,
            left: held.left,
        };
        let finished = held.job_ids.is_empty();
        self.go_on(caller, held);
        finished.then_some(event)
    }

    pub(super) fn into_drained(self) -> DrainedSite {
        DrainedSite {
            data_center: self.url.data_center().clone(),
            persisted: self.persisted,
            deleted: self.deleted,
            end: match self.phase {
                Phase::Done(end) => end,
                Phase::Listing(_) | Phase::Holding(_) | Phase::Deleting(..) => DrainEnd::Stopped,
            },
        }
    }
}

impl Phase {
    fn list(caller: &Arc<Caller>, url: &DataCenterUrl) -> Self {
        Self::Listing(Lane::new(
            caller.clone(),
            url.clone(),
            Arc::new(ListReports::new()),
        ))
    }
}

impl DrainEnd {
    fn with_left(left: usize) -> Self {
        if left == 0 {
            Self::Emptied
        } else {
            Self::Stalled { left }
        }
    }
}
