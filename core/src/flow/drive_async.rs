//! A driver for asynchronous transports, on any runtime.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::future::{Future, poll_fn};
use core::pin::Pin;
use core::task::Poll;
use core::time::Duration;

use http::Response;

use super::{Exchange, Flow, Moment, Step, Ticket};
use crate::error::Failure;

/// Performs one exchange and comes back with its answer, later. Also implemented by closures that return a future.
///
/// The rules are those of [`Transport`](super::Transport). Dropping the future gives the exchange up. For a transport that is chosen
/// while the program runs there is `Box<dyn Fn(Exchange) -> Pin<Box<dyn Future<…>>>>`, which is such a closure.
pub trait AsyncTransport {
    /// Comes back with the answer, or a [`Failure`] when no complete answer came.
    type Future: Future<Output = Result<Response<Vec<u8>>, Failure>>;

    /// Starts the exchange. It need not begin before the future is polled.
    fn execute(&self, exchange: Exchange) -> Self::Future;
}

impl<F, Fut> AsyncTransport for F
where
    F: Fn(Exchange) -> Fut,
    Fut: Future<Output = Result<Response<Vec<u8>>, Failure>>,
{
    type Future = Fut;

    fn execute(&self, exchange: Exchange) -> Fut {
        self(exchange)
    }
}

/// A clock and a way to wait, which the core does not have.
pub trait AsyncTimer {
    /// Ends when the time is there.
    type Sleep: Future<Output = ()>;

    /// What time it is.
    fn now(&self) -> Moment;

    /// Ends after this long, or a little later.
    fn sleep(&self, duration: Duration) -> Self::Sleep;
}

/// Runs a flow, all its exchanges at the same time, until it tells something.
///
/// There is no task and no runtime in it: dropping the driver drops everything that is under way. A send that is dropped may have
/// arrived all the same.
///
/// ```
/// use fax4a::flow::{AsyncDriver, AsyncTimer, AsyncTransport, Flow};
///
/// async fn run<F: Flow>(flow: F, transport: &impl AsyncTransport, timer: &impl AsyncTimer) -> F::Output {
///     let mut driver = AsyncDriver::new(flow, transport, timer);
///     while let Some(_event) = driver.next_event().await {
///         // Take note; `driver.flow_mut()` is there for flows that are told something.
///     }
///     driver.into_output()
/// }
/// ```
pub struct AsyncDriver<'a, F: Flow, T: AsyncTransport, C: AsyncTimer> {
    flow: F,
    transport: &'a T,
    timer: &'a C,
    in_flight: Vec<(Ticket, Pin<Box<T::Future>>)>,
}

/// What ended a wait.
enum Woken {
    Answer(Ticket, Result<Response<Vec<u8>>, Failure>),
    Time,
}

impl<'a, F: Flow, T: AsyncTransport, C: AsyncTimer> AsyncDriver<'a, F, T, C> {
    /// Drives `flow`.
    pub fn new(flow: F, transport: &'a T, timer: &'a C) -> Self {
        Self {
            flow,
            transport,
            timer,
            in_flight: Vec::new(),
        }
    }

    /// What the flow tells next; `None` when it is done, or waits for a caller that has nothing more to say.
    ///
    /// Nothing is lost when this is dropped and called again.
    pub async fn next_event(&mut self) -> Option<F::Event> {
        loop {
            let now = self.timer.now();
            match self.flow.poll(now) {
                Step::Send(exchange) => {
                    let ticket = exchange.ticket;
                    self.in_flight
                        .push((ticket, Box::pin(self.transport.execute(exchange))));
                }
                Step::Event(event) => return Some(event),
                Step::Wait(wait) => {
                    // The flow counts: a transport may hold on to exchanges that the flow has given up.
                    if wait.until.is_none() && wait.in_flight == 0 {
                        return None;
                    }
                    match self.wake(wait.until.map(|until| now.until(until))).await {
                        Woken::Answer(ticket, result) => self.tell(ticket, result),
                        Woken::Time => {}
                    }
                }
                Step::Done => return None,
            }
        }
    }

    /// Waits for an answer or for the time.
    async fn wake(&mut self, until: Option<Duration>) -> Woken {
        let mut sleep = until.map(|duration| Box::pin(self.timer.sleep(duration)));
        let in_flight = &mut self.in_flight;
        poll_fn(|context| {
            for index in 0..in_flight.len() {
                let Some((ticket, future)) = in_flight.get_mut(index) else {
                    continue;
                };
                if let Poll::Ready(result) = future.as_mut().poll(context) {
                    let ticket = *ticket;
                    drop(in_flight.swap_remove(index));
                    return Poll::Ready(Woken::Answer(ticket, result));
                }
            }
            match sleep.as_mut() {
                Some(sleep) => sleep.as_mut().poll(context).map(|()| Woken::Time),
                None => Poll::Pending,
            }
        })
        .await
    }

    fn tell(&mut self, ticket: Ticket, result: Result<Response<Vec<u8>>, Failure>) {
        let now = self.timer.now();
        match result {
            Ok(response) => {
                let (parts, body) = response.into_parts();
                self.flow
                    .on_response(now, ticket, Response::from_parts(parts, &body));
            }
            Err(failure) => self.flow.on_failure(now, ticket, failure),
        }
    }

    /// The flow, to tell it something.
    pub fn flow_mut(&mut self) -> &mut F {
        &mut self.flow
    }

    /// The flow's result; before it is done, what is known so far. What is in flight is given up.
    pub fn into_output(self) -> F::Output {
        self.flow.into_output()
    }
}

impl<F: Flow, T: AsyncTransport, C: AsyncTimer> fmt::Debug for AsyncDriver<'_, F, T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AsyncDriver")
            .field("in_flight", &self.in_flight.len())
            .finish_non_exhaustive()
    }
}
