//! A flow and what its program does with it, with the type of the flow forgotten.

use std::convert::Infallible;
use std::fmt::Debug;

use fax4a::error::Failure;
use fax4a::flow::{Exchange, Flow, Moment, Step, Ticket, Wait};
use fax4a::{Account, Region};
use http::Response;

use super::dice::Dice;
use super::fact::{Ending, Fact, Kind, RunId};
use super::store::Store;

/// A flow that a program runs, and what the program does with what it tells.
pub(super) trait Errand {
    fn poll(&mut self, desk: &mut Desk<'_>) -> Next;
    fn on_response(&mut self, now: Moment, ticket: Ticket, response: Response<&[u8]>);
    fn on_failure(&mut self, now: Moment, ticket: Ticket, failure: Failure);
    /// Takes the result, which is what is known so far if the flow is stopped.
    fn end(self: Box<Self>, desk: &mut Desk<'_>);
    fn kind(&self) -> Kind;
    /// What `Debug` shows of the flow.
    fn show(&self) -> String;
}

/// What a program does next.
#[expect(clippy::large_enum_variant, reason = "taken apart at once")]
pub(super) enum Next {
    Send(Exchange),
    /// Something was done; there may be more.
    GoOn,
    /// Nothing to do before this time, or before something is told.
    Wait(Option<Moment>),
    Done,
}

/// What a program has at hand: its own clock, the durable store, and chance.
pub(super) struct Desk<'a> {
    pub(super) now: Moment,
    pub(super) run: RunId,
    pub(super) stopped: bool,
    pub(super) is_calm: bool,
    pub(super) dice: &'a mut Dice,
    pub(super) store: &'a mut Store,
    pub(super) office: &'a Office,
    pub(super) facts: &'a mut Vec<Fact>,
}

/// Whose programs these are, and whom they ask.
#[derive(Debug)]
pub(super) struct Office {
    pub(super) account: Account,
    pub(super) region: Region,
    pub(super) settings: fax4a::flow::Settings,
}

impl Desk<'_> {
    pub(super) fn tell(&mut self, fact: Fact) {
        self.facts.push(fact);
    }

    pub(super) fn ended(&mut self, ending: Ending) {
        self.tell(Fact::Ended {
            run: self.run,
            stopped: self.stopped,
            ending,
        });
    }

    /// Settings with a seed of their own, too short to hold a canary.
    pub(super) fn settings(&mut self) -> fax4a::flow::Settings {
        self.office
            .settings
            .clone()
            .with_seed(self.dice.below(1_000_000))
    }

    /// Polls a flow, and once more when it waits: it has to say the same again.
    pub(super) fn poll<F: Flow>(&mut self, flow: &mut F) -> Step<F::Event> {
        let step = flow.poll(self.now);
        if let Step::Wait(wait) = step {
            let again = match flow.poll(self.now) {
                Step::Wait(again) => Some(again),
                _ => None,
            };
            self.tell(Fact::Waits {
                run: self.run,
                at: self.now,
                wait,
                again,
            });
        }
        step
    }
}

/// A flow without events.
pub(super) struct Simple<F, E> {
    flow: F,
    kind: Kind,
    end: E,
}

impl<F, E> Simple<F, E>
where
    F: Flow<Event = Infallible> + Debug + 'static,
    E: FnOnce(F::Output, &mut Desk<'_>) + 'static,
{
    pub(super) fn errand(flow: F, kind: Kind, end: E) -> Box<dyn Errand> {
        Box::new(Self { flow, kind, end })
    }
}

impl<F, E> Errand for Simple<F, E>
where
    F: Flow<Event = Infallible> + Debug,
    E: FnOnce(F::Output, &mut Desk<'_>),
{
    fn poll(&mut self, desk: &mut Desk<'_>) -> Next {
        match desk.poll(&mut self.flow) {
            Step::Send(exchange) => Next::Send(exchange),
            Step::Event(event) => match event {},
            Step::Wait(Wait { until, .. }) => Next::Wait(until),
            Step::Done => Next::Done,
            other => unreachable!("{:?}", core::mem::discriminant(&other)),
        }
    }

    fn on_response(&mut self, now: Moment, ticket: Ticket, response: Response<&[u8]>) {
        self.flow.on_response(now, ticket, response);
    }

    fn on_failure(&mut self, now: Moment, ticket: Ticket, failure: Failure) {
        self.flow.on_failure(now, ticket, failure);
    }

    fn end(self: Box<Self>, desk: &mut Desk<'_>) {
        (self.end)(self.flow.into_output(), desk);
    }

    fn kind(&self) -> Kind {
        self.kind
    }

    fn show(&self) -> String {
        format!("{:?}", self.flow)
    }
}
