//! Buffers for chunks.

use bytes::{Bytes, BytesMut};

/// Buffers that are handed out and used again once nobody else holds them. They stay initialized, so they are zeroed only once.
#[derive(Default)]
pub(super) struct Buffers([Bytes; 2]);

impl Buffers {
    pub(super) fn take(&mut self, size: usize) -> BytesMut {
        for slot in &mut self.0 {
            if slot.len() >= size {
                match core::mem::take(slot).try_into_mut() {
                    Ok(free) => return free,
                    Err(in_use) => *slot = in_use,
                }
            }
        }
        // Splitting makes the buffer shared from the start, so that freezing and thawing it never allocates.
        let mut new = BytesMut::zeroed(size + 1);
        drop(new.split_off(size));
        new
    }

    /// The start of `buffer` as a chunk.
    pub(super) fn hand_out(&mut self, buffer: BytesMut, length: usize) -> Bytes {
        let whole = buffer.freeze();
        let chunk = whole.slice(..length.min(whole.len()));
        self.0.rotate_right(1);
        if let Some(slot) = self.0.first_mut() {
            *slot = whole;
        }
        chunk
    }
}
