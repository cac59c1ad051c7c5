//! Numbers that differ from call to call and from program to program.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A source of numbers, shared by clones. The standard library's keyed hash, whose keys come from the operating system, of a
/// count: good enough for spreading repeats and for ids that nobody has to guess, not for secrets.
#[derive(Clone, Debug, Default)]
pub(crate) struct Random {
    keys: RandomState,
    count: Arc<AtomicU64>,
}

impl Random {
    pub(crate) fn next_u64(&self) -> u64 {
        self.keys
            .hash_one(self.count.fetch_add(1, Ordering::Relaxed))
    }

    pub(crate) fn next_u128(&self) -> u128 {
        u128::from(self.next_u64()) << 64 | u128::from(self.next_u64())
    }
}
