//! A canned answer, as a failing server or a proxy in front of it would give it.

use serde::{Deserialize, Serialize};

/// An answer that stands in for the service's own.
///
/// ```
/// use fax4a_simulator::{Answer, AnswerBody};
///
/// let gateway = Answer::new(502).body(AnswerBody::Html);
/// let busy = Answer::new(503).retry_after_seconds(30);
/// let moved = Answer::new(302).location("http://127.0.0.1:9/elsewhere");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Answer {
    /// The HTTP status: one that cannot be sent as a final answer (below 200 or above 999) becomes 500.
    pub status: u16,
    /// The `Retry-After` header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<RetryAfter>,
    /// The `Location` header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The body.
    #[serde(default)]
    pub body: AnswerBody,
}

/// The two forms of `Retry-After`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum RetryAfter {
    /// So many seconds.
    Seconds(u32),
    /// The date that lies so many seconds after the answer's `Date`.
    Date(u32),
}

/// The body of a canned answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum AnswerBody {
    /// No bytes, no type.
    #[default]
    Empty,
    /// A line of plain text.
    Text,
    /// The error page of a proxy.
    Html,
    /// A JSON object that is no answer of the service.
    Json,
    /// This text, as `application/json`.
    Custom(String),
}

impl Answer {
    /// An answer with this status and an empty body.
    pub const fn new(status: u16) -> Self {
        Self {
            status,
            retry_after: None,
            location: None,
            body: AnswerBody::Empty,
        }
    }

    /// With `Retry-After` in seconds.
    #[must_use]
    pub fn retry_after_seconds(mut self, seconds: u32) -> Self {
        self.retry_after = Some(RetryAfter::Seconds(seconds));
        self
    }

    /// With `Retry-After` as the date that lies so many seconds ahead.
    #[must_use]
    pub fn retry_after_date(mut self, seconds: u32) -> Self {
        self.retry_after = Some(RetryAfter::Date(seconds));
        self
    }

    /// With `Location`.
    #[must_use]
    pub fn location(mut self, url: impl Into<String>) -> Self {
        self.location = Some(url.into());
        self
    }

    /// With this body.
    #[must_use]
    pub fn body(mut self, body: AnswerBody) -> Self {
        self.body = body;
        self
    }
}

impl AnswerBody {
    /// Content type and bytes.
    pub(crate) fn parts(&self, status: u16) -> (Option<&'static str>, Vec<u8>) {
        match self {
            Self::Empty => (None, Vec::new()),
            Self::Text => (
                Some("text/plain; charset=utf-8"),
                format!("simulated fault {status}\n").into_bytes(),
            ),
            Self::Html => {
                let page = format!(
                    "<!DOCTYPE html>\n<html><head><title>{status}</title></head>\
                     <body><h1>{status}</h1><p>The proxy could not reach the server.</p></body></html>\n"
                );
                (Some("text/html; charset=utf-8"), page.into_bytes())
            }
            Self::Json => (
                Some("application/json"),
                format!(r#"{{"error":"simulated fault","status":{status}}}"#).into_bytes(),
            ),
            Self::Custom(text) => (Some("application/json"), text.clone().into_bytes()),
        }
    }
}
