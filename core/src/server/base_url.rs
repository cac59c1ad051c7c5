//! The checked base address of a server.

use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;

use url::{Host, Url};

/// Longest base address, so that every request address stays far below what servers and clients take.
const MAX_LENGTH: usize = 2048;

/// An absolute `https` (or allowed `http`) address, with any path prefix, without a slash at its end.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct BaseUrl(Arc<str>);

impl BaseUrl {
    /// `https`, or `http` to this very machine.
    pub(super) fn parse(text: &str) -> Result<Self, InvalidServerUrl> {
        let (base, url) = Self::parse_any(text)?;
        if url.scheme() == "http" && !is_loopback(&url) {
            return Err(InvalidServerUrl::Unencrypted);
        }
        Ok(base)
    }

    pub(super) fn parse_unencrypted(text: &str) -> Result<Self, InvalidServerUrl> {
        Self::parse_any(text).map(|(base, _)| base)
    }

    fn parse_any(text: &str) -> Result<(Self, Url), InvalidServerUrl> {
        let url = Url::parse(text).map_err(|_| InvalidServerUrl::Malformed)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(InvalidServerUrl::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(InvalidServerUrl::Credentials);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(InvalidServerUrl::QueryOrFragment);
        }
        if url.as_str().len() > MAX_LENGTH {
            return Err(InvalidServerUrl::TooLong);
        }
        // A browser's rules let some characters into host names that no HTTP client takes.
        if url.as_str().parse::<http::Uri>().is_err() {
            return Err(InvalidServerUrl::Malformed);
        }
        let base = Self(url.as_str().trim_end_matches('/').into());
        Ok((base, url))
    }

    /// An address of the documentation, which the tests of this file parse.
    pub(super) fn known(text: &str) -> Self {
        Self(text.into())
    }

    /// Refuses the service's own HA addresses, where report requests must never go.
    pub(super) fn not_high_availability(self) -> Result<Self, InvalidServerUrl> {
        let host = self.0.split("://").nth(1).unwrap_or_default();
        if host.starts_with("faxws-ha.") {
            Err(InvalidServerUrl::HighAvailability)
        } else {
            Ok(self)
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text is not the base address of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidServerUrl {
    /// Not an absolute address with a host.
    Malformed,
    /// Neither `https` nor `http`.
    Scheme,
    /// `http` to another machine: the password and the documents would be readable on the way.
    Unencrypted,
    /// A user name or password in the address; they belong into the account.
    Credentials,
    /// A query (`?`) or fragment (`#`), which no base address has.
    QueryOrFragment,
    /// Longer than 2048 characters.
    TooLong,
    /// An HA address given as that of a data center: its answers to report requests are inconsistent.
    HighAvailability,
}

impl fmt::Display for InvalidServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "the server address is not an absolute URL with a host",
            Self::Scheme => "the server address is neither https nor http",
            Self::Unencrypted => {
                "the server address is plain http to another machine; `new_unencrypted` allows it"
            }
            Self::Credentials => {
                "the server address holds credentials; they belong into the account"
            }
            Self::QueryOrFragment => "the server address has a query or a fragment",
            Self::TooLong => "the server address is longer than 2048 characters",
            Self::HighAvailability => {
                "report requests must not go to a high-availability address; name the data centers"
            }
        })
    }
}

impl core::error::Error for InvalidServerUrl {}

/// Percent-encodes everything but the unreserved characters of RFC 3986, so that no text leaves its path segment.
pub(crate) fn push_segment(path: &mut String, segment: &str) {
    const RESERVED: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~');
    path.push('/');
    path.extend(percent_encoding::utf8_percent_encode(segment, RESERVED));
}

#[cfg(test)]
mod tests {
    use super::super::{DataCenterUrl, Region, SubmissionUrl};
    use super::*;

    #[test]
    fn known_addresses_are_valid() {
        for name in ["DE", "us", "Ch", "SG", "mock"] {
            let region: Region = name.parse().unwrap();
            let parsed = SubmissionUrl::new(region.name(), region.submission().as_str()).unwrap();
            assert_eq!(&parsed, region.submission());
            for url in region.data_centers() {
                assert_eq!(
                    &DataCenterUrl::new(url.data_center().name(), url.as_str()).unwrap(),
                    url
                );
            }
        }
    }

    #[test]
    fn a_trailing_slash_makes_no_difference() {
        let with = BaseUrl::parse("https://fax.example.com/prefix/rest/v1/").unwrap();
        assert_eq!(
            with,
            BaseUrl::parse("https://fax.example.com/prefix/rest/v1").unwrap()
        );
        assert_eq!(
            BaseUrl::parse("https://fax.example.com/").unwrap().as_str(),
            "https://fax.example.com"
        );
    }

    #[test]
    fn plain_http_is_for_loopback_only_unless_allowed() {
        for loopback in [
            "http://127.0.0.1:1",
            "http://127.8.9.1",
            "http://[::1]:80/x",
            "http://localhost:8080",
        ] {
            assert!(BaseUrl::parse(loopback).is_ok(), "{loopback}");
        }
        for remote in [
            "http://fax.example.com",
            "http://10.0.0.1",
            "http://localhost.example.com",
            "http://128.0.0.1",
        ] {
            assert_eq!(
                BaseUrl::parse(remote),
                Err(InvalidServerUrl::Unencrypted),
                "{remote}"
            );
            assert!(BaseUrl::parse_unencrypted(remote).is_ok(), "{remote}");
        }
    }

    #[test]
    fn each_fault_of_an_address_has_its_error() {
        let long = alloc::format!("https://fax.example.com/{}", "x".repeat(MAX_LENGTH));
        for (text, error) in [
            ("", InvalidServerUrl::Malformed),
            ("fax.example.com/rest", InvalidServerUrl::Malformed),
            ("https://", InvalidServerUrl::Malformed),
            ("https://a\"b.example", InvalidServerUrl::Malformed),
            ("https://a`{}b.example", InvalidServerUrl::Malformed),
            ("ftp://fax.example.com", InvalidServerUrl::Scheme),
            (
                "https://user:secret@fax.example.com",
                InvalidServerUrl::Credentials,
            ),
            (
                "https://fax.example.com/?a=b",
                InvalidServerUrl::QueryOrFragment,
            ),
            (
                "https://fax.example.com/#a",
                InvalidServerUrl::QueryOrFragment,
            ),
            (&long, InvalidServerUrl::TooLong),
        ] {
            assert_eq!(BaseUrl::parse(text).map(|_| ()), Err(error), "{text}");
        }
    }

    #[test]
    fn a_high_availability_address_is_no_data_center() {
        let url = "https://faxws-ha.de.retarus.com/rest/v1";
        assert_eq!(
            DataCenterUrl::new("DE1", url),
            Err(InvalidServerUrl::HighAvailability)
        );
        assert!(SubmissionUrl::new("DE", url).is_ok());
    }

    #[test]
    fn a_segment_cannot_leave_its_place() {
        let mut path = String::new();
        push_segment(&mut path, "a/../b?c#d %2f\u{fc}\r\n");
        assert_eq!(path, "/a%2F..%2Fb%3Fc%23d%20%252f%C3%BC%0D%0A");
    }
}
