//! A driver for asynchronous transports, on any runtime.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::future::{Future, poll_fn};
use core::mem;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
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
    /// The moment that the flow waits for, and a sleep until then.
    sleep: Option<(Moment, Pin<Box<C::Sleep>>)>,
}

impl<'a, F: Flow, T: AsyncTransport, C: AsyncTimer> AsyncDriver<'a, F, T, C> {
    /// Drives `flow`.
    pub fn new(flow: F, transport: &'a T, timer: &'a C) -> Self {
        Self {
            flow,
            transport,
            timer,
            in_flight: Vec::new(),
            sleep: None,
        }
    }

    /// What the flow tells next; `None` when it is done, or waits for a caller that has nothing more to say.
    ///
    /// Nothing is lost when this is dropped and called again.
    pub async fn next_event(&mut self) -> Option<F::Event> {
        poll_fn(|context| self.poll_event(context)).await
    }

    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<F::Event>> {
        // Before the flow learns how late it is: the caller may have been away for long, and an answer that is there by now must
        // not look like one that never came.
        self.poll_in_flight(context);
        let mut begun = false;
        loop {
            let now = self.timer.now();
            match self.flow.poll(now) {
                Step::Send(exchange) => {
                    let ticket = exchange.ticket;
                    self.in_flight
                        .push((ticket, Box::pin(self.transport.execute(exchange))));
                    begun = true;
                }
                Step::Event(event) => return Poll::Ready(Some(event)),
                // The flow counts: a transport may hold on to exchanges that the flow has given up.
                Step::Wait(wait) if wait.until.is_none() && wait.in_flight == 0 => {
                    return Poll::Ready(None);
                }
                // What was begun here is not polled yet.
                Step::Wait(_) if mem::take(&mut begun) && self.poll_in_flight(context) => {}
                Step::Wait(wait) => ready!(self.poll_time(now, wait.until, context)),
                Step::Done => return Poll::Ready(None),
            }
        }
    }

    /// Tells the flow what came of the exchanges that are over, if any are.
    fn poll_in_flight(&mut self, context: &mut Context<'_>) -> bool {
        let (mut index, before) = (0, self.in_flight.len());
        while let Some((ticket, future)) = self.in_flight.get_mut(index) {
            if let Poll::Ready(result) = future.as_mut().poll(context) {
                let ticket = *ticket;
                drop(self.in_flight.swap_remove(index));
                self.tell(ticket, result);
            } else {
                index += 1;
            }
        }
        self.in_flight.len() < before
    }

    /// Waits for the moment, or without one for ever. A sleep lasts while the flow waits for the same moment.
    fn poll_time(
        &mut self,
        now: Moment,
        until: Option<Moment>,
        context: &mut Context<'_>,
    ) -> Poll<()> {
        if self.sleep.as_ref().map(|(moment, _)| *moment) != until {
            let sleep = |until| (until, Box::pin(self.timer.sleep(now.until(until))));
            self.sleep = until.map(sleep);
        }
        let Some((_, sleep)) = self.sleep.as_mut() else {
            return Poll::Pending;
        };
        ready!(sleep.as_mut().poll(context));
        self.sleep = None;
        Poll::Ready(())
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

#[cfg(test)]
mod tests {
    use core::cell::Cell;
    use core::future::{Pending, pending};
    use core::task::Waker;

    use super::*;
    use crate::account::{Account, Credentials, CustomerNumber};
    use crate::flow::{Drain, DrainEvent, RetryPolicy, Settings};
    use crate::server::Region;

    /// A clock that is set by hand, and whose sleeps nobody ends: the tests poll by themselves.
    #[derive(Default)]
    struct Clock(Cell<Moment>);

    impl AsyncTimer for Clock {
        type Sleep = Pending<()>;

        fn now(&self) -> Moment {
            self.0.get()
        }

        fn sleep(&self, _: Duration) -> Pending<()> {
            pending()
        }
    }

    fn at(seconds: u64) -> Moment {
        Moment::after_start(Duration::from_secs(seconds))
    }

    fn drain() -> Drain {
        let credentials = Credentials::basic("user", "secret").unwrap();
        let account = Account::new(CustomerNumber::new("99999TE").unwrap(), credentials);
        let settings = Settings::default().with_retry(RetryPolicy::never());
        Drain::new(account, &Region::germany(), settings)
    }

    fn poll<T>(future: impl Future<Output = T>) -> Poll<T> {
        core::pin::pin!(future).poll(&mut Context::from_waker(Waker::noop()))
    }

    fn batch<T: AsyncTransport>(
        driver: &mut AsyncDriver<'_, Drain, T, Clock>,
    ) -> crate::DataCenter {
        match poll(driver.next_event()) {
            Poll::Ready(Some(DrainEvent::Batch(batch))) => batch.data_center,
            other => panic!("no batch: {other:?}"),
        }
    }

    #[test]
    fn an_answer_that_came_while_the_caller_was_away_is_not_taken_for_late() {
        let clock = Clock::default();
        let (now, page) = (&clock.0, || {
            Response::new(br#"{"reports":[{"jobId":"A1"}]}"#.to_vec())
        });
        // The first data center answers at once, the second after ten seconds.
        let transport = |exchange: Exchange| {
            let due = if exchange
                .label
                .server
                .data_center()
                .is_some_and(|it| it.name() == "DE1")
            {
                at(0)
            } else {
                at(10)
            };
            poll_fn(move |_| {
                if now.get() < due {
                    Poll::Pending
                } else {
                    Poll::Ready(Ok(page()))
                }
            })
        };
        let mut driver = AsyncDriver::new(drain(), &transport, &clock);
        assert_eq!(batch(&mut driver).name(), "DE1");
        clock.0.set(at(600));
        assert_eq!(batch(&mut driver).name(), "DE2");
    }
}
