//! Values as text for people, with everything in them: `Debug` shows no personal data, and a snapshot must.

use fax4a::JobId;
use fax4a::error::{Error, ErrorBody, ErrorBodyKind};

mod flow;
mod report;

/// All of a value as readable text of one or more lines, without a line break at the end.
pub trait Describe {
    /// The text.
    fn describe(&self) -> String;
}

/// The same text, further to the right.
pub(crate) fn indent(text: &str) -> String {
    text.lines()
        .map(|line| format!("  {line}\n"))
        .collect::<String>()
        .trim_end_matches('\n')
        .into()
}

/// The items below each other, or one word when there is none.
pub(crate) fn lines<T: Describe>(items: &[T], none: &str) -> String {
    match items {
        [] => none.into(),
        _ => items
            .iter()
            .map(Describe::describe)
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

impl<T: Describe, E: Describe> Describe for Result<T, E> {
    fn describe(&self) -> String {
        match self {
            Ok(value) => value.describe(),
            Err(error) => error.describe(),
        }
    }
}

impl<T: Describe> Describe for Option<T> {
    fn describe(&self) -> String {
        self.as_ref()
            .map_or_else(|| "nothing".into(), Describe::describe)
    }
}

impl Describe for JobId {
    fn describe(&self) -> String {
        format!("job {self}")
    }
}

impl Describe for Error {
    fn describe(&self) -> String {
        let body = match self {
            Self::Server(error) => Some(error.body()),
            Self::Decode(error) => Some(error.body()),
            _ => None,
        };
        let wait = match self {
            Self::Server(error) => error
                .retry_after()
                .map(|wait| format!(" (asks to wait {wait:?})")),
            _ => None,
        };
        let body = body
            .filter(|body| body.kind() != ErrorBodyKind::Empty)
            .map(|body| format!("\n  {}", body.describe()));
        format!(
            "error: {self}{}{}",
            wait.unwrap_or_default(),
            body.unwrap_or_default()
        )
    }
}

/// How many characters of a body are shown.
const SHOWN: usize = 72;

impl Describe for ErrorBody {
    fn describe(&self) -> String {
        let text = String::from_utf8_lossy(self.as_bytes());
        let mut shown: String = text.chars().take(SHOWN).collect();
        if shown.len() < text.len() || self.is_cut() {
            shown.push('…');
        }
        format!(
            "body: {:?}, {} bytes kept, {shown:?}",
            self.kind(),
            self.as_bytes().len()
        )
    }
}
