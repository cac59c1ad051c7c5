//! An answer that is not a success, kept as it came.

use alloc::boxed::Box;
use core::fmt;
use core::time::Duration;

use http::{Response, StatusCode, header};

use super::write_server;
use crate::server::Server;
use crate::time::parse_http_date;

/// An answer other than `200` and `201`. Made from any answer, without a way to fail.
#[derive(Clone, Debug)]
pub struct ServerError {
    status: StatusCode,
    retry_after: Option<Duration>,
    body: ErrorBody,
    server: Option<Server>,
}

impl ServerError {
    /// The error that this answer is. Useful in tests as well: any status and any body will do.
    pub fn from_response(response: &Response<&[u8]>) -> Self {
        Self {
            status: response.status(),
            retry_after: retry_after(response),
            body: ErrorBody::new(response.body()),
            server: None,
        }
    }

    pub(super) fn at(mut self, server: Server) -> Self {
        self.server = Some(server);
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// What the status means at this service.
    pub fn kind(&self) -> ErrorKind {
        ErrorKind::of(self.status)
    }

    /// How long the server asked to wait before the next try (`Retry-After`). A date there counts from the answer's own `Date`.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// What came with the answer, cut to [`ErrorBody::MAX_LENGTH`]. It may hold personal data that the server repeats.
    pub fn body(&self) -> &ErrorBody {
        &self.body
    }

    /// The server, where it is known.
    pub fn server(&self) -> Option<&Server> {
        self.server.as_ref()
    }

    /// Whether the same read or delete may work later: 408, 429, 500, 502, 503, 504 and 520.
    pub fn is_retryable(&self) -> bool {
        matches!(
            self.kind(),
            ErrorKind::Timeout
                | ErrorKind::RateLimited
                | ErrorKind::Internal
                | ErrorKind::Gateway
                | ErrorKind::Unavailable
                | ErrorKind::Backend
        )
    }

    /// Whether the answer says that the request was not carried out: 4xx (but 408) and 503.
    pub fn is_refusal(&self) -> bool {
        match self.kind() {
            ErrorKind::Timeout => false,
            ErrorKind::Unavailable => true,
            _ => self.status.is_client_error(),
        }
    }
}

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "answer {}", self.status.as_u16())?;
        write_server(f, "from", self.server())?;
        write!(f, ": {}", self.kind().describe())
    }
}

impl core::error::Error for ServerError {}

fn retry_after<B>(response: &Response<B>) -> Option<Duration> {
    let text = |name| response.headers().get(name)?.to_str().ok().map(str::trim);
    let retry_after = text(header::RETRY_AFTER)?;
    if !retry_after.is_empty() && retry_after.bytes().all(|byte| byte.is_ascii_digit()) {
        // More seconds than fit are as good as for ever.
        return Some(Duration::from_secs(
            retry_after.parse().unwrap_or(u64::from(u32::MAX)),
        ));
    }
    let (until, from) = (
        parse_http_date(retry_after)?,
        parse_http_date(text(header::DATE)?)?,
    );
    Some(Duration::from_secs(
        u64::try_from(until.unix_seconds().saturating_sub(from.unix_seconds())).unwrap_or(0),
    ))
}

/// What a status other than `200` and `201` means, by the API's documentation or by what may stand between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// 400: the request was not understood, its authorization is missing, or the job is expired or its validity malformed.
    BadRequest,
    /// 401: wrong user name or password.
    Unauthorized,
    /// 403 and 407: something on the way does not let the request pass.
    Forbidden,
    /// 404: no report for this job id here.
    NotFound,
    /// 408: the server gave up waiting for the request.
    Timeout,
    /// 409: the service has this job already.
    Duplicate,
    /// 413: the job is too large.
    TooLarge,
    /// 429: too many requests.
    RateLimited,
    /// 500: the service cannot accept or query.
    Internal,
    /// 502 and 504: a gateway got no usable answer from the service.
    Gateway,
    /// 503: the service is overloaded or in maintenance.
    Unavailable,
    /// 520: an unknown error of the service's backend.
    Backend,
    /// 3xx: the answer sends elsewhere. The service never does; redirects are not followed, so credentials stay here.
    Redirect,
    /// Any other status.
    Other,
}

