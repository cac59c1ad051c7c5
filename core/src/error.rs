//! What can go wrong after a request was built: the server said no, its answer could not be read, or no answer came.

use core::fmt;

mod decode;
mod entry;
mod failure;
mod server_error;

pub use decode::{DecodeError, DecodeErrorKind};
pub use entry::{EntryError, EntryProblem};
pub use failure::{Delivery, Failure, FailureKind, TransportError};
pub use server_error::{ErrorBody, ErrorBodyKind, ErrorKind, ServerError};

use crate::server::Server;

/// Why an operation has no result. Nothing that the server said is lost, and nothing here holds personal data in its `Display` or `Debug`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Error {
    /// The server answered, and not with a success.
    Server(ServerError),
    /// The server answered with a success whose body could not be read.
    Decode(DecodeError),
    /// The answer to a bulk request was read, but has no result for this one job.
    Entry(EntryError),
    /// No complete answer came.
    Transport(TransportError),
}

impl Error {
    /// The server that this is about; `None` where the caller chose it and no flow was involved.
    pub fn server(&self) -> Option<&Server> {
        match self {
            Self::Server(error) => error.server(),
            Self::Decode(error) => error.server(),
            Self::Entry(error) => error.server(),
            Self::Transport(error) => error.server(),
        }
    }

    /// Whether the same read or delete may work later. For a send, ask [`Error::surely_not_accepted`] as well.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Server(error) => error.is_retryable(),
            Self::Decode(_) => false,
            Self::Entry(_) => true,
            Self::Transport(error) => error.failure().is_retryable(),
        }
    }

    /// Whether the request may have reached the service and done its work there, although this error came back.
    ///
    /// For a send, `true` means: a fax may be on its way, so sending the job again may fax twice.
    pub fn may_have_been_sent(&self) -> bool {
        match self {
            Self::Server(error) => !error.is_refusal(),
            Self::Decode(_) | Self::Entry(_) => true,
            Self::Transport(error) => error.failure().delivery() == Delivery::Unknown,
        }
    }

    /// Whether the request may be repeated at once although it must not be carried out twice: it never left, or the server
    /// said that it is too busy to take it (429, 503).
    pub fn surely_not_accepted(&self) -> bool {
        match self {
            Self::Server(error) => matches!(
                error.kind(),
                ErrorKind::RateLimited | ErrorKind::Unavailable
            ),
            Self::Decode(_) | Self::Entry(_) => false,
            Self::Transport(error) => error.failure().delivery() == Delivery::NotSent,
        }
    }

    /// The HTTP status of the answer, if one came.
    pub fn status(&self) -> Option<http::StatusCode> {
        match self {
            Self::Server(error) => Some(error.status()),
            Self::Decode(error) => Some(error.status()),
            Self::Entry(_) | Self::Transport(_) => None,
        }
    }

    /// The same error, said to be about this server.
    #[must_use]
    pub fn at(self, server: Server) -> Self {
        match self {
            Self::Server(error) => Self::Server(error.at(server)),
            Self::Decode(error) => Self::Decode(error.at(server)),
            Self::Entry(error) => Self::Entry(error.at(server)),
            Self::Transport(error) => Self::Transport(error.at(server)),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::Entry(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for Error {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Server(_) | Self::Decode(_) | Self::Entry(_) => None,
            Self::Transport(error) => core::error::Error::source(error),
        }
    }
}

impl From<ServerError> for Error {
    fn from(error: ServerError) -> Self {
        Self::Server(error)
    }
}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        Self::Decode(error)
    }
}

impl From<EntryError> for Error {
    fn from(error: EntryError) -> Self {
        Self::Entry(error)
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Self::Transport(TransportError::new(failure))
    }
}

/// Writes ` from data center DE1`, or nothing where the server is not known.
fn write_server(
    f: &mut fmt::Formatter<'_>,
    preposition: &str,
    server: Option<&Server>,
) -> fmt::Result {
    match server {
        Some(server) => write!(f, " {preposition} {server}"),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

    use http::{Response, StatusCode};

    use super::*;
    use crate::server::DataCenter;

    fn errors() -> impl Iterator<Item = Error> {
        let answer = |status| {
            let mut response = Response::new(&b""[..]);
            *response.status_mut() = StatusCode::from_u16(status).unwrap();
            Error::from(ServerError::from_response(&response))
        };
        let decode = serde_json::from_str::<u8>("{").unwrap_err();
        let decode = DecodeError::new(&decode, ".".into(), StatusCode::OK, b"{");
        let failures = [
            Failure::not_sent(FailureKind::Tls),
            Failure::unknown(FailureKind::Timeout),
        ];
        (100..1000)
            .map(answer)
            .chain(failures.map(Error::from))
            .chain([
                decode.into(),
                EntryError::new(EntryProblem::Unanswered).into(),
            ])
    }

    #[test]
    fn what_surely_was_not_accepted_cannot_have_been_sent() {
        assert!(errors().all(|error| !(error.surely_not_accepted() && error.may_have_been_sent())));
        assert!(errors().any(|error| error.surely_not_accepted()));
        assert!(errors().any(|error| error.may_have_been_sent()));
    }

    #[test]
    fn every_error_names_its_server_once_it_is_known() {
        let server = Server::DataCenter(DataCenter::new("DE2"));
        for error in errors() {
            assert_eq!(error.server(), None);
            let error = error.at(server.clone());
            assert_eq!(error.server(), Some(&server));
            assert_eq!(
                error.to_string().matches("data center DE2").count(),
                1,
                "{error}"
            );
        }
    }
}
