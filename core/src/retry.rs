//! When to try again, as a pure function.

use core::time::Duration;

mod backoff;
mod budget;

pub use backoff::Backoff;
pub use budget::RetryBudget;

use crate::error::Error;
use crate::operation::Repeat;

/// How often and how long an exchange is repeated. What may be repeated at all is decided by the operation and the error.
///
/// The waits are those of a [`Backoff`], and at least what the server asked for with `Retry-After`. A repeat that would start
/// later than `max_elapsed` after the first try does not happen.
///
/// ```
/// use core::time::Duration;
/// use fax4a::flow::RetryPolicy;
/// let patient = RetryPolicy::default().with_max_attempts(8).with_max_elapsed(Duration::from_secs(600));
/// assert_eq!(patient.max_attempts(), 8);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_attempts: u32,
    backoff: Backoff,
    max_elapsed: Duration,
}

/// Four tries within two minutes, the first repeat after half a second at most.
impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 4,
            backoff: Backoff::new(Duration::from_millis(500), Duration::from_secs(20)),
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

    /// How long to wait between tries.
    #[must_use]
    pub fn with_backoff(mut self, backoff: Backoff) -> Self {
        self.backoff = backoff;
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
        let delay = self
            .backoff
            .delay(attempt, seed)
            .max(asked.unwrap_or_default());
        (elapsed.saturating_add(delay) <= self.max_elapsed).then_some(delay)
    }
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

    #[test]
    fn a_policy_is_what_it_was_told() {
        let minute = Duration::from_secs(60);
        let policy = RetryPolicy::default()
            .with_max_attempts(7)
            .with_backoff(Backoff::new(minute, minute));
        assert_eq!(policy.max_attempts(), 7);
        assert_eq!(policy.with_max_attempts(0).max_attempts(), 1);
        let error = answer(503, None);
        let delay = policy.next(1, Duration::ZERO, 1, Repeat::Always, &error);
        assert!(delay.unwrap() >= minute / 2);
    }
}
