//! One request to one server until it is answered or given up: the only place where anything is repeated.

use alloc::sync::Arc;

use http::Response;

use super::{Exchange, Label, Moment, Settings, Ticket, Tickets, Wait};
use crate::account::Account;
use crate::error::{Error, Failure, FailureKind};
use crate::operation::Operation;
use crate::server::{Server, Target};

#[cfg(test)]
mod tests;

/// Who asks, and how patiently: what all lanes of a flow share.
#[derive(Debug)]
pub(super) struct Caller {
    pub(super) account: Account,
    pub(super) settings: Settings,
}

impl Caller {
    pub(super) fn new(account: Account, settings: Settings) -> Arc<Self> {
        Arc::new(Self { account, settings })
    }
}

/// One operation on its way to one server.
#[derive(Debug)]
pub(super) struct Lane<O: Operation> {
    caller: Arc<Caller>,
    target: O::Target,
    operation: Arc<O>,
    attempt: u32,
    first_sent: Option<Moment>,
    state: State,
}

#[derive(Debug)]
enum State {
    /// To be sent, now or when the time is there; the error is that of the try before.
    Due {
        at: Moment,
        after: Option<Error>,
    },
    InFlight {
        ticket: Ticket,
        expires: Moment,
    },
    Finished,
}

#[expect(clippy::large_enum_variant, reason = "as for `Step`")]
pub(super) enum LaneStep {
    Send(Exchange),
    Wait(Wait),
    GaveUp(Error),
}

impl<O: Operation> Lane<O> {
    pub(super) fn new(caller: Arc<Caller>, target: O::Target, operation: Arc<O>) -> Self {
        let state = State::Due {
            at: Moment::START,
            after: None,
        };
        Self {
            caller,
            target,
            operation,
            attempt: 0,
            first_sent: None,
            state,
        }
    }

    pub(super) fn server(&self) -> Server {
        self.target.server()
    }

    /// What is on its way.
    pub(super) fn operation(&self) -> &O {
        &self.operation
    }

    /// How many times the request was handed out.
    pub(super) fn attempts(&self) -> u32 {
        self.attempt
    }

    pub(super) fn poll(&mut self, now: Moment, tickets: &mut Tickets) -> LaneStep {
        match self.state {
            State::Due { at, .. } if now < at => LaneStep::Wait(Wait {
                until: Some(at),
                in_flight: 0,
            }),
            State::Due { .. } => LaneStep::Send(self.send(now, tickets)),
            State::InFlight { expires, .. } if now < expires => LaneStep::Wait(Wait {
                until: Some(expires),
                in_flight: 1,
            }),
            State::InFlight { ticket, .. } => {
                match self.on_failure(now, ticket, Failure::unknown(FailureKind::Timeout)) {
                    Some(error) => LaneStep::GaveUp(error),
                    None => self.poll(now, tickets),
                }
            }
            State::Finished => LaneStep::Wait(Wait::default()),
        }
    }

    fn send(&mut self, now: Moment, tickets: &mut Tickets) -> Exchange {
        let request = self.operation.request(&self.caller.account, &self.target);
        let timeout = self.caller.settings.timeout_for(request.body().len());
        let ticket = tickets.next();
        self.attempt += 1;
        self.first_sent.get_or_insert(now);
        self.state = State::InFlight {
            ticket,
            expires: now + timeout + Settings::GRACE,
        };
        Exchange {
            ticket,
            request,
            timeout,
            max_response_bytes: self.caller.settings.max_response_bytes(),
            label: Label {
                operation: O::NAME,
                server: self.server(),
                attempt: self.attempt,
            },
        }
    }

    /// The result, unless the answer is not for this lane or the request is repeated.
    pub(super) fn on_response(
        &mut self,
        now: Moment,
        ticket: Ticket,
        response: Response<&[u8]>,
    ) -> Option<Result<O::Output, Error>> {
        if !self.awaits(ticket) {
            return None;
        }
        match self.operation.response(response) {
            Ok(output) => {
                self.state = State::Finished;
                if let Some(budget) = self.caller.settings.budget() {
                    budget.put_back(&self.server());
                }
                Some(Ok(output))
            }
            Err(error) => self.failed(now, error).map(Err),
        }
    }

    /// The error, unless the failure is not for this lane or the request is repeated.
    pub(super) fn on_failure(
        &mut self,
        now: Moment,
        ticket: Ticket,
        failure: Failure,
    ) -> Option<Error> {
        if self.awaits(ticket) {
            self.failed(now, failure.into())
        } else {
            None
        }
    }

    pub(super) fn awaits(&self, ticket: Ticket) -> bool {
        matches!(self.state, State::InFlight { ticket: awaited, .. } if awaited == ticket)
    }

    fn failed(&mut self, now: Moment, error: Error) -> Option<Error> {
        let error = error.at(self.server());
        let elapsed = self.first_sent.unwrap_or(now).until(now);
        let settings = &self.caller.settings;
        let delay =
            settings
                .retry()
                .next(self.attempt, elapsed, settings.seed(), O::REPEAT, &error);
        let affordable = |_: &_| {
            settings
                .budget()
                .is_none_or(|budget| budget.take(&self.server()))
        };
        match delay.filter(affordable) {
            Some(delay) => {
                self.state = State::Due {
                    at: now + delay,
                    after: Some(error),
                };
                None
            }
            None => {
                self.state = State::Finished;
                Some(error)
            }
        }
    }

    /// What is known when the flow is stopped here.
    pub(super) fn stopped(&self) -> Error {
        let failure = match &self.state {
            State::Due {
                after: Some(error), ..
            } => return error.clone(),
            State::Due { after: None, .. } => Failure::not_sent(FailureKind::Stopped),
            State::InFlight { .. } | State::Finished => Failure::unknown(FailureKind::Stopped),
        };
        Error::from(failure).at(self.server())
    }
}
