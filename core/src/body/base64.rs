//! Base64 into buffers of any size.

use base64::Engine as _;

/// Writes the padded base64 of `input` to the start of `out`, which is large enough, and returns its length.
pub(super) fn encode(input: &[u8], out: &mut [u8]) -> usize {
    #[cfg(any(
        target_arch = "x86_64",
        all(target_arch = "aarch64", target_feature = "neon")
    ))]
    let engine = base64::engine::Simd::standard(base64::engine::general_purpose::PAD);
    #[cfg(not(any(
        target_arch = "x86_64",
        all(target_arch = "aarch64", target_feature = "neon")
    )))]
    let engine = base64::engine::general_purpose::STANDARD;
    let written = engine.encode_slice(input, out);
    debug_assert!(written.is_ok(), "the caller chose `input` to fit");
    written.unwrap_or(0)
}

/// Copies what fits.
pub(super) fn copy(from: &[u8], to: &mut [u8]) -> usize {
    let length = from.len().min(to.len());
    if let (Some(from), Some(to)) = (from.get(..length), to.get_mut(..length)) {
        to.copy_from_slice(from);
    }
    length
}

/// The characters of one group that are still to be read.
#[derive(Default)]
pub(super) struct Rest {
    group: [u8; 4],
    read: usize,
    length: usize,
}

impl Rest {
    pub(super) fn of_group(input: &[u8]) -> Self {
        let mut group = [0; 4];
        let length = encode(input, &mut group);
        Self {
            group,
            read: 0,
            length,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.length - self.read
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn take(&mut self, out: &mut [u8]) -> usize {
        let read = copy(
            self.group.get(self.read..self.length).unwrap_or_default(),
            out,
        );
        self.read += read;
        read
    }
}
