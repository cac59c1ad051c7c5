//! The driver: performs what a flow asks for, at the same time where it asks for several things.

use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use fax4a::flow::{AsyncDriver, AsyncTimer, Flow, Moment};
use tokio::time::{Instant, Sleep};

use crate::exchange::HyperTransport;

/// Runs a flow to its end. Everything happens in this future: dropping it gives up what is under way.
pub(crate) async fn run<F: Flow>(
    transport: &HyperTransport,
    flow: F,
    mut on_event: impl FnMut(&mut F, F::Event),
) -> F::Output {
    let clock = TokioClock::start();
    let mut driver = AsyncDriver::new(flow, transport, &clock);
    while let Some(event) = driver.next_event().await {
        on_event(driver.flow_mut(), event);
    }
    driver.into_output()
}

/// The next event: one that came meanwhile, if there is one.
pub(crate) async fn next<F: Flow>(
    driver: &mut AsyncDriver<'_, F, HyperTransport, TokioClock>,
    backlog: &mut VecDeque<F::Event>,
) -> Option<F::Event> {
    match backlog.pop_front() {
        Some(event) => Some(event),
        None => driver.next_event().await,
    }
}

/// Works on an event while what is under way goes on. Events that come meanwhile go into the backlog.
pub(crate) async fn beside<F: Flow, T>(
    driver: &mut AsyncDriver<'_, F, HyperTransport, TokioClock>,
    backlog: &mut VecDeque<F::Event>,
    working: impl Future<Output = T>,
) -> T {
    let mut working = pin!(working);
    loop {
        let mut next = pin!(driver.next_event());
        let first = poll_fn(|context| match working.as_mut().poll(context) {
            Poll::Ready(done) => Poll::Ready(First::Done(done)),
            Poll::Pending => next.as_mut().poll(context).map(First::Event),
        });
        match first.await {
            First::Done(done) => return done,
            First::Event(Some(event)) => backlog.push_back(event),
            First::Event(None) => return working.await,
        }
    }
}

enum First<T, E> {
    Done(T),
    Event(E),
}

/// tokio's clock as an [`AsyncTimer`]. Its moments count from when it was started.
///
/// [`Client`](crate::Client) has one inside. It is there for drivers of your own, such as [`AsyncDriver`].
#[derive(Clone, Copy, Debug)]
pub struct TokioClock {
    start: Instant,
}

impl TokioClock {
    /// Starts now.
    pub fn start() -> Self {
        Self {
            start: Instant::now(),
        }
    }
}

impl AsyncTimer for TokioClock {
    type Sleep = Sleep;

    fn now(&self) -> Moment {
        Moment::after_start(self.start.elapsed())
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        tokio::time::sleep(duration)
    }
}
