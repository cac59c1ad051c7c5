//! What a failure of ureq says about the request: did it leave?

use std::io::{self, ErrorKind};

use fax4a::error::{Delivery, Failure, FailureKind};
use ureq::{Error, Timeout};

/// What broke before an answer came. `begun` is whether any of the request's body was read, if it has one: a job of which no
/// byte was read cannot have been accepted, whatever broke.
pub(crate) fn failure(error: Error, begun: Option<bool>) -> Failure {
    let (kind, delivery) = match &error {
        Error::HostNotFound | Error::Timeout(Timeout::Resolve) => {
            (FailureKind::Resolve, Delivery::NotSent)
        }
        Error::ConnectionFailed
        | Error::ConnectProxyFailed(_)
        | Error::InvalidProxyUrl
        | Error::Timeout(Timeout::Connect) => (FailureKind::Connect, Delivery::NotSent),
        Error::Io(io) if is_lookup(io) => (FailureKind::Resolve, Delivery::NotSent),
        Error::Io(io) if io.kind() == ErrorKind::ConnectionRefused => {
            (FailureKind::Connect, Delivery::NotSent)
        }
        // Nothing leaves before the request passed these checks.
        Error::BadUri(_) | Error::Http(_) | Error::RequireHttpsOnly(_) => {
            (FailureKind::Other, Delivery::NotSent)
        }
        Error::TlsRequired => (FailureKind::Tls, Delivery::NotSent),
        error => (kind_of(error), Delivery::Unknown),
    };
    let failure = match delivery {
        Delivery::NotSent => Failure::not_sent(kind),
        _ if begun == Some(false) => Failure::not_sent(kind),
        _ => Failure::unknown(kind),
    };
    match error {
        // These quote the address, which names the customer and the job.
        Error::BadUri(_) | Error::RequireHttpsOnly(_) => failure,
        error => failure.with_source(error),
    }
}

/// What broke while the answer's body was read.
pub(crate) fn broken_body(error: Error) -> Failure {
    Failure::unknown(kind_of(&error)).with_source(error)
}

/// The standard library gives the failure to look a name up no kind of its own, only these words.
fn is_lookup(error: &io::Error) -> bool {
    error.raw_os_error().is_none()
        && error
            .to_string()
            .starts_with("failed to lookup address information")
}

fn kind_of(error: &Error) -> FailureKind {
    match error {
        Error::Timeout(_) => FailureKind::Timeout,
        Error::Tls(_) | Error::Rustls(_) | Error::Pem(_) => FailureKind::Tls,
        Error::Io(io)
            if io
                .get_ref()
                .is_some_and(|inner| inner.is::<rustls::Error>()) =>
        {
            FailureKind::Tls
        }
        Error::Io(io) if matches!(io.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock) => {
            FailureKind::Timeout
        }
        Error::Io(_) | Error::Protocol(_) => FailureKind::Interrupted,
        Error::BodyExceedsLimit(_) | Error::LargeResponseHeader(..) => {
            FailureKind::ResponseTooLarge
        }
        _ => FailureKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_kind(kind: ErrorKind) -> Error {
        Error::Io(kind.into())
    }

    #[test]
    fn what_never_left_is_called_not_sent() {
        for error in [
            Error::HostNotFound,
            Error::ConnectionFailed,
            Error::Timeout(Timeout::Resolve),
            Error::Timeout(Timeout::Connect),
            of_kind(ErrorKind::ConnectionRefused),
        ] {
            assert_eq!(failure(error, Some(true)).delivery(), Delivery::NotSent);
        }
    }

    #[test]
    fn a_name_that_cannot_be_looked_up_is_a_failure_to_resolve() {
        let lookup = std::net::ToSocketAddrs::to_socket_addrs(
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.invalid:80",
        );
        let failure = failure(Error::Io(lookup.map(|_| ()).unwrap_err()), None);
        assert_eq!(
            (failure.kind(), failure.delivery()),
            (FailureKind::Resolve, Delivery::NotSent)
        );
    }

    #[test]
    fn a_broken_connection_leaves_it_unknown_once_the_body_was_begun() {
        for kind in [
            ErrorKind::ConnectionReset,
            ErrorKind::BrokenPipe,
            ErrorKind::UnexpectedEof,
            ErrorKind::HostUnreachable,
        ] {
            assert_eq!(
                failure(of_kind(kind), Some(true)).delivery(),
                Delivery::Unknown
            );
            assert_eq!(failure(of_kind(kind), None).delivery(), Delivery::Unknown);
            assert_eq!(
                failure(of_kind(kind), Some(false)).delivery(),
                Delivery::NotSent
            );
        }
        for timeout in [
            Timeout::Global,
            Timeout::SendBody,
            Timeout::RecvResponse,
            Timeout::RecvBody,
        ] {
            let failure = failure(Error::Timeout(timeout), Some(true));
            assert_eq!(
                (failure.delivery(), failure.kind()),
                (Delivery::Unknown, FailureKind::Timeout)
            );
        }
    }
}
