//! What is wrong with a request, told without repeating what stood there: it may be personal.

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde::Serialize;

/// One broken rule and its place, as `recipients[0].number`.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Problem {
    path: String,
    message: String,
}

impl Problem {
    pub(crate) fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            message: message.into(),
        }
    }
}

/// A parser's message without the value that it quotes.
pub(crate) fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind("expected ") {
        Some(at) if text.starts_with("invalid ") => format!("wrong type or value: {}", &text[at..]),
        _ => text,
    }
}

/// Checks that a body is declared as JSON in UTF-8.
pub(crate) fn json_type(headers: &HeaderMap) -> Result<(), Problem> {
    let value = headers
        .get(CONTENT_TYPE)
        .and_then(|it| it.to_str().ok())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let mut parts = value.split(';').map(str::trim);
    let json = parts.next() == Some("application/json");
    let utf8 = parts.all(|it| {
        !it.starts_with("charset=") || it["charset=".len()..].trim_matches('"') == "utf-8"
    });
    if json && utf8 {
        Ok(())
    } else {
        Err(Problem::new(
            "",
            "Content-Type must be application/json in UTF-8",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_never_quotes_the_value() {
        let error = serde_json::from_str::<u32>(r#""+49 89 marked""#).unwrap_err();
        assert_eq!(
            plain(&error),
            "wrong type or value: expected u32 at line 1 column 15"
        );
    }

    #[test]
    fn only_json_in_utf_8_is_taken() {
        let check = |value: &str| {
            json_type(&HeaderMap::from_iter([(
                CONTENT_TYPE,
                value.parse().unwrap(),
            )]))
            .is_ok()
        };
        assert!(check("application/json"));
        assert!(check("Application/JSON; charset=UTF-8"));
        assert!(!check("application/json; charset=iso-8859-1"));
        assert!(!check("text/json"));
        assert!(json_type(&HeaderMap::new()).is_err());
    }
}
