//! Makes the status pushes: plain HTTP, to this machine only.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use http::header::{HOST, HeaderValue, WWW_AUTHENTICATE};
use http::uri::{PathAndQuery, Uri};
use http::{Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::body::Paced;
use super::shared::Shared;
use crate::{Push, PushOutcome};

/// How long a target may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Makes a push and tells the service how it went.
pub(super) async fn deliver(shared: Arc<Shared>, push: Push) {
    let outcome = match address(push.request.uri()) {
        None => PushOutcome::NotLoopback,
        Some(address) => match timeout(PATIENCE, exchange(address, &push)).await {
            Ok(Some(status)) => PushOutcome::Answered(status.as_u16()),
            Ok(None) | Err(_) => PushOutcome::NoAnswer,
        },
    };
    shared
        .lock()
        .record_push(&push, shared.clock.now(), outcome);
}

/// Posts, and once more if the target asks for Digest authentication.
async fn exchange(address: SocketAddr, push: &Push) -> Option<StatusCode> {
    let response = post(address, &push.request).await?;
    let challenges = response.headers().get_all(WWW_AUTHENTICATE);
    let again = match response.status() {
        StatusCode::UNAUTHORIZED => challenges.iter().find_map(|it| push.answer_challenge(it)),
        _ => None,
    };
    match again {
        Some(request) => Some(post(address, &request).await?.status()),
        None => Some(response.status()),
    }
}

/// The socket address of a plain HTTP URL on this machine. Names other than `localhost` are not resolved.
fn address(uri: &Uri) -> Option<SocketAddr> {
    let host = uri.host()?;
    let address = if host.eq_ignore_ascii_case("localhost") {
        IpAddr::V4(Ipv4Addr::LOCALHOST)
    } else {
        host.trim_start_matches('[')
            .trim_end_matches(']')
            .parse()
            .ok()?
    };
    let is_plain = uri.scheme_str() == Some("http");
    (is_plain && address.is_loopback())
        .then(|| SocketAddr::new(address, uri.port_u16().unwrap_or(80)))
}

async fn post(address: SocketAddr, request: &Request<Vec<u8>>) -> Option<Response<Incoming>> {
    let stream = TcpStream::connect(address).await.ok()?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.ok()?;
    let connection = tokio::spawn(connection);
    let mut outgoing = request.clone().map(Paced::whole);
    // Not the authority as it stands in the URL: it may hold a user and a password.
    let host = request.uri().host()?;
    let host = request
        .uri()
        .port()
        .map_or(host.to_owned(), |it| format!("{host}:{it}"));
    let host = HeaderValue::from_str(&host).ok()?;
    outgoing.headers_mut().insert(HOST, host);
    *outgoing.uri_mut() = request
        .uri()
        .path_and_query()
        .map_or("/", PathAndQuery::as_str)
        .parse()
        .ok()?;
    let response = sender.send_request(outgoing).await.ok();
    // The head says all; what else comes is not waited for.
    connection.abort();
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_pushed_to() {
        for (url, port) in [
            ("http://127.0.0.1:81/a", 81),
            ("http://localhost/", 80),
            ("http://[::1]:82", 82),
            ("http://127.9.9.9:83", 83),
        ] {
            assert_eq!(
                address(&url.parse().unwrap()).map(|it| it.port()),
                Some(port),
                "{url}"
            );
        }
        for url in [
            "https://127.0.0.1/",
            "http://192.0.2.1/",
            "http://example.com/",
            "http://localhost.example.com/",
            "/push",
        ] {
            assert_eq!(address(&url.parse().unwrap()), None, "{url}");
        }
    }
}
