//! Fax numbers: what people paste in, what goes to the service.

mod invalid;
mod mask;
mod read;

use alloc::string::String;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};

pub use self::invalid::InvalidFaxNumber;
use self::mask::Masked;

/// A fax number that can be dialed: international, in digits.
///
/// It starts with `+` or `00` and the country code, and has 6 to 20 digits after that prefix
/// (E.164 allows 15; extensions that are dialed through can add some). Spaces, dashes, brackets,
/// slashes and dots, which people type and paste, are accepted and removed; the prefix stays as it
/// was given. Only ASCII digits are digits.
///
/// A national prefix in brackets, `+49 (0)89 …`, is refused: the zero is dialed only within the
/// country, and with it the fax would go to a wrong number.
///
/// Two numbers are equal when the same digits are dialed: `+49…` equals `0049…`. A number is
/// personal data, so there is no `Display`, and `Debug` tells only how long it is.
///
/// ```
/// use fax4a::FaxNumber;
/// use fax4a::job::InvalidFaxNumber;
///
/// let number: FaxNumber = "+49 (89) 123-45.67".parse()?;
/// assert_eq!(number.as_str(), "+49891234567");
/// assert_eq!(number.masked().to_string(), "+49…67");
/// assert_eq!(number, "0049 89 1234567".parse()?);
///
/// assert_eq!("089 1234567".parse::<FaxNumber>(), Err(InvalidFaxNumber::NotInternational));
/// assert_eq!("+49 (0)89 1234567".parse::<FaxNumber>(), Err(InvalidFaxNumber::NationalPrefix));
/// # Ok::<(), InvalidFaxNumber>(())
/// ```
#[derive(Clone)]
pub struct FaxNumber(String);

impl FaxNumber {
    /// As it goes to the service: `+` or `00`, as given, then digits only.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digits after the prefix, country code first: what tells numbers apart.
    #[must_use]
    pub fn digits(&self) -> &str {
        self.split_prefix().1
    }

    /// The number for a user's eyes: prefix, country code and the last two digits, `+49…67`.
    ///
    /// Of a number with less than eight digits, the last two are hidden as well.
    pub fn masked(&self) -> impl fmt::Display {
        Masked(self)
    }

    fn split_prefix(&self) -> (&str, &str) {
        self.0
            .split_at_checked(if self.0.starts_with('+') { 1 } else { 2 })
            .unwrap_or_default()
    }
}

impl AsRef<str> for FaxNumber {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Debug for FaxNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FaxNumber({} digits)", self.digits().len())
    }
}

impl PartialEq for FaxNumber {
    fn eq(&self, other: &Self) -> bool {
        self.digits() == other.digits()
    }
}

impl Eq for FaxNumber {}

impl PartialOrd for FaxNumber {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for FaxNumber {
    fn cmp(&self, other: &Self) -> Ordering {
        self.digits().cmp(other.digits())
    }
}

impl Hash for FaxNumber {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.digits().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    fn number(text: &str) -> FaxNumber {
        text.parse().unwrap()
    }

    #[test]
    fn both_prefixes_dial_the_same_number() {
        let (plus, zeros) = (number("+49891234567"), number("0049891234567"));
        assert_eq!(plus, zeros);
        assert_eq!(plus.cmp(&zeros), Ordering::Equal);
        assert_eq!(plus.digits(), zeros.digits());
        assert_ne!(plus, number("+49891234568"));
        let set: alloc::collections::BTreeSet<_> = [plus, zeros].into_iter().collect();
        assert_eq!(set.len(), 1);
    }

    #[test]
    fn debug_tells_only_the_length() {
        let number = number("+49 89 7770007");
        assert_eq!(format!("{number:?}"), "FaxNumber(11 digits)");
    }

    #[test]
    fn numbers_sort_and_hash_by_what_is_dialed() {
        /// Keeps what is hashed.
        #[derive(Default)]
        struct Kept(alloc::vec::Vec<u8>);
        impl Hasher for Kept {
            fn finish(&self) -> u64 {
                0
            }
            fn write(&mut self, bytes: &[u8]) {
                self.0.extend_from_slice(bytes);
            }
        }
        let hashed = |text: &str| {
            let mut kept = Kept::default();
            number(text).hash(&mut kept);
            kept.0
        };
        assert_eq!(hashed("+49891234567"), hashed("0049891234567"));
        assert_ne!(hashed("+49891234567"), hashed("+49891234568"));
        let (lower, higher) = (number("0049891234567"), number("+49891234568"));
        assert_eq!(lower.cmp(&higher), Ordering::Less);
        assert_eq!(higher.cmp(&lower), Ordering::Greater);
    }
}
