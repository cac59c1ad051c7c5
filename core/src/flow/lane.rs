//! One request to one server until it is answered or given up: the only place where anything is repeated.

use http::Response;

use super::{Exchange, Label, Moment, Settings, Ticket, Tickets, Wait};
use crate::account::Account;
use crate::error::{Error, Failure, FailureKind};
use crate::operation::Operation;
use crate::server::{Server, Target};

/// The way to one server for one operation, which the flow keeps and lends at each call.
#[derive(Debug)]
pub(super) struct Lane<T> {
    account: Account,
    target: T,
    settings: Settings,
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

impl<T: Target> Lane<T> {
    pub(super) fn new(account: Account, target: T, settings: Settings) -> Self {
        let state = State::Due {
            at: Moment::START,
            after: None,
        };
        Self {
            account,
            target,
            settings,
            attempt: 0,
            first_sent: None,
            state,
        }
    }

    pub(super) fn server(&self) -> Server {
        self.target.server()
    }

    /// How many times the request was handed out.
    pub(super) fn attempts(&self) -> u32 {
        self.attempt
    }

    pub(super) fn poll<O: Operation<Target = T>>(
        &mut self,
        now: Moment,
        operation: &O,
        tickets: &mut Tickets,
    ) -> LaneStep {
        match self.state {
            State::Due { at, .. } if now < at => LaneStep::Wait(Wait {
                until: Some(at),
                in_flight: 0,
            }),
            State::Due { .. } => LaneStep::Send(self.send(now, operation, tickets)),
            State::InFlight { expires, .. } if now < expires => LaneStep::Wait(Wait {
                until: Some(expires),
                in_flight: 1,
            }),
            State::InFlight { ticket, .. } => {
                match self.on_failure::<O>(now, ticket, Failure::unknown(FailureKind::Timeout)) {
                    Some(error) => LaneStep::GaveUp(error),
                    None => self.poll(now, operation, tickets),
                }
            }
            State::Finished => LaneStep::Wait(Wait::default()),
        }
    }

    fn send<O: Operation<Target = T>>(
        &mut self,
        now: Moment,
        operation: &O,
        tickets: &mut Tickets,
    ) -> Exchange {
        let request = operation.request(&self.account, &self.target);
        let timeout = self.settings.timeout_for(request.body().len());
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
            max_response_bytes: self.settings.max_response_bytes(),
            label: Label {
                operation: O::NAME,
                server: self.server(),
                attempt: self.attempt,
            },
        }
    }

    /// The result, unless the answer is not for this lane or the request is repeated.
    pub(super) fn on_response<O: Operation<Target = T>>(
        &mut self,
        now: Moment,
        ticket: Ticket,
        operation: &O,
        response: Response<&[u8]>,
    ) -> Option<Result<O::Output, Error>> {
        if !self.awaits(ticket) {
            return None;
        }
        match operation.response(response) {
            Ok(output) => {
                self.state = State::Finished;
                Some(Ok(output))
            }
            Err(error) => self.failed::<O>(now, error).map(Err),
        }
    }

    /// The error, unless the failure is not for this lane or the request is repeated.
    pub(super) fn on_failure<O: Operation<Target = T>>(
        &mut self,
        now: Moment,
        ticket: Ticket,
        failure: Failure,
    ) -> Option<Error> {
        if self.awaits(ticket) {
            self.failed::<O>(now, failure.into())
        } else {
            None
        }
    }

    pub(super) fn awaits(&self, ticket: Ticket) -> bool {
        matches!(self.state, State::InFlight { ticket: awaited, .. } if awaited == ticket)
    }

    fn failed<O: Operation<Target = T>>(&mut self, now: Moment, error: Error) -> Option<Error> {
        let error = error.at(self.server());
        let elapsed = self.first_sent.unwrap_or(now).until(now);
        match self.settings.retry().next(
            self.attempt,
            elapsed,
            self.settings.seed(),
            O::REPEAT,
            &error,
        ) {
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
    pub(super) fn stop(self) -> Error {
        let server = self.server();
        match self.state {
            State::Due {
                after: Some(error), ..
            } => error,
            State::Due { after: None, .. } => {
                Error::from(Failure::not_sent(FailureKind::Stopped)).at(server)
            }
            State::InFlight { .. } | State::Finished => {
                Error::from(Failure::unknown(FailureKind::Stopped)).at(server)
            }
        }
    }
}
