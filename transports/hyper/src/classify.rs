//! What a failure of hyper says about the request: did it leave?

use std::error::Error;
use std::io::{self, ErrorKind};
use std::iter::successors;

use fax4a::error::{Failure, FailureKind};
use hyper_util::client::legacy;
use tokio::time::error::Elapsed;

use crate::connect::Unresolved;

pub(crate) type BoxError = Box<dyn Error + Send + Sync>;

/// What broke before an answer came. `begun` is whether any of the request's body was taken, if it has one: a job of which no
/// byte was taken cannot have been accepted, whatever broke.
///
/// hyper takes the first of a body once it has a connection, perhaps before it learns that this connection is dead. Then
/// nobody can tell, and it counts as begun.
pub(crate) fn failure(error: BoxError, begun: Option<bool>) -> Failure {
    let connecting =
        causes(&*error).any(|cause| cause.downcast_ref().is_some_and(legacy::Error::is_connect));
    let kind = match kind_of(&*error) {
        kind @ (FailureKind::Resolve | FailureKind::Tls) => kind,
        _ if connecting => FailureKind::Connect,
        kind => kind,
    };
    let not_sent = match begun {
        Some(begun) => !begun || was_turned_away(&*error),
        None => connecting,
    };
    let failure = if not_sent {
        Failure::not_sent(kind)
    } else {
        Failure::unknown(kind)
    };
    failure.with_source(error)
}

/// Whether the server said that it did not look at a request that was begun, and will not.
///
/// It says so of one request by `REFUSED_STREAM` (RFC 9113, 8.7), and of all after a certain one by `GOAWAY` (6.8): h2 ends those
/// with its error, and lets the earlier ones go on.
#[cfg(feature = "http2")]
fn was_turned_away(error: &(dyn Error + 'static)) -> bool {
    let refused = |error: &h2::Error| {
        error.is_go_away() || error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM)
    };
    causes(error)
        .filter_map(|cause| cause.downcast_ref::<h2::Error>())
        .any(|error| error.is_remote() && refused(error))
}

