//! Why a text is not a fax number.

use core::fmt;

use super::read::{MAX_DIGITS, MIN_DIGITS};

/// Why a text is not a [`FaxNumber`](super::FaxNumber). Positions count characters from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidFaxNumber {
    /// Nothing but separators, or nothing at all.
    Empty,
    /// It does not start with `+` or `00`.
    NotInternational,
    /// Neither an ASCII digit nor one of the separators that are removed.
    UnexpectedCharacter {
        /// Where it is.
        position: usize,
    },
    /// A `+` elsewhere than at the start: perhaps two numbers.
    MisplacedPlus {
        /// Where it is.
        position: usize,
    },
    /// A national prefix in brackets, `(0)`, which must not be dialed from abroad.
    NationalPrefix,
    /// The country code starts with 0; there is none such.
    CountryCodeZero,
    /// Less than 6 digits after the prefix.
    TooShort {
        /// How many there are.
        digits: usize,
    },
    /// More than 20 digits after the prefix.
    TooLong {
        /// How many there are.
        digits: usize,
    },
}

impl fmt::Display for InvalidFaxNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the number is empty"),
            Self::NotInternational => f.write_str(
                "the number is not international, start it with + or 00 and the country code",
            ),
            Self::UnexpectedCharacter { position } => {
                write!(
                    f,
                    "the number has a character that cannot be dialed at position {position}"
                )
            }
            Self::MisplacedPlus { position } => {
                write!(f, "the number has a + inside at position {position}")
            }
            Self::NationalPrefix => f.write_str(
                "the number has a national prefix (0), leave it out after the country code",
            ),
            Self::CountryCodeZero => f.write_str("the country code starts with 0"),
            Self::TooShort { digits } => {
                write!(
                    f,
                    "the number has {digits} digits after the prefix, at least {MIN_DIGITS} are needed"
                )
            }
            Self::TooLong { digits } => {
                write!(
                    f,
                    "the number has {digits} digits after the prefix, at most {MAX_DIGITS} can be dialed"
                )
            }
        }
    }
}

impl core::error::Error for InvalidFaxNumber {}