impl ErrorKind {
    fn of(status: StatusCode) -> Self {
        match status.as_u16() {
            300..=399 => Self::Redirect,
            400 => Self::BadRequest,
            401 => Self::Unauthorized,
            403 | 407 => Self::Forbidden,
            404 => Self::NotFound,
            408 => Self::Timeout,
            409 => Self::Duplicate,
            413 => Self::TooLarge,
            429 => Self::RateLimited,
            500 => Self::Internal,
            502 | 504 => Self::Gateway,
            503 => Self::Unavailable,
            520 => Self::Backend,
            _ => Self::Other,
        }
    }

    fn describe(self) -> &'static str {
        match self {
            Self::BadRequest => "the request was not understood, or the job is expired",
            Self::Unauthorized => "wrong user name or password",
            Self::Forbidden => "something on the way does not let the request pass",
            Self::NotFound => "not found",
            Self::Timeout => "the server gave up waiting for the request",
            Self::Duplicate => "the service has this job already",
            Self::TooLarge => "the job is too large",
            Self::RateLimited => "too many requests",
            Self::Internal => "internal error of the service",
            Self::Gateway => "a gateway got no usable answer from the service",
            Self::Unavailable => "the service is overloaded or in maintenance",
            Self::Backend => "unknown error of the service's backend",
            Self::Redirect => "redirects are not followed",
            Self::Other => "not a status of this API",
        }
    }
}

/// The body of an answer that was not what was expected, cut to [`ErrorBody::MAX_LENGTH`]. `Debug` shows kind and length only.
#[derive(Clone, PartialEq, Eq)]
pub struct ErrorBody {
    kind: ErrorBodyKind,
    bytes: Box<[u8]>,
    full_length: usize,
}

/// What an [`ErrorBody`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorBodyKind {
    /// Nothing came.
    Empty,
    /// Valid JSON (before it was cut).
    Json,
    /// Other text, such as a proxy's HTML page.
    Text,
    /// Bytes that are no UTF-8.
    Bytes,
}

impl ErrorBody {
    /// How many bytes of a body are kept.
    pub const MAX_LENGTH: usize = 4096;

    pub(crate) fn new(body: &[u8]) -> Self {
        let kind = match core::str::from_utf8(body) {
            Ok("") => ErrorBodyKind::Empty,
            Ok(text) if serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() => {
                ErrorBodyKind::Json
            }
            Ok(_) => ErrorBodyKind::Text,
            Err(_) => ErrorBodyKind::Bytes,
        };
        let kept = match core::str::from_utf8(body) {
            Ok(text) => text
                .get(..floor_char_boundary(text, Self::MAX_LENGTH))
                .map(str::as_bytes),
            Err(_) => body.get(..Self::MAX_LENGTH.min(body.len())),
        };
        Self {
            kind,
            bytes: kept.unwrap_or_default().into(),
            full_length: body.len(),
        }
    }

    /// What it is.
    pub fn kind(&self) -> ErrorBodyKind {
        self.kind
    }

    /// The bytes that were kept.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The text that was kept, unless the body is no UTF-8.
    pub fn as_text(&self) -> Option<&str> {
        match self.kind {
            ErrorBodyKind::Bytes => None,
            _ => core::str::from_utf8(&self.bytes).ok(),
        }
    }

    /// Whether more came than was kept.
    pub fn is_cut(&self) -> bool {
        self.bytes.len() < self.full_length
    }
}

impl fmt::Debug for ErrorBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ErrorBody({:?}, {} bytes)", self.kind, self.full_length)
    }
}

/// The last place at or before `index` where the text can be cut.
fn floor_char_boundary(text: &str, index: usize) -> usize {
    (0..=index.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_an_answer_that_says_no() {
        let answer = |status| {
            let mut response = Response::new(&b""[..]);
            *response.status_mut() = StatusCode::from_u16(status).unwrap();
            ServerError::from_response(&response)
        };
        let refusals = (100..1000).filter(|status| answer(*status).is_refusal());
        assert!(refusals.eq((400..500).filter(|status| *status != 408).chain([503])));
    }

    #[test]
    fn text_is_cut_between_characters() {
        for (index, at) in [
            (0, 0),
            (1, 1),
            (2, 1),
            (3, 3),
            (4, 3),
            (5, 3),
            (6, 6),
            (9, 6),
        ] {
            assert_eq!(floor_char_boundary("a\u{fc}\u{20ac}", index), at, "{index}");
        }
    }
}
