//! Reads fax numbers as people write and paste them.

use alloc::string::String;
use core::str::FromStr;

use super::{FaxNumber, InvalidFaxNumber};

/// The fewest digits after the prefix: below the shortest international numbers there are, which
/// have seven (Niue, +683 and four digits).
pub(super) const MIN_DIGITS: usize = 6;

/// The most digits after the prefix. E.164 ends at 15, but in Germany and Austria extensions are
/// dialed through behind the number, and real ones are longer.
pub(super) const MAX_DIGITS: usize = 20;

impl FromStr for FaxNumber {
    type Err = InvalidFaxNumber;

    /// Reads a number as people write it.
    fn from_str(text: &str) -> Result<Self, InvalidFaxNumber> {
        let mut dialed = String::with_capacity(text.len().min(MAX_DIGITS + 2));
        let mut bracket = Bracket::Closed;
        let characters = text.trim_end().chars().enumerate();
        for (position, character) in characters.skip_while(|(_, c)| c.is_whitespace()) {
            match character {
                '+' if dialed.is_empty() => dialed.push('+'),
                '+' => return Err(InvalidFaxNumber::MisplacedPlus { position }),
                '0'..='9' => {
                    bracket = match (bracket, character) {
                        (Bracket::Open, '0') => Bracket::OpenWithZero,
                        _ => Bracket::Closed,
                    };
                    dialed.push(character);
                }
                '(' | '[' => bracket = Bracket::Open,
                ')' | ']' => match bracket {
                    Bracket::OpenWithZero => return Err(InvalidFaxNumber::NationalPrefix),
                    Bracket::Open | Bracket::Closed => bracket = Bracket::Closed,
                },
                _ if is_separator(character) => {}
                _ => return Err(InvalidFaxNumber::UnexpectedCharacter { position }),
            }
        }
        Self::from_dialed(dialed)
    }
}

impl FaxNumber {
    fn from_dialed(dialed: String) -> Result<Self, InvalidFaxNumber> {
        if dialed.is_empty() {
            return Err(InvalidFaxNumber::Empty);
        }
        if !dialed.starts_with('+') && !dialed.starts_with("00") {
            return Err(InvalidFaxNumber::NotInternational);
        }
        let number = Self(dialed);
        match (number.digits().len(), number.digits().as_bytes()) {
            (_, [b'0', ..]) => Err(InvalidFaxNumber::CountryCodeZero),
            (digits, _) if digits < MIN_DIGITS => Err(InvalidFaxNumber::TooShort { digits }),
            (digits, _) if digits > MAX_DIGITS => Err(InvalidFaxNumber::TooLong { digits }),
            _ => Ok(number),
        }
    }
}

/// What came since the last opening bracket, as far as it can become a bracketed `(0)`.
enum Bracket {
    Closed,
    Open,
    OpenWithZero,
}

