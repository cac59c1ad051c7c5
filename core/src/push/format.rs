//! What a push is written in.

use core::fmt;

use http::HeaderMap;
use http::header::CONTENT_TYPE;

/// What a push is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PushFormat {
    /// JSON: a FaxReport.
    Json,
    /// XML: the layout of the service's SOAP API (`faxJobReport`).
    Xml,
}

impl fmt::Display for PushFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Json => "JSON",
            Self::Xml => "XML",
        })
    }
}

impl PushFormat {
    /// By the first character, or else by the content type.
    pub(super) fn of(text: &str, headers: &HeaderMap) -> Option<Self> {
        sniffed(text).or_else(|| declared(headers))
    }
}

fn sniffed(text: &str) -> Option<PushFormat> {
    match text.trim_start().chars().next()? {
        '{' | '[' => Some(PushFormat::Json),
        '<' => Some(PushFormat::Xml),
        _ => None,
    }
}

fn declared(headers: &HeaderMap) -> Option<PushFormat> {
    let media_type = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let (media_type, _) = media_type.split_once(';').unwrap_or((media_type, ""));
    // `application/json` and `application/problem+json` alike.
    let (_, kind) = media_type.trim().rsplit_once(['/', '+'])?;
    if kind.eq_ignore_ascii_case("json") {
        Some(PushFormat::Json)
    } else if kind.eq_ignore_ascii_case("xml") {
        Some(PushFormat::Xml)
    } else {
        None
    }
}
