//! What the connections, the supervisor and the [`Simulator`](crate::Simulator) share.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::Request;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::oneshot;

use super::clock::Clock;
use super::listen::Listen;
use super::supervisor::Command;
use crate::{Endpoint, Reply, Service};

pub(super) struct Shared {
    service: Mutex<Service>,
    pub(super) clock: Clock,
    pub(super) max_request_bytes: usize,
    commands: UnboundedSender<Command>,
    /// The servers whose listeners are closed, one bit each.
    closed: AtomicU64,
    /// When the supervisor will look again by itself, in nanoseconds of virtual time.
    planned: AtomicU64,
}

impl Shared {
    pub(super) fn new(
        service: Service,
        listen: &Listen,
        commands: UnboundedSender<Command>,
    ) -> Self {
        Self {
            service: Mutex::new(service),
            clock: Clock::new(listen.manual_clock),
            max_request_bytes: listen.max_request_bytes,
            commands,
            closed: AtomicU64::new(0),
            planned: AtomicU64::new(u64::MAX),
        }
    }

    /// A test that panics while it holds the service has failed anyway; the others go on.
    pub(super) fn lock(&self) -> MutexGuard<'_, Service> {
        self.service.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at the service; whether the supervisor has nothing to do because of it.
    pub(super) fn with<R>(&self, look: impl FnOnce(&mut Service) -> R) -> (R, bool) {
        let mut service = self.lock();
        let result = look(&mut service);
        let settled = self.is_settled(&service);
        (result, settled)
    }

    /// The service's reply to a request that was read in full.
    pub(super) fn respond(&self, endpoint: Endpoint, request: &Request<Vec<u8>>) -> Reply {
        let (reply, settled) = self.with(|it| it.respond(endpoint, self.clock.now(), request));
        if !settled {
            // Nobody waits for it: this request is answered either way.
            _ = self.commands.send(Command::Settle(Box::new(|| ())));
        }
        reply
    }

    /// Waits until the supervisor has acted on the latest changes.
    pub(super) async fn settle(&self) {
        let (done, settled) = oneshot::channel();
        _ = self
            .commands
            .send(Command::Settle(Box::new(move || _ = done.send(()))));
        _ = settled.await;
    }

    /// Notes what the supervisor did.
    pub(super) fn settled(&self, closed: u64, wake: Option<Duration>) {
        self.closed.store(closed, Ordering::SeqCst);
        self.planned
            .store(wake.map_or(u64::MAX, nanoseconds), Ordering::SeqCst);
    }

    fn is_settled(&self, service: &Service) -> bool {
        let now = self.clock.now();
        let wake = service.next_wake(now).map_or(u64::MAX, nanoseconds);
        down(service, now) == self.closed.load(Ordering::SeqCst)
            && wake >= self.planned.load(Ordering::SeqCst)
    }
}

/// The servers that are down, one bit each.
pub(super) fn down(service: &Service, now: Duration) -> u64 {
    let bits = Endpoint::ALL.iter().enumerate();
    bits.filter(|(_, it)| service.is_down(**it, now))
        .fold(0, |bits, (index, _)| bits | 1 << index)
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}
