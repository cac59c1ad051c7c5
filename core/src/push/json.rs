//! The JSON push: a FaxReport, read as leniently as an answer.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;

use serde_json::value::RawValue;

use super::{PushFormat, UnreadablePush, UnreadablePushKind};
use crate::error::{DecodeError, DecodeErrorKind};
use crate::report::FaxReport;

/// How many wrappers are taken off.
const MAX_WRAPPERS: usize = 4;

/// Reads a report that may be wrapped, as `{"value":{…}}` or `{"reports":[{…}]}`: the service wraps some of its answers, and
/// customers can have templates of their own.
pub(super) fn read(mut text: &str) -> Result<FaxReport, UnreadablePush> {
    for _ in 0..MAX_WRAPPERS {
        match only_content(text) {
            Some(content) => text = content,
            None => break,
        }
    }
    FaxReport::from_json(text).map_err(|error| UnreadablePush::at(PushFormat::Json, &error))
}

/// The one object or array that is all there is in an object or array.
fn only_content(text: &str) -> Option<&str> {
    let content = if text.trim_start().starts_with('[') {
        let [content] = serde_json::from_str::<[&RawValue; 1]>(text).ok()?;
        content
    } else {
        let object = serde_json::from_str::<BTreeMap<Cow<'_, str>, &RawValue>>(text).ok()?;
        let mut members = object.into_values();
        members.next().filter(|_| members.next().is_none())?
    };
    Some(content.get()).filter(|content| content.starts_with(['{', '[']))
}

impl UnreadablePush {
    /// The place of a decode error, without the text that it keeps.
    pub(super) fn at(format: PushFormat, error: &DecodeError) -> Self {
        Self {
            format,
            kind: match error.kind() {
                DecodeErrorKind::Syntax => UnreadablePushKind::Syntax,
                DecodeErrorKind::Truncated => UnreadablePushKind::Truncated,
                DecodeErrorKind::Shape => UnreadablePushKind::Shape,
            },
            path: error.path().into(),
            line: error.line(),
            column: error.column(),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    const REPORT: &str = r#"{"jobId":"A1","recipientStatus":[{"number":"1","status":"OK"}]}"#;

    #[test]
    fn a_wrapped_report_is_found() {
        let bare = read(REPORT).unwrap();
        for wrapped in [
            format!(r#"{{"value":{REPORT}}}"#),
            format!(r#" {{ "reports" : [ {REPORT} ] }} "#),
            format!("[{REPORT}]"),
            format!(r#"{{"value":{{"reports":[{REPORT}]}}}}"#),
        ] {
            assert_eq!(read(&wrapped).unwrap(), bare, "{wrapped}");
        }
    }

    #[test]
    fn reports_on_several_jobs_are_not_one() {
        for text in [
            format!("[{REPORT},{REPORT}]"),
            format!(r#"{{"reports":[{REPORT},{REPORT}]}}"#),
            format!(r#"{{"a":{REPORT},"b":{REPORT}}}"#),
        ] {
            let error = read(&text).unwrap_err();
            assert_eq!(error.kind(), UnreadablePushKind::Shape, "{text}");
        }
    }

    #[test]
    fn a_report_with_one_field_is_no_wrapper() {
        assert_eq!(read(r#"{"jobId":"A1"}"#).unwrap().job_id().as_str(), "A1");
        let error = read(r#"{"jobId":{"jobId":{}}}"#).unwrap_err();
        assert_eq!(error.kind(), UnreadablePushKind::Shape);
    }

    #[test]
    fn nesting_without_end_is_given_up() {
        let error = read(&"[".repeat(100_000)).unwrap_err();
        assert_ne!(error.kind(), UnreadablePushKind::Refused);
        let deep = format!("{}{REPORT}{}", "[".repeat(100), "]".repeat(100));
        assert_eq!(read(&deep).unwrap_err().kind(), UnreadablePushKind::Shape);
    }

    #[test]
    fn the_place_is_told_and_the_text_is_not() {
        let error =
            read(r#"{"jobId":"A1","recipientStatus":[{"number":"+49marked"}]}"#).unwrap_err();
        assert_eq!(error.path(), "recipientStatus[0].status");
        assert!(!format!("{error} {error:?}").contains("marked"));
    }
}
