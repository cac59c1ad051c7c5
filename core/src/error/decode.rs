//! A success whose body could not be read.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use http::StatusCode;

use super::{ErrorBody, write_server};
use crate::server::Server;

/// A success whose body is not what the API documents: where and how, without the text itself.
#[derive(Clone, Debug)]
pub struct DecodeError {
    status: StatusCode,
    kind: DecodeErrorKind,
    path: Box<str>,
    // An error is moved through many results, so it is kept small.
    line: u32,
    column: u32,
    body: ErrorBody,
    server: Option<Server>,
}

/// What is wrong with a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// No JSON.
    Syntax,
    /// JSON that ends too early, as when a body was cut.
    Truncated,
    /// JSON of another shape: a field is missing or of another type.
    Shape,
}

impl DecodeErrorKind {
    fn describe(self) -> &'static str {
        match self {
            Self::Syntax => "not JSON",
            Self::Truncated => "JSON that ends too early",
            Self::Shape => "JSON of another shape than documented",
        }
    }
}

impl DecodeError {
    /// Keeps what is wrong, but not serde's message, which may quote personal data.
    pub(crate) fn new(
        error: &serde_json::Error,
        path: String,
        status: StatusCode,
        body: &[u8],
    ) -> Self {
        let kind = match error.classify() {
            serde_json::error::Category::Eof => DecodeErrorKind::Truncated,
            serde_json::error::Category::Data => DecodeErrorKind::Shape,
            serde_json::error::Category::Syntax | serde_json::error::Category::Io => {
                DecodeErrorKind::Syntax
            }
        };
        let short = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let (line, column) = (short(error.line()), short(error.column()));
        Self {
            status,
            kind,
            path: path.into(),
            line,
            column,
            body: ErrorBody::new(body),
            server: None,
        }
    }

    pub(super) fn at(mut self, server: Server) -> Self {
        self.server = Some(server);
        self
    }

    /// The HTTP status of the answer: a success.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// What is wrong.
    pub fn kind(&self) -> DecodeErrorKind {
        self.kind
    }

    /// Where, such as `reports[3].recipientStatus[0].durationInSecs`; `.` for the whole body.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The line in the text that was read, from 1; of a report in a list, within that report. 0 if it is about the whole.
    pub fn line(&self) -> usize {
        self.line as usize
    }

    /// How many bytes of that line were read.
    pub fn column(&self) -> usize {
        self.column as usize
    }

    /// What could not be read, cut to [`ErrorBody::MAX_LENGTH`]. It may hold personal data.
    pub fn body(&self) -> &ErrorBody {
        &self.body
    }

    /// The server, where it is known.
    pub fn server(&self) -> Option<&Server> {
        self.server.as_ref()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "answer {}", self.status.as_u16())?;
        write_server(f, "from", self.server())?;
        write!(f, " is {} at {}", self.kind.describe(), self.path)?;
        match self.line {
            0 => Ok(()),
            line => write!(f, " (line {line}, column {})", self.column),
        }
    }
}

impl core::error::Error for DecodeError {}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString as _;

    use super::*;

    fn error(text: &str) -> DecodeError {
        let error = serde_json::from_str::<[u8; 2]>(text).unwrap_err();
        DecodeError::new(
            &error,
            "reports".into(),
            StatusCode::CREATED,
            text.as_bytes(),
        )
    }

    #[test]
    fn the_kind_tells_nonsense_from_a_cut_and_from_another_shape() {
        for (text, kind) in [
            ("", DecodeErrorKind::Truncated),
            ("[1", DecodeErrorKind::Truncated),
            ("<", DecodeErrorKind::Syntax),
            ("[1,2]]", DecodeErrorKind::Syntax),
            ("[1]", DecodeErrorKind::Shape),
            ("[1,\"secret\"]", DecodeErrorKind::Shape),
        ] {
            assert_eq!(error(text).kind(), kind, "{text}");
        }
    }

    #[test]
    fn the_place_is_told_and_the_text_is_not() {
        let error = error("[1,\n\"secret\"]");
        assert_eq!((error.line(), error.column()), (2, 8));
        let expected =
            "answer 201 is JSON of another shape than documented at reports (line 2, column 8)";
        assert_eq!(error.to_string(), expected);
        assert!(!format!("{error:?}").contains("secret"));
        assert_eq!(error.body().as_text(), Some("[1,\n\"secret\"]"));
    }

    #[test]
    fn the_answers_status_is_told() {
        assert_eq!(error("[1").status(), StatusCode::CREATED);
    }
}
