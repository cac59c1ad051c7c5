//! A list as an answer holds it.

use alloc::vec::Vec;

use super::Unreadable;

/// The entries of a list: those that could be read, in their order, and those that could not, whole.
///
/// A list of more than a hundred times [`MAX_LENGTH`](Self::MAX_LENGTH) entries, which no server of this API sends, is not read but a
/// [`DecodeError`](crate::error::DecodeError), so that memory is bounded.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Page<T> {
    /// What could be read.
    pub entries: Vec<T>,
    /// What could not be read, as it came.
    pub unreadable: Vec<Unreadable>,
}

impl<T> Page<T> {
    /// How many entries a list holds at most, by the API's documentation.
    pub const MAX_LENGTH: usize = 1000;

    /// Whether the list is as long as it gets. Then later reports are hidden behind these until these are deleted.
    pub fn is_full(&self) -> bool {
        self.entries.len() + self.unreadable.len() >= Self::MAX_LENGTH
    }
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            unreadable: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_full_at_a_thousand_entries() {
        let mut page = Page {
            entries: alloc::vec![(); 999],
            unreadable: Vec::new(),
        };
        assert!(!page.is_full());
        page.entries.push(());
        assert!(page.is_full());
        assert!(!Page::<()>::default().is_full());
    }
}
