//! Virtual time over real time.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::time::timeout;

/// Real time since the start plus all advances; or only the advances, if it is manual.
pub(super) struct Clock {
    start: Instant,
    manual: bool,
    advanced: Mutex<Duration>,
    changes: watch::Sender<()>,
}

impl Clock {
    pub(super) fn new(manual: bool) -> Self {
        Self {
            start: Instant::now(),
            manual,
            advanced: Mutex::default(),
            changes: watch::Sender::new(()),
        }
    }

    pub(super) fn now(&self) -> Duration {
        let advanced = *self.advanced.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = if self.manual {
            Duration::ZERO
        } else {
            self.start.elapsed()
        };
        passed.saturating_add(advanced)
    }

    pub(super) fn advance(&self, by: Duration) {
        let mut advanced = self.advanced.lock().unwrap_or_else(PoisonError::into_inner);
        *advanced = advanced.saturating_add(by);
        drop(advanced);
        self.changes.send_replace(());
    }

    /// Waits until a virtual time, however it is reached.
    pub(super) async fn sleep_until(&self, until: Duration) {
        let mut changes = self.changes.subscribe();
        while let Some(left) = self.left(until) {
            // Both outcomes lead to another look at the time; the sender lives as long as the clock.
            _ = timeout(left, changes.changed()).await;
        }
    }

    /// The real time that is left until a virtual time, as far as one can tell; none if it has come.
    pub(super) fn left(&self, until: Duration) -> Option<Duration> {
        let left = until.checked_sub(self.now()).filter(|it| !it.is_zero())?;
        Some(if self.manual { Duration::MAX } else { left })
    }
}
