//! Why a push was not taken, and what to answer.

use alloc::string::String;
use core::fmt;

use http::header::{ALLOW, WWW_AUTHENTICATE};
use http::{HeaderValue, Response, StatusCode};

use super::{PushFormat, Unauthorized};

/// Why a push was not taken. Nothing of the push itself is in it, so it can be logged.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PushError {
    /// The request is no POST: `405`.
    MethodNotAllowed,
    /// The credentials are missing or wrong: `401`.
    Unauthorized(Unauthorized),
    /// The body is longer than [`PushReceiver::MAX_BODY_BYTES`](super::PushReceiver::MAX_BODY_BYTES): `413`. For your own
    /// limit on reading as well.
    TooLarge,
    /// The body is neither JSON nor XML, or it is XML and the feature `push-xml` is off: `415`.
    UnsupportedMediaType,
    /// The body could not be read: `400`.
    Unreadable(UnreadablePush),
}

impl PushError {
    /// The HTTP status to answer with. All are `4xx`, which the service takes as "erroneous".
    pub fn status(&self) -> StatusCode {
        match self {
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Unauthorized(_) => StatusCode::UNAUTHORIZED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Unreadable(_) => StatusCode::BAD_REQUEST,
        }
    }

    /// The answer, with an empty body of the type that your web server has, and the headers that the status demands
    /// (`WWW-Authenticate`, `Allow`).
    pub fn response<B: Default>(&self) -> Response<B> {
        let mut response = super::answer(self.status());
        match self {
            Self::MethodNotAllowed => {
                response
                    .headers_mut()
                    .insert(ALLOW, HeaderValue::from_static("POST"));
            }
            Self::Unauthorized(error) => {
                response
                    .headers_mut()
                    .insert(WWW_AUTHENTICATE, error.challenge());
            }
            Self::TooLarge | Self::UnsupportedMediaType | Self::Unreadable(_) => {}
        }
        response
    }
}

impl fmt::Display for PushError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MethodNotAllowed => f.write_str("the push is no POST"),
            Self::Unauthorized(error) => error.fmt(f),
            Self::TooLarge => f.write_str("the push is larger than allowed"),
            Self::UnsupportedMediaType if cfg!(feature = "push-xml") => {
                f.write_str("the push is neither JSON nor XML")
            }
            Self::UnsupportedMediaType => {
                f.write_str("the push is not JSON, and XML needs the feature push-xml")
            }
            Self::Unreadable(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for PushError {}

impl From<Unauthorized> for PushError {
    fn from(error: Unauthorized) -> Self {
        Self::Unauthorized(error)
    }
}

impl From<UnreadablePush> for PushError {
    fn from(error: UnreadablePush) -> Self {
        Self::Unreadable(error)
    }
}

/// A push whose body is not what the API documents: what is wrong and where, without the body.
///
/// Keep the body yourself, if you can keep it safe: it is personal data, and the only copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadablePush {
    pub(super) format: PushFormat,
    pub(super) kind: UnreadablePushKind,
    pub(super) path: String,
    pub(super) line: usize,
    pub(super) column: usize,
}

/// What is wrong with the body of a push.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnreadablePushKind {
    /// It is not well-formed.
    Syntax,
    /// It ends too early, as when it was cut.
    Truncated,
    /// It is of another shape: a field is missing or no count, it names no recipient, or it is about several jobs.
    Shape,
    /// XML that is not even looked into: it has a document type, which could define entities, or elements nested too deep.
    Refused,
}

impl UnreadablePush {
    /// What the body was read as.
    pub fn format(&self) -> PushFormat {
        self.format
    }

    /// What is wrong.
    pub fn kind(&self) -> UnreadablePushKind {
        self.kind
    }

    /// Where, by the names of a FaxReport also for XML, such as `recipientStatus[0].durationInSecs`; `.` for the whole body.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The line, from 1; of JSON within the report itself. 0 where only [`path`](Self::path) tells the place.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The column in that line, in bytes.
    pub fn column(&self) -> usize {
        self.column
    }
}

impl fmt::Display for UnreadablePush {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let format = self.format;
        match self.kind {
            UnreadablePushKind::Syntax => write!(f, "the push is not well-formed {format}"),
            UnreadablePushKind::Truncated => write!(f, "the push is {format} that ends too early"),
            UnreadablePushKind::Shape => {
                write!(f, "the push is {format} of another shape than documented")
            }
            UnreadablePushKind::Refused => {
                write!(f, "the push is {format} with a document type or too deep")
            }
        }?;
        write!(f, " at {}", self.path)?;
        match self.line {
            0 => Ok(()),
            line => write!(f, " (line {line}, column {})", self.column),
        }
    }
}

impl core::error::Error for UnreadablePush {}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;
    use alloc::vec::Vec;

    use super::*;
    use crate::push::{PushAuth, PushReceiver, accepted, failed_to_store};

    fn refused_by(auth: PushAuth) -> Response<Vec<u8>> {
        let request = http::Request::post("/").body("").unwrap();
        let error = PushReceiver::new(auth).receive(&request).unwrap_err();
        error.response()
    }

    #[test]
    fn each_answer_has_its_status_and_the_headers_that_http_demands() {
        let not_allowed: Response<Vec<u8>> = PushError::MethodNotAllowed.response();
        assert_eq!(not_allowed.status(), 405);
        assert_eq!(not_allowed.headers()[ALLOW], "POST");

        let basic = refused_by(PushAuth::basic("a", "b").unwrap());
        assert_eq!(basic.status(), 401);
        assert_eq!(
            basic.headers()[WWW_AUTHENTICATE],
            r#"Basic realm="fax status", charset="UTF-8""#
        );
        let bearer = refused_by(PushAuth::bearer(|_| true));
        assert_eq!(
            bearer.headers()[WWW_AUTHENTICATE],
            r#"Bearer realm="fax status""#
        );

        assert_eq!(PushError::TooLarge.response::<()>().status(), 413);
        assert_eq!(
            PushError::UnsupportedMediaType.response::<()>().status(),
            415
        );
        assert_eq!(accepted::<()>().status(), 204);
        assert_eq!(failed_to_store::<()>().status(), 503);
    }

    #[test]
    fn an_unreadable_push_says_what_and_where() {
        let error = UnreadablePush {
            format: PushFormat::Json,
            kind: UnreadablePushKind::Shape,
            path: "recipientStatus[1].status".into(),
            line: 2,
            column: 7,
        };
        assert_eq!(
            error.to_string(),
            "the push is JSON of another shape than documented at recipientStatus[1].status (line 2, column 7)"
        );
        let error = PushError::from(UnreadablePush { line: 0, ..error });
        assert_eq!(error.status(), 400);
        assert_eq!(
            error.to_string(),
            "the push is JSON of another shape than documented at recipientStatus[1].status"
        );
    }
}
