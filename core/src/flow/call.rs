//! One operation at one server.

use alloc::sync::Arc;
use core::convert::Infallible;

use http::Response;

use super::lane::{Caller, Lane, LaneStep};
use super::{Flow, Moment, Settings, Step, Ticket, Tickets};
use crate::account::Account;
use crate::error::{Error, Failure};
use crate::operation::Operation;

/// Performs one operation at one server, repeating it where that is safe.
///
/// Of a high-availability region this asks one data center only, so "not found" here is not "not found". For the whole region
/// there is [`AskAll`](super::AskAll).
#[derive(Debug)]
pub struct Call<O: Operation> {
    lane: Lane<O>,
    tickets: Tickets,
    result: Option<Result<O::Output, Error>>,
}

impl<O: Operation> Call<O> {
    /// Performs `operation` at `target`.
    pub fn new(account: Account, target: O::Target, operation: O, settings: Settings) -> Self {
        Self {
            lane: Lane::new(Caller::new(account, settings), target, Arc::new(operation)),
            tickets: Tickets::default(),
            result: None,
        }
    }
}

impl<O: Operation> Flow for Call<O> {
    type Event = Infallible;
    type Output = Result<O::Output, Error>;

    fn poll(&mut self, now: Moment) -> Step<Infallible> {
        if self.result.is_some() {
            return Step::Done;
        }
        match self.lane.poll(now, &mut self.tickets) {
            LaneStep::Send(exchange) => Step::Send(exchange),
            LaneStep::Wait(wait) => Step::Wait(wait),
            LaneStep::GaveUp(error) => {
                self.result = Some(Err(error));
                Step::Done
            }
        }
    }

    fn on_response(&mut self, now: Moment, ticket: Ticket, response: Response<&[u8]>) {
        if let Some(result) = self.lane.on_response(now, ticket, response) {
            self.result = Some(result);
        }
    }

    fn on_failure(&mut self, now: Moment, ticket: Ticket, failure: Failure) {
        if let Some(error) = self.lane.on_failure(now, ticket, failure) {
            self.result = Some(Err(error));
        }
    }

    fn into_output(self) -> Self::Output {
        self.result.unwrap_or_else(|| Err(self.lane.stopped()))
    }
}
