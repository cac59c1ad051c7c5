//! Time, as the flows see it.

use core::fmt;
use core::ops::Add;
use core::time::Duration;

/// A moment on the driver's clock: how long after a start of the driver's choice.
///
/// The core never reads a clock. A driver makes moments from its own (`Moment::after_start(start.elapsed())`, say), a test from
/// whatever it wants. Moments must not go backwards within one flow; if they do, the flow waits, nothing more.
///
/// ```
/// use core::time::Duration;
/// use fax4a::flow::Moment;
/// let moment = Moment::START + Duration::from_millis(1500);
/// assert_eq!(moment.to_string(), "+1.5s");
/// assert_eq!(Moment::START.until(moment), Duration::from_millis(1500));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(Duration);

impl Moment {
    /// The driver's start.
    pub const START: Self = Self(Duration::ZERO);

    /// The moment this long after the driver's start.
    pub const fn after_start(elapsed: Duration) -> Self {
        Self(elapsed)
    }

    /// How long after the driver's start this is.
    pub const fn since_start(self) -> Duration {
        self.0
    }

    /// How long it is from here to `later`; zero if that is not later.
    pub const fn until(self, later: Self) -> Duration {
        later.0.saturating_sub(self.0)
    }
}

/// Saturates: adding for ever gives the last moment that there is.
impl Add<Duration> for Moment {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(duration))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{:?}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_a_last_moment_and_no_negative_time() {
        let last = Moment::after_start(Duration::MAX);
        assert_eq!(last + Duration::from_secs(1), last);
        assert_eq!(last.until(Moment::START), Duration::ZERO);
        assert_eq!(
            (Moment::START + Duration::from_secs(2)).since_start(),
            Duration::from_secs(2)
        );
    }
}
