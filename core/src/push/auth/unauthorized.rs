//! A push that is not known to come from the service.

use core::fmt;

use http::HeaderValue;

/// A push without the credentials that it needs. To be answered by [`PushError::response`](crate::push::PushError::response).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Unauthorized {
    pub(super) scheme: Scheme,
    pub(super) reason: UnauthorizedReason,
}

/// What is wrong with the credentials of a push.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnauthorizedReason {
    /// There are none. Many clients send them only after they were asked by a `401`, so this alone is no alarm.
    Missing,
    /// They are of another scheme than is expected.
    OtherScheme,
    /// They are wrong, or not written as the scheme demands.
    Wrong,
}

impl Unauthorized {
    /// What is wrong.
    pub fn reason(&self) -> UnauthorizedReason {
        self.reason
    }

    /// The `WWW-Authenticate` of the answer.
    pub(in crate::push) fn challenge(self) -> HeaderValue {
        HeaderValue::from_static(match (self.scheme, self.reason) {
            (Scheme::Basic, _) => r#"Basic realm="fax status", charset="UTF-8""#,
            (Scheme::Bearer, UnauthorizedReason::Wrong) => {
                r#"Bearer realm="fax status", error="invalid_token""#
            }
            (Scheme::Bearer, _) => r#"Bearer realm="fax status""#,
        })
    }
}

impl fmt::Debug for Unauthorized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unauthorized({}, {:?})", self.scheme.name(), self.reason)
    }
}

impl fmt::Display for Unauthorized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = self.scheme.name();
        match self.reason {
            UnauthorizedReason::Missing => write!(f, "the push has no {scheme} credentials"),
            UnauthorizedReason::OtherScheme => {
                write!(f, "the push has credentials, but not {scheme} ones")
            }
            UnauthorizedReason::Wrong => write!(f, "the push has wrong {scheme} credentials"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    Basic,
    Bearer,
}

impl Scheme {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Basic => "Basic",
            Self::Bearer => "Bearer",
        }
    }
}
