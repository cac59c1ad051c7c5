//! Where in a report's one piece of text something lies.

/// A stretch of a report's text, or of its lists.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Span {
    /// What it covers; nothing when it lies outside.
    pub(super) fn of<T: ?Sized + Sliceable>(self, whole: &T) -> &T {
        whole.slice(self.start as usize..self.end as usize)
    }
}

/// Text and lists that a [`Span`] can cut, without a way to panic.
pub(super) trait Sliceable {
    fn slice(&self, range: core::ops::Range<usize>) -> &Self;
}

impl Sliceable for str {
    fn slice(&self, range: core::ops::Range<usize>) -> &Self {
        self.get(range).unwrap_or_default()
    }
}

impl<T> Sliceable for [T] {
    fn slice(&self, range: core::ops::Range<usize>) -> &Self {
        self.get(range).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_that_lies_outside_is_empty() {
        let span = |start, end| Span { start, end };
        assert_eq!(span(1, 3).of("a\u{fc}b"), "\u{fc}");
        for outside in [span(2, 3), span(0, 9), span(3, 1), span(9, 9)] {
            assert_eq!(outside.of("a\u{fc}b"), "");
        }
        assert!(span(0, 2).of(&[1][..]).is_empty());
    }
}
