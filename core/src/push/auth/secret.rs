//! Comparing without telling.

use alloc::vec::Vec;
use core::{hint, iter};

/// A text that others must not learn from how long a comparison takes: neither its bytes nor, but for whole blocks, its length.
pub(super) struct Secret {
    length: usize,
    /// With zeros up to the end of a block.
    padded: Vec<u8>,
}

impl Secret {
    pub(super) const BLOCK: usize = 256;

    pub(super) fn new(text: &[u8]) -> Self {
        let mut padded = text.to_vec();
        padded.resize(text.len().next_multiple_of(Self::BLOCK), 0);
        Self {
            length: text.len(),
            padded,
        }
    }

    /// Looks at every byte, whatever the ones before it were.
    pub(super) fn is(&self, given: &[u8]) -> bool {
        let mut difference = self.length ^ given.len();
        for (expected, given) in self.padded.iter().zip(given.iter().chain(iter::repeat(&0))) {
            difference |= usize::from(expected ^ given);
        }
        // Keeps the compiler from ending the loop at the first difference.
        hint::black_box(difference) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_single_wrong_bit_is_wrong() {
        let right = b"service:12:3 s\xc3\xbc".to_vec();
        let secret = Secret::new(&right);
        assert!(secret.is(&right));
        for bit in 0..8 * right.len() {
            let mut wrong = right.clone();
            wrong[bit / 8] ^= 1 << (bit % 8);
            assert!(!secret.is(&wrong), "bit {bit}");
        }
    }

    #[test]
    fn a_part_or_more_is_not_the_same() {
        let secret = Secret::new(b"secret");
        for given in [
            &b""[..],
            b"s",
            b"secre",
            b"secrets",
            b"secret\0",
            &[0; 6],
            &[0; 256],
        ] {
            assert!(!secret.is(given), "{given:?}");
        }
        let padded = [&b"secret"[..], &[0; 250]].concat();
        assert!(!secret.is(&padded));
        let whole = Secret::new(&[b'x'; Secret::BLOCK]);
        assert!(whole.is(&[b'x'; Secret::BLOCK]));
        assert!(!whole.is(&[b'x'; Secret::BLOCK + 1]) && !whole.is(&[b'x'; Secret::BLOCK - 1]));
    }
}
