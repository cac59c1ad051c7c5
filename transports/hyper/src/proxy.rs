//! An HTTP proxy on the way.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::uri::{PathAndQuery, Scheme};
use http::{HeaderValue, Uri};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use tower_service::Service as _;

use crate::connect::Resolver;

/// An HTTP proxy that connections go through.
///
/// It is asked by `CONNECT` for a tunnel to the server, whether the way there is encrypted or not, so it sees neither the
/// requests nor the account's credentials of an `https` address. The way to the proxy itself is not encrypted.
///
/// ```
/// use fax4a_hyper::Proxy;
/// # fn main() -> Result<(), fax4a_hyper::InvalidProxy> {
/// let proxy = Proxy::new("http://proxy.example.com:3128")?.with_basic_auth("fax", "secret")?;
/// # assert!(!format!("{proxy:?}").contains("secret"));
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Proxy {
    address: Uri,
    authorization: Option<HeaderValue>,
}

impl Proxy {
    /// The proxy at an address such as `http://proxy.example.com:3128`. The port is 80 if none is given.
    ///
    /// # Errors
    /// [`InvalidProxy`] when this is no `http` address of a host, or has more in it.
    pub fn new(address: &str) -> Result<Self, InvalidProxy> {
        let uri: Uri = address.parse().map_err(|_| InvalidProxy::Address)?;
        if uri.scheme() != Some(&Scheme::HTTP) {
            return Err(InvalidProxy::Scheme);
        }
        if uri
            .authority()
            .is_some_and(|authority| authority.as_str().contains('@'))
        {
            return Err(InvalidProxy::Credentials);
        }
        let path = uri.path_and_query().map_or("", PathAndQuery::as_str);
        if uri.host().is_none_or(str::is_empty) || !matches!(path, "" | "/") {
            return Err(InvalidProxy::Address);
        }
        Ok(Self {
            address: uri,
            authorization: None,
        })
    }

    /// Tells the proxy who is asking.
    ///
    /// # Errors
    /// [`InvalidProxy::Credentials`] when there is a colon in the user name, which HTTP has no way to say (RFC 7617).
    pub fn with_basic_auth(mut self, user: &str, password: &str) -> Result<Self, InvalidProxy> {
        if user.contains(':') {
            return Err(InvalidProxy::Credentials);
        }
        let text = format!("Basic {}", STANDARD.encode(format!("{user}:{password}")));
        let mut authorization =
            HeaderValue::try_from(text).map_err(|_| InvalidProxy::Credentials)?;
        authorization.set_sensitive(true);
        self.authorization = Some(authorization);
        Ok(self)
    }

    /// Opens a tunnel to `address`, over a connection to the proxy that `direct` makes.
    pub(crate) fn tunnel(
        &self,
        direct: HttpConnector<Resolver>,
        address: Uri,
    ) -> <Tunnel<HttpConnector<Resolver>> as tower_service::Service<Uri>>::Future {
        let tunnel = Tunnel::new(self.address.clone(), direct);
        let mut tunnel = match &self.authorization {
            Some(authorization) => tunnel.with_auth(authorization.clone()),
            None => tunnel,
        };
        tunnel.call(with_port(address))
    }
}

/// The same address with its port written out: the tunnel takes 443 for the default of all.
fn with_port(address: Uri) -> Uri {
    if address.scheme() != Some(&Scheme::HTTP) || address.port().is_some() {
        return address;
    }
    let authority = format!("{}:80", address.host().unwrap_or_default());
    Uri::builder()
        .scheme(Scheme::HTTP)
        .authority(authority)
        .path_and_query("/")
        .build()
        .unwrap_or(address)
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxy")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

/// Why a [`Proxy`] could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidProxy {
    /// The address is none, or has more than scheme, host and port.
    Address,
    /// The address does not begin with `http://`.
    Scheme,
    /// Credentials do not belong into the address, and a user name has no colon.
    Credentials,
}

impl fmt::Display for InvalidProxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Address => "a proxy's address is http://HOST:PORT, and nothing more",
            Self::Scheme => "a proxy's address begins with http://",
            Self::Credentials => {
                "a proxy's credentials do not belong into its address, and a user name has no colon"
            }
        })
    }
}

impl std::error::Error for InvalidProxy {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_host_of_http_and_nothing_more() {
        for good in [
            "http://proxy.example.com:3128",
            "http://proxy.example.com",
            "http://[::1]:8080/",
            "http://10.0.0.1:1",
        ] {
            assert!(Proxy::new(good).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("https://proxy.example.com", InvalidProxy::Scheme),
            ("socks5://proxy.example.com", InvalidProxy::Scheme),
            ("proxy.example.com:3128", InvalidProxy::Scheme),
            (
                "http://fax:secret@proxy.example.com",
                InvalidProxy::Credentials,
            ),
            ("http://proxy.example.com/path", InvalidProxy::Address),
            ("http://proxy.example.com/?query", InvalidProxy::Address),
            ("http://:3128", InvalidProxy::Address),
            ("no address", InvalidProxy::Address),
            ("", InvalidProxy::Address),
        ] {
            assert_eq!(Proxy::new(bad).unwrap_err(), why, "{bad}");
        }
    }

    #[test]
    fn credentials_are_sent_and_not_shown() {
        let proxy = Proxy::new("http://proxy.example.com").unwrap();
        assert_eq!(
            proxy.clone().with_basic_auth("a:b", "c").unwrap_err(),
            InvalidProxy::Credentials
        );
        let proxy = proxy.with_basic_auth("fax", "secret").unwrap();
        let authorization = proxy.authorization.as_ref().unwrap();
        assert_eq!(authorization, "Basic ZmF4OnNlY3JldA==");
        assert!(authorization.is_sensitive());
        let shown = format!("{proxy:?}");
        assert!(
            shown.contains("proxy.example.com")
                && !shown.contains("secret")
                && !shown.contains("ZmF4"),
            "{shown}"
        );
    }

    #[test]
    fn a_tunnel_gets_the_port_of_the_scheme() {
        for (address, expected) in [
            ("http://fax.example.com/", "http://fax.example.com:80/"),
            ("http://[::1]/", "http://[::1]:80/"),
            (
                "http://fax.example.com:8080/",
                "http://fax.example.com:8080/",
            ),
            ("https://fax.example.com/", "https://fax.example.com/"),
        ] {
            assert_eq!(with_port(address.parse().unwrap()), expected);
        }
    }
}
