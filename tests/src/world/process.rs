//! One program: its clock, the flow that it runs now, and how it runs it.

use fax4a::error::Failure;
use fax4a::flow::{Exchange, Moment, Ticket};
use http::Response;

use super::errand::{Desk, Errand, Next};
use super::fact::{Fact, RunId};
use super::roles::Role;

/// One program.
pub(super) struct Process {
    pub(super) name: String,
    pub(super) role: Role,
    pub(super) clock: Clock,
    /// Whether its transport does one thing at a time.
    pub(super) is_blocking: bool,
    state: State,
    /// The number of the last wake-up call that it ordered: only that one counts.
    call: u64,
}

enum State {
    /// Crashed.
    Down,
    /// Nothing to do before this time, by its own clock.
    Resting(Moment),
    Busy(Busy),
}

struct Busy {
    run: RunId,
    errand: Box<dyn Errand>,
    /// What a blocking transport is busy with.
    blocked_on: Option<Ticket>,
}

/// A program's clock, which starts when the program does and may jump ahead.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Clock {
    started: Moment,
    ahead: std::time::Duration,
}

impl Clock {
    pub(super) fn now(self, world: Moment) -> Moment {
        Moment::after_start(self.started.until(world)) + self.ahead
    }

    /// When, by the world's clock, it shows this.
    pub(super) fn world(self, moment: Moment) -> Moment {
        let elapsed = moment.since_start().saturating_sub(self.ahead);
        self.started + elapsed
    }

    pub(super) fn jump(&mut self, by: std::time::Duration) {
        self.ahead += by;
    }
}

/// What a turn of a program came to.
#[expect(clippy::large_enum_variant, reason = "taken apart at once")]
pub(super) enum Turn {
    Send(RunId, Exchange),
    GoOn,
    /// Nothing more to do before this time, by its own clock.
    Wait(Option<Moment>),
}

impl Process {
    pub(super) fn new(role: Role, is_blocking: bool) -> Self {
        let state = State::Resting(Moment::START);
        Self {
            name: role.to_string(),
            role,
            clock: Clock::default(),
            is_blocking,
            state,
            call: 0,
        }
    }

    /// One step. `runs` counts the flows of the world.
    pub(super) fn turn(&mut self, runs: &mut u64, desk: &mut Desk<'_>) -> Turn {
        match &mut self.state {
            State::Down => Turn::Wait(None),
            State::Resting(until) if desk.now < *until => Turn::Wait(Some(*until)),
            State::Resting(_) => {
                *runs += 1;
                desk.run = RunId(*runs);
                match self.role.next(desk) {
                    Some(errand) => {
                        let (run, kind) = (desk.run, errand.kind());
                        desk.tell(Fact::Began {
                            run,
                            process: self.name.clone(),
                            kind,
                        });
                        self.state = State::Busy(Busy {
                            run,
                            errand,
                            blocked_on: None,
                        });
                    }
                    None => self.rest(desk),
                }
                Turn::GoOn
            }
            State::Busy(Busy {
                blocked_on: Some(_),
                ..
            }) => Turn::Wait(None),
            State::Busy(busy) => {
                desk.run = busy.run;
                match busy.errand.poll(desk) {
                    Next::Send(exchange) => {
                        busy.blocked_on = self.is_blocking.then_some(exchange.ticket);
                        Turn::Send(busy.run, exchange)
                    }
                    Next::GoOn => Turn::GoOn,
                    Next::Wait(until) => Turn::Wait(until),
                    Next::Done => {
                        self.end(desk);
                        Turn::GoOn
                    }
                }
            }
        }
    }

    fn rest(&mut self, desk: &mut Desk<'_>) {
        self.state = State::Resting(desk.now + self.role.rest(desk));
    }

    /// Takes the result of the flow, which may be stopped by that.
    fn end(&mut self, desk: &mut Desk<'_>) {
        if let State::Busy(busy) = core::mem::replace(&mut self.state, State::Down) {
            desk.run = busy.run;
            desk.tell(Fact::Looked {
                run: busy.run,
                text: busy.errand.show(),
            });
            busy.errand.end(desk);
        }
        self.rest(desk);
    }

    /// Stops the flow, and keeps what it knows.
    pub(super) fn stop(&mut self, desk: &mut Desk<'_>) {
        if matches!(self.state, State::Busy(_)) {
            desk.stopped = true;
            self.end(desk);
        }
    }

    /// Gives up everything that is not in the store.
    pub(super) fn crash(&mut self) {
        self.state = State::Down;
    }

    pub(super) fn start(&mut self, now: Moment) {
        self.clock = Clock {
            started: now,
            ahead: std::time::Duration::ZERO,
        };
        self.state = State::Resting(Moment::START);
    }

    /// What `Debug` shows of the flow that runs.
    pub(super) fn show(&self) -> Option<(RunId, String)> {
        match &self.state {
            State::Busy(busy) => Some((busy.run, busy.errand.show())),
            State::Down | State::Resting(_) => None,
        }
    }

    /// Tells the flow what came of an exchange; whether it is still the same flow.
    pub(super) fn hear(
        &mut self,
        run: RunId,
        now: Moment,
        ticket: Ticket,
        news: Result<Response<&[u8]>, Failure>,
    ) -> bool {
        let State::Busy(busy) = &mut self.state else {
            return false;
        };
        if busy.run != run {
            return false;
        }
        match news {
            Ok(response) => busy.errand.on_response(now, ticket, response),
            Err(failure) => busy.errand.on_failure(now, ticket, failure),
        }
        if busy.blocked_on == Some(ticket) {
            busy.blocked_on = None;
        }
        true
    }

    pub(super) fn is_running(&self, run: RunId) -> bool {
        matches!(&self.state, State::Busy(busy) if busy.run == run)
    }

    /// Whether it has nothing to do, unless it is of the kind that always has.
    pub(super) fn is_idle(&self) -> bool {
        match self.state {
            State::Down => false,
            State::Resting(_) => true,
            State::Busy(_) => self.role.is_restless(),
        }
    }

    /// Orders the only wake-up call that counts.
    pub(super) fn order_call(&mut self) -> u64 {
        self.call += 1;
        self.call
    }

    pub(super) fn expects_call(&self, call: u64) -> bool {
        self.call == call
    }
}
