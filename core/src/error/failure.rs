//! What a transport reports when no complete answer came.

use alloc::boxed::Box;
use alloc::sync::Arc;
use core::fmt;

use super::write_server;
use crate::server::Server;

/// Whether a request reached its server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Delivery {
    /// Surely not, so it may be sent again without a second thought: no byte of it left for the server, or none of its body, or the
    /// server said in the terms of HTTP/2 that it did not look at it.
    NotSent,
    /// Perhaps: bytes may have left. A fax job may have been accepted.
    Unknown,
}

/// What broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FailureKind {
    /// The server's name could not be resolved.
    Resolve,
    /// No connection was made: refused, unreachable, or the proxy said no.
    Connect,
    /// No encrypted connection was made, such as for a certificate that is not trusted.
    Tls,
    /// The time for the exchange was over.
    Timeout,
    /// The connection broke, or what came over it was no HTTP.
    Interrupted,
    /// The answer was larger than allowed.
    ResponseTooLarge,
    /// The caller stopped before an answer came.
    Stopped,
    /// Something else.
    Other,
}

impl FailureKind {
    fn describe(self) -> &'static str {
        match self {
            Self::Resolve => "the server's name could not be resolved",
            Self::Connect => "no connection could be made",
            Self::Tls => "no encrypted connection could be made",
            Self::Timeout => "no answer came in time",
            Self::Interrupted => "the connection broke",
            Self::ResponseTooLarge => "the answer was larger than allowed",
            Self::Stopped => "stopped before an answer came",
            Self::Other => "the transport failed",
        }
    }
}

/// Why an exchange ended without a complete answer, as the transport saw it. Cloning is cheap.
///
/// A transport must call the delivery [`Unknown`](Delivery::Unknown) unless it knows better: see [`Delivery::NotSent`].
#[derive(Clone)]
pub struct Failure {
    delivery: Delivery,
    kind: FailureKind,
    source: Option<Arc<dyn core::error::Error + Send + Sync>>,
}

impl Failure {
    /// A failure of a request that surely was not accepted: see [`Delivery::NotSent`].
    pub fn not_sent(kind: FailureKind) -> Self {
        Self {
            delivery: Delivery::NotSent,
            kind,
            source: None,
        }
    }

    /// A failure after which nobody knows whether the request arrived.
    pub fn unknown(kind: FailureKind) -> Self {
        Self {
            delivery: Delivery::Unknown,
            kind,
            source: None,
        }
    }

    /// Keeps the error that caused this one. It must not print secrets: its text is the caller's to show.
    #[must_use]
    pub fn with_source(
        mut self,
        source: impl Into<Box<dyn core::error::Error + Send + Sync>>,
    ) -> Self {
        self.source = Some(Arc::from(source.into()));
        self
    }

    /// Whether the request reached the server.
    pub fn delivery(&self) -> Delivery {
        self.delivery
    }

    /// What broke.
    pub fn kind(&self) -> FailureKind {
        self.kind
    }

    /// Whether another try may end otherwise. A certificate or the size of an answer does not change by asking again.
    pub fn is_retryable(&self) -> bool {
        !matches!(
            self.kind,
            FailureKind::Tls | FailureKind::ResponseTooLarge | FailureKind::Stopped
        )
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Failure")
            .field("delivery", &self.delivery)
            .field("kind", &self.kind)
            .field("source", &self.source)
            .finish()
    }
}

/// No complete answer came: a [`Failure`], and the server that it happened with.
#[derive(Clone, Debug)]
pub struct TransportError {
    failure: Failure,
    server: Option<Server>,
}

impl TransportError {
    pub(super) fn new(failure: Failure) -> Self {
        Self {
            failure,
            server: None,
        }
    }

    pub(super) fn at(mut self, server: Server) -> Self {
        self.server = Some(server);
        self
    }

    /// What the transport saw.
    pub fn failure(&self) -> &Failure {
        &self.failure
    }

    /// The server, where it is known.
    pub fn server(&self) -> Option<&Server> {
        self.server.as_ref()
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.failure.kind.describe())?;
        write_server(f, "with", self.server())?;
        f.write_str(match self.failure.delivery {
            Delivery::NotSent => "; the request was not sent",
            Delivery::Unknown => "; the request may have arrived",
        })
    }
}

impl core::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        self.failure.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use core::error::Error as _;

    use super::*;

    #[test]
    fn what_cannot_change_is_not_worth_another_try() {
        use FailureKind::*;
        for kind in [Resolve, Connect, Timeout, Interrupted, Other] {
            assert!(
                Failure::not_sent(kind).is_retryable() && Failure::unknown(kind).is_retryable()
            );
        }
        for kind in [Tls, ResponseTooLarge, Stopped] {
            assert!(
                !Failure::not_sent(kind).is_retryable() && !Failure::unknown(kind).is_retryable()
            );
        }
    }

    #[test]
    fn the_cause_is_kept_and_told_once() {
        let failure = Failure::unknown(FailureKind::Other).with_source("broken pipe");
        let error = TransportError::new(failure);
        assert_eq!(alloc::format!("{}", error.source().unwrap()), "broken pipe");
        assert!(!alloc::format!("{error}").contains("broken pipe"));
        assert!(
            TransportError::new(Failure::unknown(FailureKind::Other))
                .source()
                .is_none()
        );
    }
}