/// What people and address books put between digits, and means nothing.
fn is_separator(character: char) -> bool {
    match character {
        '-' | '/' | '.' | '\u{2010}'..='\u{2015}' | '\u{2212}' => true,
        // Spaces of one line. A line break is where a second number starts.
        ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' => true,
        '\u{202f}' | '\u{205f}' | '\u{3000}' => true,
        // Invisible, and pasted along from phones and PDFs. Marks that would show the digits in
        // another order than they are dialed in are not among them.
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{202a}' | '\u{202c}' | '\u{202d}' => true,
        '\u{2060}' | '\u{2066}' | '\u{2069}' | '\u{feff}' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::InvalidFaxNumber::*;
    use super::*;

    fn parse(text: &str) -> Result<FaxNumber, InvalidFaxNumber> {
        text.parse()
    }

    #[test]
    fn what_people_paste_is_reduced_to_digits() {
        for text in [
            "+49891234567",
            "+49 89 1234567",
            " +49 (89) 123-45.67\r\n",
            "(+49) 89/123 [4567]",
            "+49\u{a0}89\u{202f}123\u{2009}45\u{3000}67",
            "+49\u{2010}89\u{2011}1\u{2012}2\u{2013}3\u{2014}4\u{2015}5\u{2212}67",
            "\u{202d}+49 89 1234567\u{202c}",
            "\u{feff}+\u{200e}49 89 12\u{ad}34567",
        ] {
            assert_eq!(parse(text).unwrap().as_str(), "+49891234567", "{text:?}");
        }
    }

    #[test]
    fn the_prefix_stays_as_given() {
        assert_eq!(parse("00 49 89 1234567").unwrap().as_str(), "0049891234567");
        assert_eq!(
            parse("(00) 49 89 1234567").unwrap().as_str(),
            "0049891234567"
        );
        assert_eq!(parse("0012015551000").unwrap().as_str(), "0012015551000");
    }

    #[test]
    fn a_number_must_be_international() {
        for text in [
            "089 1234567",
            "49 89 1234567",
            "011 49 89 1234567",
            "0",
            "1",
            "(089) 1234567",
        ] {
            assert_eq!(parse(text).unwrap_err(), NotInternational, "{text}");
        }
        for text in ["", " ", "-", "()"] {
            assert_eq!(parse(text).unwrap_err(), Empty, "{text}");
        }
        for text in ["+0049 89 1234567", "00049891234567", "+089 1234567"] {
            assert_eq!(parse(text).unwrap_err(), CountryCodeZero, "{text}");
        }
    }

    #[test]
    fn a_bracketed_national_prefix_would_dial_a_wrong_number() {
        for text in [
            "+49 (0)89 1234567",
            "+49 (0) 89 1234567",
            "+49[0]891234567",
            "0049 ( 0 ) 89 1234567",
        ] {
            assert_eq!(parse(text).unwrap_err(), NationalPrefix, "{text}");
        }
        // In Italy the zero is part of the number.
        assert_eq!(parse("+39 (06) 1234567").unwrap().as_str(), "+39061234567");
        assert_eq!(parse("+1 (20) 15551000").unwrap().as_str(), "+12015551000");
    }

    #[test]
    fn only_ascii_digits_are_digits() {
        assert_eq!(
            parse("+49 89 123456x").unwrap_err(),
            UnexpectedCharacter { position: 13 }
        );
        assert_eq!(
            parse("tel:+4989123456").unwrap_err(),
            UnexpectedCharacter { position: 0 }
        );
        assert_eq!(
            parse("  +49\u{663}89123456").unwrap_err(),
            UnexpectedCharacter { position: 5 }
        );
        assert_eq!(
            parse("+４９89123456").unwrap_err(),
            UnexpectedCharacter { position: 1 }
        );
        assert_eq!(
            parse("+49 89 123,4567").unwrap_err(),
            UnexpectedCharacter { position: 10 }
        );
        assert_eq!(
            parse("+49 89\u{202e}1234567").unwrap_err(),
            UnexpectedCharacter { position: 6 }
        );
    }

    #[test]
    fn two_numbers_in_one_are_not_joined() {
        assert_eq!(
            parse("+49891234+49895678").unwrap_err(),
            MisplacedPlus { position: 9 }
        );
        assert_eq!(
            parse("00+49891234").unwrap_err(),
            MisplacedPlus { position: 2 }
        );
        assert_eq!(
            parse("++49891234").unwrap_err(),
            MisplacedPlus { position: 1 }
        );
        assert_eq!(
            parse("+4989123\n4989567").unwrap_err(),
            UnexpectedCharacter { position: 8 }
        );
        assert_eq!(
            parse("+4989123\u{2028}4989567").unwrap_err(),
            UnexpectedCharacter { position: 8 }
        );
    }

    #[test]
    fn six_to_twenty_digits_follow_the_prefix() {
        assert_eq!(parse("+49891").unwrap_err(), TooShort { digits: 5 });
        assert!(parse("+498912").is_ok());
        assert!(parse("0049891").is_err());
        assert_eq!(parse("+").unwrap_err(), TooShort { digits: 0 });
        assert!(parse("+12345678901234567890").is_ok());
        assert!(parse("0012345678901234567890").is_ok());
        assert_eq!(
            parse("+123456789012345678901").unwrap_err(),
            TooLong { digits: 21 }
        );
    }
}
