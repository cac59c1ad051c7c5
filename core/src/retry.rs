//! When to try again, as a pure function.

use core::time::Duration;

use crate::error::Error;
use crate::operation::Repeat;

/// How often and how long an exchange is repeated. What may be repeated at all is decided by the operation and the error.
///
/// The wait before the n-th repeat is drawn between half of and the whole of `base_delay × 2ⁿ⁻¹`, at most `max_delay`, and is at
/// least what the server asked for with `Retry-After`. A repeat that would start later than `max_elapsed` after the first try
/// does not happen.
///
/// ```
/// use core::time::Duration;
/// use fax4a::flow::RetryPolicy;
/// let patient = RetryPolicy::default().with_max_attempts(8).with_max_elapsed(Duration::from_secs(600));
/// assert_eq!(patient.max_attempts(), 8);
/// let (delay, full) = (patient.delay(3, 42), Duration::from_secs(2));
/// assert!(full / 2 <= delay && delay <= full);
/// assert_eq!(delay, patient.delay(3, 42)); // one seed, one delay
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
    max_elapsed: Duration,
}

/// Four tries within two minutes, the first repeat after half a second at most.
impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 4,
            base_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(20),
            max_elapsed: Duration::from_secs(120),
        }
    }
}

impl RetryPolicy {
    /// One try, no repeat.
    pub fn never() -> Self {
        Self::default().with_max_attempts(1)
    }

    /// How many tries there are, the first one counted. Zero is taken as one.
    #[must_use]
    pub fn with_max_attempts(mut self, max_attempts: u32) -> Self {
        self.max_attempts = max_attempts.max(1);
        self
    }

    /// The longest wait before the first repeat.
    #[must_use]
    pub fn with_base_delay(mut self, base_delay: Duration) -> Self {
        self.base_delay = base_delay;
        self
    }

    /// The longest wait before any repeat, unless the server asked for more.
    #[must_use]
    pub fn with_max_delay(mut self, max_delay: Duration) -> Self {
        self.max_delay = max_delay;
        self
    }

    /// How long after the first try the last repeat may start.
    #[must_use]
    pub fn with_max_elapsed(mut self, max_elapsed: Duration) -> Self {
        self.max_elapsed = max_elapsed;
        self
    }

    /// How many tries there are.
    pub fn max_attempts(&self) -> u32 {
        self.max_attempts
    }

    /// How long to wait after the `attempt`-th try (from 1) failed.
    pub fn delay(&self, attempt: u32, seed: u64) -> Duration {
        let factor = 1u32
            .checked_shl(attempt.saturating_sub(1))
            .unwrap_or(u32::MAX);
        let full = self.base_delay.saturating_mul(factor).min(self.max_delay);
        let half = full / 2;
        // 1/1024ths are fine enough, and keep the arithmetic within integers.
        let part = (mix(seed ^ u64::from(attempt)) >> 54) as u32;
        half + half.saturating_mul(part) / 1023
    }

    /// How long to wait before the next try, or `None` when there should be none.
    ///
    /// `attempt` tries were made (from 1), the first of them `elapsed` ago.
    pub fn next(
        &self,
        attempt: u32,
        elapsed: Duration,
        seed: u64,
        repeat: Repeat,
        error: &Error,
    ) -> Option<Duration> {
        let may = match repeat {
            Repeat::Always => error.is_retryable(),
            Repeat::IfNotAccepted => error.is_retryable() && error.surely_not_accepted(),
        };
        if !may || attempt >= self.max_attempts {
            return None;
        }
        let asked = match error {
            Error::Server(error) => error.retry_after(),
            Error::Decode(_) | Error::Entry(_) | Error::Transport(_) => None,
        };
        let delay = self.delay(attempt, seed).max(asked.unwrap_or_default());
        (elapsed.saturating_add(delay) <= self.max_elapsed).then_some(delay)
    }
}

/// Spreads a seed over all bits (the finalizer of SplitMix64).
fn mix(seed: u64) -> u64 {
    let z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use http::{Response, StatusCode, header};

    use super::*;
    use crate::error::{Failure, FailureKind, ServerError};

    fn answer(status: u16, retry_after: Option<&str>) -> Error {
        let mut response = Response::new(&b""[..]);
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        if let Some(text) = retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, text.parse().unwrap());
        }
        ServerError::from_response(&response).into()
    }

    fn next(repeat: Repeat, error: &Error) -> Option<Duration> {
        RetryPolicy::default().next(1, Duration::ZERO, 7, repeat, error)
    }

    #[test]
    fn delays_grow_to_the_limit_and_stay_between_half_and_whole() {
        let policy = RetryPolicy::default();
        for seed in 0..1000 {
            for (attempt, full) in [
                (1, 500),
                (2, 1000),
                (3, 2000),
                (7, 20_000),
                (40, 20_000),
                (u32::MAX, 20_000),
            ] {
                let (delay, full) = (policy.delay(attempt, seed), Duration::from_millis(full));
                assert!(
                    full / 2 <= delay && delay <= full,
                    "{attempt} {seed} {delay:?}"
                );
            }
        }
        assert!(
            (0..100)
                .map(|seed| policy.delay(1, seed))
                .any(|delay| delay != policy.delay(1, 0))
        );
    }

    #[test]
    fn reads_repeat_what_may_pass_and_sends_only_what_was_not_accepted() {
        for (status, read, send) in [
            (400, false, false),
            (401, false, false),
            (404, false, false),
            (408, true, false),
            (409, false, false),
            (429, true, true),
            (500, true, false),
            (502, true, false),
            (503, true, true),
            (504, true, false),
            (520, true, false),
            (302, false, false),
        ] {
            let error = answer(status, None);
            assert_eq!(next(Repeat::Always, &error).is_some(), read, "{status}");
            assert_eq!(
                next(Repeat::IfNotAccepted, &error).is_some(),
                send,
                "{status}"
            );
        }
        let refused = Error::from(Failure::not_sent(FailureKind::Connect));
        let lost = Error::from(Failure::unknown(FailureKind::Timeout));
        assert!(
            next(Repeat::IfNotAccepted, &refused).is_some()
                && next(Repeat::Always, &lost).is_some()
        );
        assert!(next(Repeat::IfNotAccepted, &lost).is_none());
        let certificate = Error::from(Failure::not_sent(FailureKind::Tls));
        assert!(next(Repeat::Always, &certificate).is_none());
    }

    #[test]
    fn the_servers_wish_is_kept_and_too_long_a_wish_ends_it() {
        assert_eq!(
            next(Repeat::Always, &answer(503, Some("30"))),
            Some(Duration::from_secs(30))
        );
        assert_eq!(next(Repeat::Always, &answer(503, Some("121"))), None);
        assert_eq!(
            next(Repeat::Always, &answer(503, Some("99999999999999999999"))),
            None
        );
    }

    #[test]
    fn attempts_and_time_are_bounded() {
        let (policy, error) = (RetryPolicy::default(), answer(503, None));
        assert!(
            policy
                .next(3, Duration::ZERO, 1, Repeat::Always, &error)
                .is_some()
        );
        assert!(
            policy
                .next(4, Duration::ZERO, 1, Repeat::Always, &error)
                .is_none()
        );
        assert!(
            policy
                .next(1, Duration::from_secs(120), 1, Repeat::Always, &error)
                .is_none()
        );
        assert!(
            RetryPolicy::never()
                .next(1, Duration::ZERO, 1, Repeat::Always, &error)
                .is_none()
        );
    }
}
