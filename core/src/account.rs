//! Who sends: the customer number and the credentials.

use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;

use crate::server::push_segment;

/// A login at the service: whose faxes these are, and how to prove it. Jobs and reports belong to the login that made them.
///
/// Cloning is cheap. `Debug` shows neither number nor credentials.
///
/// ```
/// use fax4a::{Account, Credentials, CustomerNumber};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let account = Account::new(CustomerNumber::new("99999TE")?, Credentials::basic("fax@example.com", "secret")?);
/// assert_eq!(account.customer_number().as_str(), "99999TE");
/// assert!(!format!("{account:?}").contains("secret"));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct Account {
    customer_number: CustomerNumber,
    credentials: Credentials,
}

impl Account {
    /// An account of this customer with these credentials.
    pub fn new(customer_number: CustomerNumber, credentials: Credentials) -> Self {
        Self {
            customer_number,
            credentials,
        }
    }

    /// The customer number (`custNr`).
    pub fn customer_number(&self) -> &CustomerNumber {
        &self.customer_number
    }

    pub(crate) fn authorization(&self) -> HeaderValue {
        self.credentials.0.clone()
    }
}

/// A customer number (`custNr`), such as `99999TE`: the first segment of every address.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CustomerNumber {
    text: Arc<str>,
    /// With its slash, ready for an address.
    segment: Arc<str>,
}

impl CustomerNumber {
    /// Longest customer number that is taken, in characters. The service's own are shorter than ten.
    pub const MAX_LENGTH: usize = 64;

    /// Checks a customer number. Characters that mean something in an address are encoded, so they change nothing but the name.
    ///
    /// # Errors
    /// [`InvalidAccount::CustomerNumber`] when it is empty, longer than [`MAX_LENGTH`](Self::MAX_LENGTH), `.` or `..`,
    /// or holds a control character or white space.
    pub fn new(text: &str) -> Result<Self, InvalidAccount> {
        let odd = |c: char| c.is_control() || c.is_whitespace();
        if text.is_empty()
            || matches!(text, "." | "..")
            || text.chars().count() > Self::MAX_LENGTH
            || text.contains(odd)
        {
            return Err(InvalidAccount::CustomerNumber);
        }
        let mut segment = String::new();
        push_segment(&mut segment, text);
        Ok(Self {
            text: text.into(),
            segment: segment.into(),
        })
    }

    /// The number as it was given.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn segment(&self) -> &str {
        &self.segment
    }
}

impl fmt::Debug for CustomerNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CustomerNumber(…)")
    }
}

/// What proves the login, ready as the value of the `Authorization` header and marked sensitive there.
#[derive(Clone)]
pub struct Credentials(HeaderValue);

impl Credentials {
    /// User name and password for HTTP Basic authentication, the one scheme that the service takes. Sent as UTF-8 (RFC 7617).
    ///
    /// # Errors
    /// [`InvalidAccount::UserName`] when it is empty, holds a `:` (RFC 7617 has no way to send one) or a control character;
    /// [`InvalidAccount::Password`] when it is empty or holds a control character.
    pub fn basic(user_name: &str, password: &str) -> Result<Self, InvalidAccount> {
        if user_name.is_empty() || user_name.contains(|c: char| c == ':' || c.is_control()) {
            return Err(InvalidAccount::UserName);
        }
        if password.is_empty() || password.contains(char::is_control) {
            return Err(InvalidAccount::Password);
        }
        let value = format!(
            "Basic {}",
            STANDARD.encode(format!("{user_name}:{password}"))
        );
        let mut value = HeaderValue::try_from(value).map_err(|_| InvalidAccount::Password)?;
        value.set_sensitive(true);
        Ok(Self(value))
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(…)")
    }
}

/// What is wrong with a part of an account. The value itself is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidAccount {
    /// Empty, too long, `.`, `..`, or with white space or a control character.
    CustomerNumber,
    /// Empty, or with a colon or a control character.
    UserName,
    /// Empty, or with a control character.
    Password,
}

impl fmt::Display for InvalidAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CustomerNumber => {
                "the customer number is empty, longer than 64 characters, a dot path, or holds white space or control characters"
            }
            Self::UserName => "the user name is empty or holds a colon or control characters",
            Self::Password => "the password is empty or holds control characters",
        })
    }
}

impl core::error::Error for InvalidAccount {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authorization_is_the_example_of_rfc_7617() {
        let credentials = Credentials::basic("Aladdin", "open sesame").unwrap();
        assert_eq!(credentials.0, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assert!(credentials.0.is_sensitive());
    }

    #[test]
    fn a_password_may_hold_colons_and_any_script() {
        let credentials = Credentials::basic("test", "12:3\u{a3}").unwrap();
        assert_eq!(
            credentials.0,
            format!("Basic {}", STANDARD.encode("test:12:3\u{a3}")).as_str()
        );
    }

    #[test]
    fn a_user_name_with_a_colon_is_refused() {
        assert_eq!(
            Credentials::basic("a:b", "c").unwrap_err(),
            InvalidAccount::UserName
        );
        assert_eq!(
            Credentials::basic("", "c").unwrap_err(),
            InvalidAccount::UserName
        );
        assert_eq!(
            Credentials::basic("a\r\nX: y", "c").unwrap_err(),
            InvalidAccount::UserName
        );
        assert_eq!(
            Credentials::basic("a", "c\n").unwrap_err(),
            InvalidAccount::Password
        );
        assert_eq!(
            Credentials::basic("a", "").unwrap_err(),
            InvalidAccount::Password
        );
    }

    #[test]
    fn a_customer_number_stays_one_segment() {
        assert_eq!(
            CustomerNumber::new("99999TE").unwrap().segment(),
            "/99999TE"
        );
        assert_eq!(
            CustomerNumber::new("a/../b").unwrap().segment(),
            "/a%2F..%2Fb"
        );
        for bad in ["", ".", "..", "a b", "a\nb", "\u{7f}", &"x".repeat(65)] {
            assert_eq!(
                CustomerNumber::new(bad),
                Err(InvalidAccount::CustomerNumber),
                "{bad:?}"
            );
        }
    }
}
