//! How patient a flow is.

use core::time::Duration;

use crate::retry::{RetryBudget, RetryPolicy};

/// How patient a flow is, and how much it reads. The defaults suit a server on the internet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    retry: RetryPolicy,
    timeout: Duration,
    slowest_upload: u32,
    max_response_bytes: usize,
    seed: u64,
    budget: Option<RetryBudget>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            retry: RetryPolicy::default(),
            timeout: Duration::from_secs(30),
            slowest_upload: 64 * 1024,
            max_response_bytes: 64 * 1024 * 1024,
            seed: 0,
            budget: None,
        }
    }
}

impl Settings {
    /// How much longer than its timeout a flow waits for an exchange, so that the transport, which knows more, speaks first.
    pub const GRACE: Duration = Duration::from_secs(5);

    /// When to repeat an exchange.
    #[must_use]
    pub fn with_retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// How long an exchange may take, besides the transfer of its body. Default: 30 s.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The slowest upload that is waited for, in bytes per second: a larger body gets more time. Default: 64 KiB/s.
    #[must_use]
    pub fn with_slowest_upload(mut self, bytes_per_second: u32) -> Self {
        self.slowest_upload = bytes_per_second.max(1);
        self
    }

    /// The largest answer that is read, in bytes. Default: 64 MiB, far above a thousand reports of one recipient each.
    #[must_use]
    pub fn with_max_response_bytes(mut self, max_response_bytes: usize) -> Self {
        self.max_response_bytes = max_response_bytes;
        self
    }

    /// What the random part of delays is drawn from. Give each flow its own, so that many clients do not come back at one moment;
    /// the transports do.
    #[must_use]
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Shares the repeats with all other flows that were given this budget. Without one a flow repeats as its policy says.
    #[must_use]
    pub fn with_budget(mut self, budget: RetryBudget) -> Self {
        self.budget = Some(budget);
        self
    }

    /// When an exchange is repeated.
    pub fn retry(&self) -> RetryPolicy {
        self.retry
    }

    /// The largest answer that is read, in bytes.
    pub fn max_response_bytes(&self) -> usize {
        self.max_response_bytes
    }

    /// How long an exchange with a body of this many bytes may take in all.
    pub fn timeout_for(&self, body_bytes: u64) -> Duration {
        let transfer =
            Duration::from_millis(body_bytes.saturating_mul(1000) / u64::from(self.slowest_upload));
        self.timeout.saturating_add(transfer)
    }

    /// The budget of repeats, if there is one.
    pub fn budget(&self) -> Option<&RetryBudget> {
        self.budget.as_ref()
    }

    pub(super) fn seed(&self) -> u64 {
        self.seed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_larger_body_gets_more_time_and_none_overflows() {
        let settings = Settings::default()
            .with_timeout(Duration::from_secs(10))
            .with_slowest_upload(1000);
        for (bytes, millis) in [(0, 10_000), (500, 10_500), (60_000, 70_000)] {
            assert_eq!(settings.timeout_for(bytes), Duration::from_millis(millis));
        }
        let endless = settings.with_timeout(Duration::MAX).with_slowest_upload(0);
        assert_eq!(endless.timeout_for(u64::MAX), Duration::MAX);
    }
}
