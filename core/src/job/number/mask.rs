//! A fax number for a user's eyes.

use core::fmt;

use super::FaxNumber;

pub(super) struct Masked<'a>(pub(super) &'a FaxNumber);

impl fmt::Display for Masked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (prefix, digits) = self.0.split_prefix();
        let country_code = digits
            .get(..country_code_length(digits))
            .unwrap_or_default();
        let end = if digits.len() < 8 {
            digits.len()
        } else {
            digits.len() - 2
        };
        write!(
            f,
            "{prefix}{country_code}…{}",
            digits.get(end..).unwrap_or_default()
        )
    }
}

/// How many of the digits are the country code: the assignments of ITU-T E.164, where 1 and 7 are
/// codes alone and the codes of two digits are these.
fn country_code_length(digits: &str) -> usize {
    match digits.as_bytes() {
        [b'1' | b'7', ..] => 1,
        [b'2', b'0' | b'7', ..]
        | [b'3', b'0'..=b'4' | b'6' | b'9', ..]
        | [b'4', b'0' | b'1' | b'3'..=b'9', ..]
        | [b'5', b'1'..=b'8', ..]
        | [b'6', b'0'..=b'6', ..]
        | [b'8', b'1' | b'2' | b'4' | b'6', ..]
        | [b'9', b'0'..=b'5' | b'8', ..] => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn masking_keeps_the_country_and_two_digits() {
        for (text, masked) in [
            ("+49 89 1234567", "+49…67"),
            ("0049891234567", "0049…67"),
            ("+12015551000", "+1…00"),
            ("+79001234567", "+7…67"),
            ("+390612345678", "+39…78"),
            ("+420212345678", "+420…78"),
            ("+35312345678", "+353…78"),
            ("+35312345", "+353…45"),
            ("+6834567", "+683…"),
        ] {
            assert_eq!(
                text.parse::<FaxNumber>().unwrap().masked().to_string(),
                masked
            );
        }
    }
}
