//! The library's own drivers over a scenario's world, with the virtual clock.

use std::cell::{Cell, RefCell};
use std::future::{Future, pending};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use fax4a::error::{Failure, FailureKind};
use fax4a::flow::{AsyncDriver, AsyncTimer, Exchange, Flow, Moment, Timer, drive};
use http::Response;

use super::{Ending, Reply, World};

/// Time that passes only when everybody waits, and when that is over.
#[derive(Default)]
struct Clock {
    now: Cell<Moment>,
    wakes: RefCell<Vec<Moment>>,
}

impl Timer for Clock {
    fn now(&self) -> Moment {
        self.now.get()
    }

    fn sleep(&self, duration: Duration) {
        self.now.set(self.now.get() + duration);
    }
}

/// `fax4a::flow::drive`. A transport that blocks cannot forget an exchange: it times out.
pub(super) fn run_blocking<F: Flow>(
    flow: F,
    world: Box<dyn World>,
    mut on_event: impl FnMut(&mut F, F::Event),
) -> F::Output {
    let (clock, world) = (Clock::default(), RefCell::new(world));
    let transport = |exchange: Exchange| {
        let Reply {
            latency, ending, ..
        } = perform(&world, Timer::now(&clock), &exchange);
        match ending {
            Ending::Forgotten => Timer::sleep(&clock, exchange.timeout),
            _ => Timer::sleep(&clock, latency),
        }
        result(ending)
    };
    drive(flow, &transport, &clock, |flow, event| {
        on_event(flow, event)
    })
}

/// `fax4a::flow::AsyncDriver`, on a runtime whose time is the virtual clock's.
pub(super) fn run_async<F: Flow>(
    flow: F,
    world: Box<dyn World>,
    mut on_event: impl FnMut(&mut F, F::Event),
) -> F::Output {
    let (clock, world) = (&Clock::default(), RefCell::new(world));
    let transport = |exchange: Exchange| {
        let Reply {
            latency, ending, ..
        } = perform(&world, Timer::now(clock), &exchange);
        let until = Until {
            clock,
            at: Timer::now(clock) + latency,
        };
        async move {
            if matches!(ending, Ending::Forgotten) {
                pending::<()>().await;
            }
            until.await;
            result(ending)
        }
    };
    let mut driver = AsyncDriver::new(flow, &transport, &clock);
    block_on(clock, async {
        while let Some(event) = driver.next_event().await {
            on_event(driver.flow_mut(), event);
        }
    });
    driver.into_output()
}

fn perform(world: &RefCell<Box<dyn World>>, now: Moment, exchange: &Exchange) -> Reply {
    let reply = world.borrow_mut().perform(now, exchange);
    reply.within(exchange.timeout, exchange.max_response_bytes)
}

fn result(ending: Ending) -> Result<Response<Vec<u8>>, Failure> {
    match ending {
        Ending::Answer(response) => Ok(response),
        Ending::Failure(failure) => Err(failure),
        Ending::Forgotten => Err(Failure::unknown(FailureKind::Timeout)),
    }
}

/// Ends when the time is there.
struct Until<'a> {
    clock: &'a Clock,
    at: Moment,
}

impl Future for Until<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.clock.now.get() >= self.at {
            return Poll::Ready(());
        }
        self.clock.wakes.borrow_mut().push(self.at);
        Poll::Pending
    }
}

impl<'a> AsyncTimer for &'a Clock {
    type Sleep = Until<'a>;

    fn now(&self) -> Moment {
        self.now.get()
    }

    fn sleep(&self, duration: Duration) -> Until<'a> {
        Until {
            clock: self,
            at: self.now.get() + duration,
        }
    }
}

/// Polls a future to its end; whenever nothing is ready, the clock goes to the first time that somebody waits for.
fn block_on<T>(clock: &Clock, future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        clock.wakes.borrow_mut().clear();
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        let next = clock.wakes.borrow().iter().min().copied();
        clock
            .now
            .set(next.expect("the asynchronous driver waits for ever"));
    }
}
