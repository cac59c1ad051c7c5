//! Buffers for chunks.

use alloc::collections::VecDeque;

use bytes::{Bytes, BytesMut};

/// Buffers that are handed out and used again once nobody else holds them. They stay initialized, so they are zeroed only once.
///
/// There are as many as the receiver holds at a time, and one more.
#[derive(Default)]
pub(super) struct Buffers(VecDeque<Bytes>);

impl Buffers {
    /// How many are kept: more than a transport that writes what it gets ever holds.
    const MOST: usize = 32;

    pub(super) fn take(&mut self, size: usize) -> BytesMut {
        // The one that was handed out first is the likeliest to be free. What is too small is dropped.
        for _ in 0..self.0.len() {
            match self
                .0
                .pop_front()
                .filter(|buffer| buffer.len() >= size)
                .map(Bytes::try_into_mut)
            {
                Some(Ok(free)) => return free,
                Some(Err(in_use)) => self.0.push_back(in_use),
                None => {}
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
        if self.0.len() == Self::MOST {
            self.0.pop_front();
        }
        self.0.push_back(whole);
        chunk
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hand_out(buffers: &mut Buffers, size: usize) -> Bytes {
        let buffer = buffers.take(size);
        assert!(buffer.len() >= size);
        buffers.hand_out(buffer, size)
    }

    #[test]
    fn a_buffer_comes_back_once_its_chunk_is_dropped() {
        let mut buffers = Buffers::default();
        let kept = hand_out(&mut buffers, 100);
        let dropped = hand_out(&mut buffers, 100).as_ptr();
        for size in [100, 1, 50] {
            let again = hand_out(&mut buffers, size);
            assert_eq!((again.as_ptr(), again.len()), (dropped, size));
            assert_ne!(again.as_ptr(), kept.as_ptr());
        }
        assert_eq!(buffers.0.len(), 2);
    }

    #[test]
    fn there_are_no_more_than_are_held_or_kept() {
        let mut buffers = Buffers::default();
        let held: alloc::vec::Vec<_> = (0..100).map(|_| hand_out(&mut buffers, 10)).collect();
        assert_eq!(buffers.0.len(), Buffers::MOST);
        drop(held);
        hand_out(&mut buffers, 11);
        assert_eq!(buffers.0.len(), 1, "what is too small is dropped");
    }
}