#[cfg(not(feature = "http2"))]
fn was_turned_away(_: &(dyn Error + 'static)) -> bool {
    false
}

/// What broke while the answer's body was read.
pub(crate) fn broken_body(error: BoxError) -> Failure {
    Failure::unknown(kind_of(&*error)).with_source(error)
}

fn kind_of(error: &(dyn Error + 'static)) -> FailureKind {
    let found = causes(error).find_map(|cause| {
        if cause.is::<Unresolved>() {
            Some(FailureKind::Resolve)
        } else if cause.is::<rustls::Error>() {
            Some(FailureKind::Tls)
        } else if cause.is::<Elapsed>() {
            Some(FailureKind::Timeout)
        } else if let Some(error) = cause.downcast_ref::<hyper::Error>() {
            // hyper has a method for it in its servers only; a client has to look at the words, and does without if they change.
            let is_too_large = error.is_parse() && error.to_string().contains("too large");
            is_too_large.then_some(FailureKind::ResponseTooLarge)
        } else {
            let io = cause.downcast_ref::<io::Error>()?;
            (io.kind() == ErrorKind::TimedOut).then_some(FailureKind::Timeout)
        }
    });
    let broken =
        |cause: &(dyn Error + 'static)| cause.is::<hyper::Error>() || cause.is::<io::Error>();
    found.unwrap_or(if causes(error).any(broken) {
        FailureKind::Interrupted
    } else {
        FailureKind::Other
    })
}

/// The error, what caused it, what caused that, and so on.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    successors(Some(error), |error| cause(*error))
}

fn cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>() {
        // The source of an I/O error is that of the error in it, so the one in it would be left out.
        Some(io) => io.get_ref().map(|inner| inner as &(dyn Error + 'static)),
        None => error.source(),
    }
}

#[cfg(test)]
mod tests {
    use std::fmt;
    use std::future::{Ready, ready};
    use std::task::{Context, Poll};
    use std::time::Duration;

    use fax4a::error::Delivery;
    use http::Uri;
    use hyper_util::rt::{TokioExecutor, TokioIo};
    use tokio::net::TcpStream;

    use super::*;

    /// A connector that always fails in one way.
    #[derive(Clone)]
    struct Failing(fn() -> BoxError);

    impl tower_service::Service<Uri> for Failing {
        type Response = TokioIo<TcpStream>;
        type Error = BoxError;
        type Future = Ready<Result<Self::Response, BoxError>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, _: Uri) -> Self::Future {
            ready(Err(self.0()))
        }
    }

    /// hyper-util's error after its connector failed like this.
    async fn connect_error(fail: fn() -> BoxError) -> BoxError {
        let client = legacy::Client::builder(TokioExecutor::new()).build(Failing(fail));
        let request = http::Request::get("http://localhost/")
            .body(String::new())
            .unwrap();
        client.request(request).await.unwrap_err().into()
    }

    async fn elapsed() -> BoxError {
        tokio::time::timeout(Duration::ZERO, std::future::pending::<()>())
            .await
            .unwrap_err()
            .into()
    }

    fn io(kind: ErrorKind) -> BoxError {
        io::Error::from(kind).into()
    }

    fn unresolved() -> BoxError {
        Unresolved(io::Error::other("no such host")).into()
    }

    fn untrusted() -> rustls::Error {
        rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer)
    }

    #[tokio::test]
    async fn what_broke_while_connecting_was_not_sent() {
        let cases: [(fn() -> BoxError, FailureKind); 5] = [
            (|| io(ErrorKind::ConnectionRefused), FailureKind::Connect),
            (|| io(ErrorKind::TimedOut), FailureKind::Connect),
            (|| io(ErrorKind::UnexpectedEof), FailureKind::Connect),
            (unresolved, FailureKind::Resolve),
            (
                || io::Error::other(io::Error::other(untrusted())).into(),
                FailureKind::Tls,
            ),
        ];
        for (fail, kind) in cases {
            for begun in [None, Some(false)] {
                let failure = failure(connect_error(fail).await, begun);
                assert_eq!(
                    (failure.kind(), failure.delivery()),
                    (kind, Delivery::NotSent)
                );
            }
        }
    }

    #[tokio::test]
    async fn a_body_that_was_begun_is_never_called_not_sent() {
        let connecting = connect_error(|| io(ErrorKind::ConnectionRefused)).await;
        for error in [
            connecting,
            io(ErrorKind::ConnectionReset),
            elapsed().await,
            unresolved(),
            "odd".into(),
        ] {
            assert_eq!(failure(error, Some(true)).delivery(), Delivery::Unknown);
        }
    }

    #[tokio::test]
    async fn a_broken_connection_leaves_it_unknown_once_the_body_was_begun() {
        for kind in [
            ErrorKind::ConnectionReset,
            ErrorKind::BrokenPipe,
            ErrorKind::UnexpectedEof,
        ] {
            for (begun, delivery) in [
                (Some(true), Delivery::Unknown),
                (None, Delivery::Unknown),
                (Some(false), Delivery::NotSent),
            ] {
                let failure = failure(io(kind), begun);
                assert_eq!(
                    (failure.kind(), failure.delivery()),
                    (FailureKind::Interrupted, delivery)
                );
            }
        }
    }

    #[tokio::test]
    async fn kinds_are_found_below_other_errors() {
        let nested = |error: BoxError| -> BoxError {
            io::Error::other(Around(io::Error::other(error).into())).into()
        };
        for (error, kind) in [
            (nested(untrusted().into()), FailureKind::Tls),
            (nested(elapsed().await), FailureKind::Timeout),
            (nested(io(ErrorKind::TimedOut)), FailureKind::Timeout),
            (
                nested(io(ErrorKind::ConnectionReset)),
                FailureKind::Interrupted,
            ),
            (Around("odd".into()).into(), FailureKind::Other),
        ] {
            assert_eq!(broken_body(error).kind(), kind);
        }
    }

    #[derive(Debug)]
    struct Around(BoxError);

    impl fmt::Display for Around {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("around")
        }
    }

    impl Error for Around {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&*self.0)
        }
    }
}
