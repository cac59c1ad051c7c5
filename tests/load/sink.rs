//! A server that takes faxes and nothing else: it lets all of them begin before it reads on, checks every byte, keeps none.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use fax4a::operation::{Operation as _, SendFax};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::Barrier;

use crate::sends;

/// Waits for so many faxes, then answers each with a number of its own.
pub(crate) fn run(count: usize) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime
        .expect("a runtime")
        .block_on(serve(count))
        .expect("a socket");
}

struct Sink {
    expected: Bytes,
    all_have_begun: Barrier,
    accepted: AtomicUsize,
}

async fn serve(count: usize) -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let target = sends::submission(&url);
    let sink = Arc::new(Sink {
        expected: SendFax::new(&sends::job(&sends::document()))
            .request(&sends::account(), &target)
            .into_body()
            .to_bytes(),
        all_have_begun: Barrier::new(count),
        accepted: AtomicUsize::new(0),
    });
    println!("{url}");
    loop {
        let (stream, _) = listener.accept().await?;
        let sink = Arc::clone(&sink);
        tokio::spawn(async move {
            let service = service_fn(|request| answer(&sink, request));
            let connection = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
            // A client that breaks off sees it by itself, and says so.
            drop(connection);
        });
    }
}

async fn answer(sink: &Sink, request: Request<Incoming>) -> Result<Response<String>, hyper::Error> {
    sink.all_have_begun.wait().await;
    let mut expected = &sink.expected[..];
    let mut body = request.into_body();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else {
            continue;
        };
        let Some(rest) = expected.strip_prefix(&data[..]) else {
            return Ok(status(
                StatusCode::BAD_REQUEST,
                "other bytes than expected".into(),
            ));
        };
        expected = rest;
    }
    if !expected.is_empty() {
        return Ok(status(StatusCode::BAD_REQUEST, "too short".into()));
    }
    let number = sink.accepted.fetch_add(1, Ordering::Relaxed);
    Ok(status(
        StatusCode::OK,
        format!(r#"{{"jobId":"JOB{number}"}}"#),
    ))
}

fn status(status: StatusCode, body: String) -> Response<String> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
}
