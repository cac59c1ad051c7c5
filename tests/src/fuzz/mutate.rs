//! Changes to seeds, the same in every run: what a fuzzer does first, for machines that have none.

/// Makes inputs out of seeds.
#[derive(Clone, Debug)]
pub struct Mutator(u64);

/// Bytes and words that turn one thing into another.
const TOKENS: [&str; 40] = [
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\\",
    "\\u0000",
    "\\ud83d",
    "null",
    "true",
    "-1",
    "0.5",
    "1e999",
    "18446744073709551616",
    "{}",
    "[]",
    "\"\"",
    "\"jobId\":",
    "\"reports\":",
    "\"value\":",
    "\"reason\":\"NOT_FOUND\"",
    "\"deleted\":",
    "\0",
    "\u{feff}",
    "\u{e9}",
    "\u{1f600}",
    "\u{202e}",
    "%",
    "%25",
    "/",
    "..",
    "?",
    "#",
    "@",
    "+",
    "00",
    "(0)",
    "\r\n",
];

impl Mutator {
    /// A sequence of changes of its own for each seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below the limit (SplitMix64).
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % limit.max(1) as u64).unwrap_or_default()
    }

    /// One of the seeds, changed at one to six places.
    ///
    /// # Panics
    /// Without seeds.
    pub fn next(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut data = seeds[self.below(seeds.len())].clone();
        for _ in 0..=self.below(6) {
            self.change(&mut data, seeds);
        }
        data
    }

    fn change(&mut self, data: &mut Vec<u8>, seeds: &[Vec<u8>]) {
        let at = self.below(data.len() + 1);
        let length = self.below(16).min(data.len() - at);
        match self.below(8) {
            0 => data.truncate(at),
            1 => drop(data.drain(at..at + length)),
            2 => {
                let piece = data[at..at + length].to_vec();
                data.splice(at..at, piece);
            }
            3 => {
                let other = &seeds[self.below(seeds.len())];
                let from = self.below(other.len() + 1);
                let to = from + self.below(64).min(other.len() - from);
                data.splice(at..at + length, other[from..to].iter().copied());
            }
            4 if at < data.len() => data[at] ^= 1 << self.below(8),
            5 if at < data.len() => data[at] = u8::try_from(self.below(256)).unwrap_or_default(),
            _ => {
                let token = TOKENS[self.below(TOKENS.len())];
                data.splice(at..at, token.bytes());
            }
        }
    }
}
