//! Chance: the one source of everything that a world decides.

use std::time::Duration;

/// Decides by a seed or by a script of bytes; the same source decides the same. Zero is always the calm choice, and a script
/// that has ended decides zero from then on, so a shorter script makes a quieter world.
#[derive(Clone, Debug)]
pub struct Dice(Source);

#[derive(Clone, Debug)]
enum Source {
    /// The state of a SplitMix64 generator.
    Seed(u64),
    /// What is left of the script, the next byte last.
    Script(Vec<u8>),
}

impl Dice {
    /// Decides by a seed.
    pub const fn seeded(seed: u64) -> Self {
        Self(Source::Seed(seed))
    }

    /// Decides by a fuzzer's bytes.
    pub fn scripted(script: &[u8]) -> Self {
        Self(Source::Script(script.iter().rev().copied().collect()))
    }

    /// A number below `bound`, which is not zero.
    pub fn below(&mut self, bound: u64) -> u64 {
        match &mut self.0 {
            Source::Seed(state) => splitmix64(state) % bound,
            Source::Script(bytes) => {
                let mut next = || u64::from(bytes.pop().unwrap_or_default());
                let number = if bound > 256 {
                    next() << 8 | next()
                } else {
                    next()
                };
                number % bound
            }
        }
    }

    /// Whether something happens that happens once in so many times.
    pub fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == times - 1
    }

    /// One of these; the first one is the calm one.
    pub fn among<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as u64) as usize].clone()
    }

    /// A time between these, in whole milliseconds.
    pub(super) fn time(&mut self, from: Duration, to: Duration) -> Duration {
        let span = (to - from).as_millis() as u64;
        from + Duration::from_millis(self.below(span + 1))
    }

    /// A time between these, in seconds.
    pub(super) fn seconds(&mut self, from: u64, to: u64) -> Duration {
        self.time(Duration::from_secs(from), Duration::from_secs(to))
    }

    /// A seed for somebody else's generator.
    pub(super) fn seed(&mut self) -> u64 {
        self.below(u64::MAX)
    }
}

fn splitmix64(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_the_published_one() {
        let mut state = 1_234_567;
        assert_eq!(splitmix64(&mut state), 6_457_827_717_110_365_317);
        assert_eq!(splitmix64(&mut state), 3_203_168_211_198_807_973);
    }

    #[test]
    fn an_ended_script_decides_for_calm() {
        let mut dice = Dice::scripted(&[7, 255]);
        assert_eq!(
            (dice.below(100), dice.below(100), dice.below(100)),
            (7, 55, 0)
        );
        assert!((1..500).all(|times| times == 1 || !dice.one_in(times)));
        assert_eq!(dice.seconds(3, 9), Duration::from_secs(3));
    }
}
