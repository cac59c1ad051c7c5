//! MD5 (RFC 1321), which HTTP Digest authentication is made of. Not for anything that has to be secure.

/// The sums of [`f64::sin`] that the RFC defines its table by are exact enough on every machine.
fn sines() -> [u32; 64] {
    std::array::from_fn(|index| {
        let sine = f64::from(u32::try_from(index + 1).unwrap_or(0)).sin().abs();
        (sine * 4_294_967_296.0) as u32
    })
}

const SHIFTS: [[u32; 4]; 4] = [
    [7, 12, 17, 22],
    [5, 9, 14, 20],
    [4, 11, 16, 23],
    [6, 10, 15, 21],
];

/// The digest in hexadecimal digits.
pub(super) fn md5(message: &[u8]) -> String {
    let mut padded = message.to_vec();
    padded.push(0x80);
    padded.resize(padded.len().next_multiple_of(64), 0);
    if padded.len() - message.len() < 9 {
        padded.resize(padded.len() + 64, 0);
    }
    let bits = (message.len() as u64).wrapping_mul(8);
    let end = padded.len() - 8;
    padded[end..].copy_from_slice(&bits.to_le_bytes());

    let sines = sines();
    let mut state = [0x6745_2301_u32, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    for block in padded.chunks_exact(64) {
        let word = |index: usize| {
            let bytes = &block[4 * index..4 * index + 4];
            u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
        };
        let [mut a, mut b, mut c, mut d] = state;
        for step in 0..64 {
            let (mixed, index) = match step / 16 {
                0 => ((b & c) | (!b & d), step),
                1 => ((d & b) | (!d & c), (5 * step + 1) % 16),
                2 => (b ^ c ^ d, (3 * step + 5) % 16),
                _ => (c ^ (b | !d), (7 * step) % 16),
            };
            let sum = a
                .wrapping_add(mixed)
                .wrapping_add(sines[step])
                .wrapping_add(word(index));
            let turned = b.wrapping_add(sum.rotate_left(SHIFTS[step / 16][step % 4]));
            (a, b, c, d) = (d, turned, b, c);
        }
        for (sum, add) in state.iter_mut().zip([a, b, c, d]) {
            *sum = sum.wrapping_add(add);
        }
    }
    state
        .iter()
        .flat_map(|it| it.to_le_bytes())
        .map(|it| format!("{it:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digests_are_those_of_the_rfc() {
        for (message, digest) in [
            ("", "d41d8cd98f00b204e9800998ecf8427e"),
            ("a", "0cc175b9c0f1b6a831c399e269772661"),
            ("abc", "900150983cd24fb0d6963f7d28e17f72"),
            ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
            (
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
                "d174ab98d277d9f5a5611c2c9f419d9f",
            ),
            (
                "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
                "57edf4a22be3c955ac49da2e2107b67a",
            ),
        ] {
            assert_eq!(md5(message.as_bytes()), digest);
        }
    }

    #[test]
    fn every_length_around_a_block_is_padded_to_whole_blocks() {
        let digests: std::collections::BTreeSet<_> =
            (50..70).map(|it| md5(&vec![b'x'; it])).collect();
        assert_eq!(digests.len(), 20);
    }
}
