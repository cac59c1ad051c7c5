//! Takes all reports into the sink: stores each batch durably, bit by bit, then confirms it.

use std::collections::VecDeque;
use std::time::Duration;

use fax4a::error::Failure;
use fax4a::flow::{Batch, Drain, DrainEvent, Flow, Moment, Step, Ticket, Wait};
use http::Response;

use crate::world::errand::{Desk, Errand, Next};
use crate::world::evidence::endpoint;
use crate::world::fact::{Ending, Fact, Key, Kind};
use crate::world::store::Store;

pub(super) fn next(desk: &mut Desk<'_>) -> Box<dyn Errand> {
    let (account, settings) = (desk.office.account.clone(), desk.settings());
    let drain = Drain::new(account, &desk.office.region, settings);
    Box::new(Draining {
        drain,
        held: VecDeque::new(),
    })
}

struct Draining {
    drain: Drain,
    held: VecDeque<Held>,
}

/// A batch that is being stored.
struct Held {
    batch: Batch,
    stored: usize,
    /// When the next bit of it is done.
    due: Moment,
}

impl Draining {
    /// Stores half of what is left of a batch, or confirms it. A crash may come between any two steps.
    fn store(&mut self, mut held: Held, desk: &mut Desk<'_>) {
        let entries = held.batch.reports.len() + held.batch.unreadable.len();
        if held.stored == entries {
            desk.tell(Fact::Confirmed {
                run: desk.run,
                batch: held.batch.id,
            });
            self.drain.persisted(held.batch.id);
            return;
        }
        let bit = (entries - held.stored).div_ceil(2);
        let keys = (held.stored..held.stored + bit)
            .filter_map(|index| put(&held.batch, index, desk.store))
            .collect();
        desk.tell(Fact::Stored {
            run: desk.run,
            keys,
        });
        held.stored += bit;
        held.due = desk.now + desk.dice.time(Duration::ZERO, Duration::from_secs(2));
        self.held.push_back(held);
    }
}

/// Stores one entry of a batch. One that cannot be read is stored as well; what names no job has no place in this sink.
fn put(batch: &Batch, index: usize, store: &mut Store) -> Option<Key> {
    let (job_id, id) = match batch.reports.get(index) {
        Some(report) => (report.job_id(), report.customer_defined_id()),
        None => (
            batch.unreadable[index - batch.reports.len()].job_id()?,
            None,
        ),
    };
    let key = Key::new(endpoint(&batch.data_center)?, job_id.as_str());
    store.put(key.clone(), id.map(str::to_owned));
    Some(key)
}

impl Errand for Draining {
    fn poll(&mut self, desk: &mut Desk<'_>) -> Next {
        if let Some(index) = self.held.iter().position(|held| held.due <= desk.now) {
            let held = self.held.remove(index).expect("it was just found");
            self.store(held, desk);
            return Next::GoOn;
        }
        match desk.poll(&mut self.drain) {
            Step::Send(exchange) => Next::Send(exchange),
            Step::Event(DrainEvent::Batch(batch)) => {
                desk.tell(Fact::Batch {
                    run: desk.run,
                    batch: batch.clone(),
                });
                if !desk.is_calm && desk.dice.one_in(40) {
                    self.drain.rejected(batch.id, "the disk is full");
                } else {
                    let due = desk.now + desk.dice.time(Duration::ZERO, Duration::from_secs(5));
                    self.held.push_back(Held {
                        batch,
                        stored: 0,
                        due,
                    });
                }
                Next::GoOn
            }
            Step::Event(event) => {
                desk.tell(Fact::DrainTold {
                    run: desk.run,
                    event,
                });
                Next::GoOn
            }
            Step::Wait(Wait { until, .. }) => {
                Next::Wait(self.held.iter().map(|held| held.due).chain(until).min())
            }
            Step::Done => Next::Done,
            other => unreachable!("{:?}", core::mem::discriminant(&other)),
        }
    }

    fn on_response(&mut self, now: Moment, ticket: Ticket, response: Response<&[u8]>) {
        self.drain.on_response(now, ticket, response);
    }

    fn on_failure(&mut self, now: Moment, ticket: Ticket, failure: Failure) {
        self.drain.on_failure(now, ticket, failure);
    }

    fn end(self: Box<Self>, desk: &mut Desk<'_>) {
        desk.ended(Ending::Drained(self.drain.into_output()));
    }

    fn kind(&self) -> Kind {
        Kind::Drain
    }

    fn show(&self) -> String {
        format!("{:?}", self.drain)
    }
}
