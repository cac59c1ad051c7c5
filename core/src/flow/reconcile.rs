//! Looking for a job of which nobody knows whether it was accepted.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::convert::Infallible;
use core::fmt;
use core::time::Duration;

use http::Response;

use super::ask_all::AskAll;
use super::lane::Caller;
use super::{Backoff, Flow, Gathered, Located, Moment, Settings, Step, Ticket, Tickets, Wait};
use crate::account::Account;
use crate::error::{Error, Failure};
use crate::operation::ListReports;
use crate::report::FaxReport;
use crate::server::{DataCenter, Region};

/// Looks for the report that carries a `customerDefinedId`, in the lists of all data centers, until it is found or time is up.
///
/// For a send that ended as [`SubmitError::Unknown`](super::SubmitError::Unknown). The id is the only handle that the API offers,
/// so it must be one that no other job has.
///
/// # What it cannot know
///
/// - Finding the report proves that the job was accepted. **Not finding it proves nothing**: lists hold completed jobs only, and a
///   job may be in work for hours, or wait for its `jobValid.start`.
/// - A list holds the oldest thousand reports. While a data center has more ([`Unseen::full`]), the report may be behind them;
///   drain it first.
/// - A report that somebody else deleted, or that expired, is not found.
/// - Only once the job's `jobValid.end` has passed and the lists are short is a job that has no report surely not on its way.
pub struct Reconcile {
    caller: Arc<Caller>,
    region: Region,
    customer_defined_id: Box<str>,
    pace: Backoff,
    time_limit: Duration,
    started: Option<Moment>,
    rounds: u32,
    state: State,
    /// Those that the lists so far left over.
    tickets: Tickets,
    unseen: Unseen,
}

#[derive(Debug)]
enum State {
    Asking(AskAll<ListReports>),
    Resting { until: Moment },
    Found(Located<FaxReport>),
    TimeUp,
}

/// No report with the id was seen, and what that is worth.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Unseen {
    /// How many times all data centers were asked.
    pub rounds: u32,
    /// The data centers that gave no list the last time. Each error names its own.
    pub failures: Vec<Error>,
    /// The data centers whose last list was as long as it gets: the report may be behind it.
    pub full: Vec<DataCenter>,
    /// How many entries of the last lists could not be read. The report may be among them.
    pub unreadable: usize,
}

impl Reconcile {
    /// Looks for the report of the job with this id, for this long from the first poll on.
    pub fn new(
        account: Account,
        region: &Region,
        customer_defined_id: &str,
        time_limit: Duration,
        settings: Settings,
    ) -> Self {
        Self {
            state: State::Resting {
                until: Moment::START,
            },
            caller: Caller::new(account, settings),
            region: region.clone(),
            customer_defined_id: customer_defined_id.into(),
            pace: Backoff::new(Duration::from_secs(5), Duration::from_secs(120)),
            time_limit,
            started: None,
            rounds: 0,
            tickets: Tickets::default(),
            unseen: Unseen::default(),
        }
    }

    /// How long to wait between rounds. Unless told otherwise, from 5 s to 2 min.
    #[must_use]
    pub fn with_pace(mut self, pace: Backoff) -> Self {
        self.pace = pace;
        self
    }

    fn gathered(&mut self, now: Moment, gathered: Gathered<FaxReport>) {
        self.rounds = self.rounds.saturating_add(1);
        let is_it = |found: &Located<FaxReport>| {
            found.value.customer_defined_id() == Some(&*self.customer_defined_id)
        };
        self.unseen = Unseen {
            rounds: self.rounds,
            failures: gathered
                .missing
                .into_iter()
                .map(|missing| missing.error)
                .collect(),
            full: gathered.full,
            unreadable: gathered.unreadable.len(),
        };
        self.state = match gathered.items.into_iter().find(is_it) {
            Some(found) => State::Found(found),
            None => State::Resting {
                until: now + self.pace.delay(self.rounds, self.caller.settings.seed()),
            },
        };
    }
}

/// Leaves out the id, which can be personal data.
impl fmt::Debug for Reconcile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reconcile")
            .field("caller", &self.caller)
            .field("region", &self.region)
            .field("rounds", &self.rounds)
            .field("state", &self.state)
            .field("unseen", &self.unseen)
            .finish_non_exhaustive()
    }
}

impl Flow for Reconcile {
    type Event = Infallible;
    /// The report, and who has it; or what not seeing it is worth.
    type Output = Result<Located<FaxReport>, Unseen>;

    fn poll(&mut self, now: Moment) -> Step<Infallible> {
        let end = *self.started.get_or_insert(now) + self.time_limit;
        loop {
            match &mut self.state {
                State::Found(_) | State::TimeUp => return Step::Done,
                _ if now >= end => self.state = State::TimeUp,
                State::Resting { until } if now < *until => {
                    return Step::Wait(Wait {
                        until: Some(end.min(*until)),
                        in_flight: 0,
                    });
                }
                State::Resting { .. } => {
                    let tickets = core::mem::take(&mut self.tickets);
                    let lists = alloc::vec![ListReports::new()];
                    self.state = State::Asking(AskAll::with(
                        self.caller.clone(),
                        &self.region,
                        lists,
                        tickets,
                    ));
                }
                State::Asking(ask) => match ask.poll(now) {
                    Step::Done => {
                        let done = core::mem::replace(&mut self.state, State::TimeUp);
                        if let State::Asking(mut ask) = done {
                            self.tickets = ask.take_tickets();
                            self.gathered(now, ask.into_output());
                        }
                    }
                    Step::Wait(wait) => {
                        return Step::Wait(wait.and(Wait {
                            until: Some(end),
                            in_flight: 0,
                        }));
                    }
                    step => return step,
                },
            }
        }
    }

    fn on_response(&mut self, now: Moment, ticket: Ticket, response: Response<&[u8]>) {
        if let State::Asking(ask) = &mut self.state {
            ask.on_response(now, ticket, response);
        }
    }

    fn on_failure(&mut self, now: Moment, ticket: Ticket, failure: Failure) {
        if let State::Asking(ask) = &mut self.state {
            ask.on_failure(now, ticket, failure);
        }
    }

    fn into_output(self) -> Self::Output {
        match self.state {
            State::Found(found) => Ok(found),
            State::Asking(_) | State::Resting { .. } | State::TimeUp => Err(self.unseen),
        }
    }
}
