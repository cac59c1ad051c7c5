//! How long to wait before the next time.

use core::time::Duration;

/// Waits that grow: the n-th is drawn between half of and the whole of `base × 2ⁿ⁻¹`, at most `max`.
///
/// The draw is a pure function of a seed, so that many clients do not come back at one moment, and a test can say when.
///
/// ```
/// use core::time::Duration;
/// use fax4a::flow::Backoff;
/// let backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(60));
/// let (delay, full) = (backoff.delay(3, 42), Duration::from_secs(4));
/// assert!(full / 2 <= delay && delay <= full);
/// assert_eq!(delay, backoff.delay(3, 42)); // one seed, one delay
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    base: Duration,
    max: Duration,
}

impl Backoff {
    /// Waits from `base` to `max`. Less than a millisecond is taken as one: no loop without a pause.
    pub const fn new(base: Duration, max: Duration) -> Self {
        const LEAST: Duration = Duration::from_millis(1);
        let base = if base.as_nanos() < LEAST.as_nanos() {
            LEAST
        } else {
            base
        };
        let max = if max.as_nanos() < base.as_nanos() {
            base
        } else {
            max
        };
        Self { base, max }
    }

    /// How long the `n`-th wait is, from 1.
    pub fn delay(&self, n: u32, seed: u64) -> Duration {
        let factor = 1u32.checked_shl(n.saturating_sub(1)).unwrap_or(u32::MAX);
        let full = self.base.saturating_mul(factor).min(self.max);
        let half = full / 2;
        // 1/1023ths are fine enough, and keep the arithmetic within integers.
        let part = (mix(seed ^ u64::from(n)) >> 54) as u32;
        half + half.saturating_mul(part) / 1023
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
    use super::*;

    #[test]
    fn delays_grow_to_the_limit_and_stay_between_half_and_whole() {
        let backoff = Backoff::new(Duration::from_millis(500), Duration::from_secs(20));
        for seed in 0..1000 {
            for (n, full) in [
                (1, 500),
                (2, 1000),
                (3, 2000),
                (7, 20_000),
                (40, 20_000),
                (u32::MAX, 20_000),
            ] {
                let (delay, full) = (backoff.delay(n, seed), Duration::from_millis(full));
                assert!(full / 2 <= delay && delay <= full, "{n} {seed} {delay:?}");
            }
        }
        assert!((0..100).any(|seed| backoff.delay(1, seed) != backoff.delay(1, 0)));
    }

    #[test]
    fn a_wait_is_never_nothing() {
        assert!(Backoff::new(Duration::ZERO, Duration::ZERO).delay(1, 3) > Duration::ZERO);
    }

    #[test]
    fn waits_stay_the_same_from_version_to_version() {
        let backoff = Backoff::new(Duration::from_secs(1023), Duration::from_secs(1023));
        let waits = [(1, 0), (2, 0), (1, 1), (3, 7), (3, u64::MAX)];
        let millis = waits.map(|(n, seed)| backoff.delay(n, seed).as_millis());
        // By SplitMix64, worked out apart.
        assert_eq!(millis, [801_500, 814_000, 963_500, 732_000, 898_000]);
    }
}
