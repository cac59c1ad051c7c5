//! One connection: requests are read in full, given to the service, and answered as its reply says.

use std::fmt;
use std::future::{pending, poll_fn};
use std::pin::Pin;
use std::sync::Arc;

use http::header::{CONNECTION, HeaderValue};
use http::{Request, Response, StatusCode};
use hyper::body::{Body, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::body::Paced;
use super::shared::Shared;
use super::wire::{Fate, Wire};
use crate::{Endpoint, Reply, Transport, admin};

/// Who answers on a port.
#[derive(Clone, Copy)]
pub(super) enum Target {
    Service(Endpoint),
    Admin,
}

pub(super) async fn serve(stream: TcpStream, target: Target, shared: Arc<Shared>) {
    // Small answers go out at once. Only a dead socket refuses this, and then reading from it says so.
    _ = stream.set_nodelay(true);
    let fate = Arc::new(Fate::default());
    let io = TokioIo::new(Wire::new(stream, Arc::clone(&fate)));
    let service = service_fn(|request| answer(request, target, &shared, &fate));
    // An error is a client that went away, or a connection that was ended on purpose: neither concerns anybody else.
    _ = http1::Builder::new().serve_connection(io, service).await;
}

async fn answer(
    request: Request<Incoming>,
    target: Target,
    shared: &Shared,
    fate: &Arc<Fate>,
) -> Result<Response<Paced>, NoAnswer> {
    let request = match read(request, shared.max_request_bytes).await? {
        Ok(request) => request,
        Err(too_large) => return Ok(too_large),
    };
    let Reply {
        response,
        transport,
        ..
    } = match target {
        Target::Service(endpoint) => shared.respond(endpoint, &request),
        Target::Admin => {
            let response = {
                let mut service = shared.lock();
                let advance = |by| shared.clock.advance(by);
                admin::respond(&mut service, shared.clock.now(), advance, &request)
            };
            shared.settle().await;
            Reply::deliver(response)
        }
    };
    match transport {
        Transport::Deliver { after } => {
            if !after.is_zero() {
                shared
                    .clock
                    .sleep_until(shared.clock.now().saturating_add(after))
                    .await;
            }
            Ok(response.map(Paced::whole))
        }
        Transport::Drip { bytes, every } => Ok(response.map(|it| Paced::drip(it, bytes, every))),
        Transport::Cut { after } => Ok(response.map(|it| Paced::cut(it, after, Arc::clone(fate)))),
        // A server that is wholly down has no listener; here, one that refuses some requests only.
        Transport::Reset | Transport::Refuse => {
            fate.reset();
            Err(NoAnswer)
        }
        // Until the client gives up, which hyper notices.
        Transport::Freeze => pending().await,
    }
}

/// Reads the body; one that is too long is answered before it is read.
async fn read(
    request: Request<Incoming>,
    limit: usize,
) -> Result<Result<Request<Vec<u8>>, Response<Paced>>, NoAnswer> {
    let (parts, mut body) = request.into_parts();
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > limit {
        return Ok(Err(too_large()));
    }
    let mut bytes = Vec::with_capacity(announced);
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let Ok(data) = frame.map_err(|_| NoAnswer)?.into_data() else {
            continue;
        };
        if bytes.len() + data.len() > limit {
            return Ok(Err(too_large()));
        }
        bytes.extend_from_slice(&data);
    }
    Ok(Ok(Request::from_parts(parts, bytes)))
}

fn too_large() -> Response<Paced> {
    let mut response = Response::new(Paced::whole(Vec::new()));
    *response.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
    response
        .headers_mut()
        .insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

/// Ends a connection without an answer.
#[derive(Debug)]
struct NoAnswer;

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no answer, on purpose or because the client went away")
    }
}

impl std::error::Error for NoAnswer {}
