//! The protocol: one JSON object in a line. The README has it in words.

use std::io;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fax4a::error::{Failure, FailureKind};
use fax4a::flow::Exchange;
use http::{HeaderName, HeaderValue, Response, StatusCode};
use serde::{Deserialize, Serialize};

/// A line, either way.
#[derive(Serialize, Deserialize)]
struct Line<T> {
    ticket: u64,
    #[serde(flatten)]
    content: T,
}

/// What the program wants.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Wish {
    /// Perform this.
    Exchange {
        method: String,
        url: String,
        headers: Vec<(String, String)>,
        /// In base64, as every body here.
        body: String,
        timeout_ms: u64,
        max_response_bytes: usize,
    },
    /// Answer after this long.
    SleepMs(u64),
    /// Forget what was wanted with this ticket.
    Cancel,
}

/// What the host says.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Answer {
    Response {
        status: u16,
        headers: Vec<(String, String)>,
        body: String,
    },
    Failure {
        /// `resolve`, `connect`, `timeout`, `response_too_large`, `interrupted`, or what the host calls it.
        kind: String,
        /// Whether the host knows that no byte of the request left.
        surely_not_sent: bool,
    },
    Awake {},
}

pub(super) fn write(ticket: u64, wish: &Wish) -> String {
    let content = wish;
    let line = serde_json::to_string(&Line { ticket, content });
    line.expect("text and numbers can be written as JSON") + "\n"
}

pub(super) fn read(line: &str) -> io::Result<(u64, Answer)> {
    let Line { ticket, content } = serde_json::from_str(line)?;
    Ok((ticket, content))
}

impl Wish {
    pub(super) fn exchange(exchange: Exchange) -> Result<Self, Failure> {
        let (parts, body) = exchange.request.into_parts();
        let mut headers = Vec::new();
        for (name, value) in &parts.headers {
            let value = value
                .to_str()
                .map_err(|error| Failure::not_sent(FailureKind::Other).with_source(error))?;
            headers.push((name.to_string(), value.to_owned()));
        }
        Ok(Self::Exchange {
            method: parts.method.to_string(),
            url: parts.uri.to_string(),
            headers,
            body: STANDARD.encode(body.to_bytes()),
            timeout_ms: milliseconds(exchange.timeout),
            max_response_bytes: exchange.max_response_bytes,
        })
    }

    pub(super) fn sleep(duration: Duration) -> Self {
        Self::SleepMs(milliseconds(duration))
    }
}

/// Rounded up, so that nothing is over too early.
fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros().div_ceil(1000)).unwrap_or(u64::MAX)
}

impl Answer {
    pub(super) fn into_response(self) -> Result<Response<Vec<u8>>, Failure> {
        match self {
            Self::Response {
                status,
                headers,
                body,
            } => response(status, headers, &body)
                .map_err(|error| Failure::unknown(FailureKind::Interrupted).with_source(error)),
            Self::Failure {
                kind,
                surely_not_sent,
            } => {
                let kind = failure_kind(&kind);
                Err(if surely_not_sent {
                    Failure::not_sent(kind)
                } else {
                    Failure::unknown(kind)
                })
            }
            Self::Awake {} => Err(Failure::unknown(FailureKind::Other)),
        }
    }
}

fn response(
    status: u16,
    headers: Vec<(String, String)>,
    body: &str,
) -> Result<Response<Vec<u8>>, Box<dyn std::error::Error + Send + Sync>> {
    let mut response = Response::new(STANDARD.decode(body)?);
    *response.status_mut() = StatusCode::from_u16(status)?;
    for (name, value) in headers {
        // A host gives each byte of a header as one character.
        let value: Vec<u8> = value.chars().map(u8::try_from).collect::<Result<_, _>>()?;
        response.headers_mut().append(
            HeaderName::try_from(name)?,
            HeaderValue::from_bytes(&value)?,
        );
    }
    Ok(response)
}

fn failure_kind(kind: &str) -> FailureKind {
    match kind {
        "resolve" => FailureKind::Resolve,
        "connect" => FailureKind::Connect,
        "timeout" => FailureKind::Timeout,
        "response_too_large" => FailureKind::ResponseTooLarge,
        "interrupted" => FailureKind::Interrupted,
        _ => FailureKind::Other,
    }
}
