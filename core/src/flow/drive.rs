//! A driver for whoever brings a transport that does one thing at a time.

use alloc::vec::Vec;
use core::time::Duration;

use http::Response;

use super::{Exchange, Flow, Moment, Step};
use crate::error::Failure;

/// Performs one exchange and comes back with its answer. Also implemented by closures.
///
/// An implementation sends `exchange.request` as it is and returns any answer, whatever its status. It does not repeat, does not
/// follow redirects, gives up after `exchange.timeout`, reads at most `exchange.max_response_bytes`, and prints neither headers nor
/// address. When no complete answer came it says what it knows: [`Failure::not_sent`] **only** if no byte of the request left.
pub trait Transport {
    /// Performs the exchange.
    ///
    /// # Errors
    /// A [`Failure`] when no complete answer came.
    fn execute(&self, exchange: Exchange) -> Result<Response<Vec<u8>>, Failure>;
}

impl<F: Fn(Exchange) -> Result<Response<Vec<u8>>, Failure>> Transport for F {
    fn execute(&self, exchange: Exchange) -> Result<Response<Vec<u8>>, Failure> {
        self(exchange)
    }
}

/// A clock and a way to wait, which the core does not have.
pub trait Timer {
    /// What time it is.
    fn now(&self) -> Moment;

    /// Comes back after this long, or a little later.
    fn sleep(&self, duration: Duration);
}

/// Runs a flow to its end, one exchange after the other.
///
/// `on_event` gets the flow as well, for the flows that are told something on the way. When the flow waits for a caller that has
/// nothing more to say, it is stopped, and its output says what is left undone.
pub fn drive<F: Flow>(
    mut flow: F,
    transport: &impl Transport,
    timer: &impl Timer,
    mut on_event: impl FnMut(&mut F, F::Event),
) -> F::Output {
    loop {
        let now = timer.now();
        match flow.poll(now) {
            Step::Send(exchange) => {
                let ticket = exchange.ticket;
                match transport.execute(exchange) {
                    Ok(response) => {
                        let (parts, body) = response.into_parts();
                        flow.on_response(timer.now(), ticket, Response::from_parts(parts, &body));
                    }
                    Err(failure) => flow.on_failure(timer.now(), ticket, failure),
                }
            }
            Step::Event(event) => on_event(&mut flow, event),
            Step::Wait(wait) => match wait.until {
                Some(until) => timer.sleep(now.until(until)),
                None => return flow.into_output(),
            },
            Step::Done => return flow.into_output(),
        }
    }
}
