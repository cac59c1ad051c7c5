//! Emptying the data centers of reports without losing one.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::sync::Arc;
use alloc::vec::Vec;

use http::Response;

use super::lane::{Caller, LaneStep};
use super::{Flow, Moment, Settings, Step, Ticket, Tickets, Wait};
use crate::account::Account;
use crate::error::Failure;
use crate::server::Region;

mod batch;
mod outcome;
mod seen;
mod site;

pub use batch::{Batch, BatchId};
pub use outcome::{DrainEnd, Drained, DrainedSite};
use seen::Seen;
use site::Site;

/// Takes all reports from all data centers of a region, page by page, and deletes each page once it was stored.
///
/// For each data center by itself: list the oldest reports, hand them out as a [`Batch`], wait for
/// [`persisted`](Drain::persisted), delete exactly that batch by its ids at exactly that data center, list again. While a batch
/// waits, nothing else happens there. There is no other way to a delete: the request that deletes "the oldest" whoever read them
/// is never used.
///
/// **At least once.** Whatever happens, a report is handed out before it is deleted. When the program ends before a batch is
/// deleted, or a delete fails, the same reports come again next time: store them by data center and job id.
///
/// A data center is done when it has no more reports; when what is left cannot be deleted, so that nothing new comes into sight;
/// when a batch is [rejected](Drain::rejected); or when it fails, after the repeats. The others go on. Memory holds one page of
/// each data center.
///
/// ```
/// use fax4a::flow::{Drain, DrainEvent, Flow};
///
/// /// What to do with an event: store, then confirm.
/// fn on_event(drain: &mut Drain, event: DrainEvent) {
///     if let DrainEvent::Batch(batch) = event {
///         match store(&batch.reports) {
///             Ok(()) => drain.persisted(batch.id),
///             Err(error) => drain.rejected(batch.id, error),
///         }
///     }
/// }
/// # fn store(_: &[fax4a::FaxReport]) -> Result<(), std::io::Error> { Ok(()) }
/// ```
#[derive(Debug)]
pub struct Drain {
    caller: Arc<Caller>,
    sites: Vec<Site>,
    events: VecDeque<DrainEvent>,
    tickets: Tickets,
    batches: u64,
}

/// What a [`Drain`] tells on the way.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum DrainEvent {
    /// Reports to be stored. Their data center waits for [`Drain::persisted`] or [`Drain::rejected`].
    Batch(Batch),
    /// A batch was deleted.
    #[non_exhaustive]
    Deleted {
        /// Which batch.
        batch: BatchId,
        /// How many of its reports are gone.
        deleted: usize,
        /// How many are still there, because the data center could not delete them or did not say that it did.
        left: usize,
    },
}

impl Drain {
    /// Drains all data centers of a region.
    pub fn new(account: Account, region: &Region, settings: Settings) -> Self {
        let caller = Caller::new(account, settings);
        let sites = region
            .data_centers()
            .iter()
            .map(|url| Site::new(&caller, url.clone()))
            .collect();
        Self {
            caller,
            sites,
            events: VecDeque::new(),
            tickets: Tickets::default(),
            batches: 0,
        }
    }

    /// The batch is stored, durably: deletes it. Of a batch that does not wait, this is ignored.
    pub fn persisted(&mut self, batch: BatchId) {
        for site in &mut self.sites {
            site.persisted(&self.caller, batch);
        }
    }

    /// The batch could not be stored: its data center is left as it is, with all reports of the batch.
    pub fn rejected(
        &mut self,
        batch: BatchId,
        reason: impl Into<Box<dyn core::error::Error + Send + Sync>>,
    ) {
        if let Some(site) = self.sites.iter_mut().find(|site| site.waits_for(batch)) {
            site.end(DrainEnd::Rejected(Arc::from(reason.into())));
        }
    }
}

impl Flow for Drain {
    type Event = DrainEvent;
    type Output = Drained;

    fn poll(&mut self, now: Moment) -> Step<DrainEvent> {
        if let Some(event) = self.events.pop_front() {
            return Step::Event(event);
        }
        let mut wait = Wait::default();
        for site in &mut self.sites {
            match site.poll(now, &mut self.tickets) {
                Some(LaneStep::Send(exchange)) => return Step::Send(exchange),
                Some(LaneStep::Wait(more)) => wait = wait.and(more),
                Some(LaneStep::GaveUp(error)) => site.end(DrainEnd::Failed(error)),
                None => {}
            }
        }
        if self.sites.iter().all(Site::is_done) {
            Step::Done
        } else {
            Step::Wait(wait)
        }
    }

    fn on_response(&mut self, now: Moment, ticket: Ticket, response: Response<&[u8]>) {
        if let Some(site) = self.sites.iter_mut().find(|site| site.awaits(ticket)) {
            let event = site.on_response(&self.caller, now, ticket, response, &mut self.batches);
            self.events.extend(event);
        }
    }

    fn on_failure(&mut self, now: Moment, ticket: Ticket, failure: Failure) {
        if let Some(site) = self.sites.iter_mut().find(|site| site.awaits(ticket)) {
            site.on_failure(now, ticket, failure);
        }
    }

    fn into_output(self) -> Drained {
        Drained {
            sites: self.sites.into_iter().map(Site::into_drained).collect(),
        }
    }
}
