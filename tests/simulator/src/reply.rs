//! What the model answers: a response, and what the connection does to it.

use std::fmt;
use std::time::Duration;

/// The outcome of one request: the response, and how much of it the client gets to see.
#[non_exhaustive]
pub struct Reply {
    /// The response of the service. The client sees it only as far as `transport` says.
    pub response: http::Response<Vec<u8>>,
    /// What happens on the connection.
    pub transport: Transport,
    /// Whether the service processed the request: with [`Transport::Reset`], whether the answer was lost or the request.
    pub processed: bool,
}

/// What happens on the connection of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Transport {
    /// The whole response arrives, after this delay (mostly zero).
    #[non_exhaustive]
    Deliver {
        /// How long after the request.
        after: Duration,
    },
    /// The response arrives in pieces of this many bytes with a pause after each.
    #[non_exhaustive]
    Drip {
        /// Bytes in a piece, at least one.
        bytes: usize,
        /// The pause.
        every: Duration,
    },
    /// The head arrives and this many bytes of the body, fewer than announced; then the connection is closed.
    #[non_exhaustive]
    Cut {
        /// Bytes of the body that arrive.
        after: usize,
    },
    /// No response: the connection is reset.
    Reset,
    /// No connection: it is refused.
    Refuse,
    /// No response, and the connection stays open.
    Freeze,
}

impl Transport {
    pub(crate) const AT_ONCE: Self = Self::Deliver {
        after: Duration::ZERO,
    };
}

impl Reply {
    pub(crate) fn deliver(response: http::Response<Vec<u8>>) -> Self {
        Self {
            response,
            transport: Transport::AT_ONCE,
            processed: true,
        }
    }

    /// The response if the client gets all of it, at whatever time.
    ///
    /// ```
    /// use std::time::Duration;
    /// use fax4a_simulator::{Config, Endpoint, Service};
    ///
    /// let mut service = Service::new(Config::new());
    /// let request = http::Request::get("/rest/v1/99999TE/fax/reports").body("").unwrap();
    /// let response = service.respond(Endpoint::De1, Duration::ZERO, &request).delivered().unwrap();
    /// assert_eq!(response.status(), 400); // there is no `Authorization`
    /// ```
    pub fn delivered(self) -> Option<http::Response<Vec<u8>>> {
        match self.transport {
            Transport::Deliver { .. } | Transport::Drip { .. } => Some(self.response),
            Transport::Cut { .. } | Transport::Reset | Transport::Refuse | Transport::Freeze => {
                None
            }
        }
    }
}

/// Shows the status and the length only: bodies hold personal data.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.response.status())
            .field("body_bytes", &self.response.body().len())
            .field("transport", &self.transport)
            .field("processed", &self.processed)
            .finish()
    }
}
