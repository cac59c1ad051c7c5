//! Codes of the service in debug output.

use core::fmt;

/// A code of the service, shown if it is one word in capitals such as `INTERNAL_ERROR`. Anything else is free text, and free text
/// may hold personal data.
pub(crate) struct Code<'a>(pub(crate) &'a str);

impl Code<'_> {
    const LONGEST: usize = 40;
    /// More would be a number that somebody can be called at.
    const MOST_DIGITS: usize = 4;

    fn is_word(&self) -> bool {
        let digits = self.0.bytes().filter(u8::is_ascii_digit).count();
        let is_part = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        self.0.len() <= Self::LONGEST && digits <= Self::MOST_DIGITS && self.0.bytes().all(is_part)
    }
}

impl fmt::Debug for Code<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_word() {
            fmt::Debug::fmt(self.0, f)
        } else {
            write!(f, "text of {} bytes", self.0.len())
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn a_word_in_capitals_is_shown_and_free_text_is_not() {
        for word in ["INTERNAL_ERROR", "PAGE_SEND_ERR", "T30", "E_1234", ""] {
            assert_eq!(format!("{:?}", Code(word)), format!("{word:?}"));
        }
        for text in [
            "Dr. Weber",
            "weber",
            "+49891234567",
            "49891234567",
            "A\nB",
            &"A".repeat(41),
        ] {
            assert_eq!(
                format!("{:?}", Code(text)),
                format!("text of {} bytes", text.len())
            );
        }
    }
}
