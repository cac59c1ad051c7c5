//! Where in an answer reading failed, in the API's own words and nobody else's.

use alloc::format;
use alloc::string::{String, ToString as _};

use serde_path_to_error::{Path, Segment};

/// The fields that are read. A key that is none of them is text of the server, and may be personal data.
const FIELDS: [&str; 21] = [
    "reports",
    "value",
    "jobId",
    "deleted",
    "reason",
    "recipientStatus",
    "pages",
    "reference",
    "customerDefinedId",
    "billingCode",
    "billingInfo",
    "number",
    "alternativeNumbers",
    "properties",
    "key",
    "status",
    "sentTs",
    "sentTS",
    "durationInSecs",
    "sentToNumber",
    "remoteCsid",
];

/// The path to the field that could not be read or is missing, such as `reports[3].recipientStatus[0].number`; `.` for the whole.
pub(super) fn path(prefix: &str, failed: Option<&Path>, error: &serde_json::Error) -> String {
    let mut path = String::from(prefix);
    for segment in failed.into_iter().flat_map(Path::iter) {
        match segment {
            Segment::Seq { index } => path.push_str(&format!("[{index}]")),
            Segment::Map { key } => push(&mut path, known(key)),
            // Before a key was read; there are no enums.
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    if let Some(field) = missing_field(&error.to_string()) {
        push(&mut path, field);
    }
    if path.is_empty() { ".".into() } else { path }
}

fn push(path: &mut String, field: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(field);
}

fn known(key: &str) -> &str {
    if FIELDS.contains(&key) { key } else { "?" }
}

/// The field that serde says is missing, which its error tells in words only.
fn missing_field(message: &str) -> Option<&'static str> {
    let (field, _) = message.strip_prefix("missing field `")?.split_once('`')?;
    FIELDS.into_iter().find(|known| *known == field)
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use crate::report::FaxReport;
    use crate::wire::read;

    fn path(text: &str) -> alloc::string::String {
        let error = read::<FaxReport>(text, StatusCode::OK).unwrap_err();
        error.path().into()
    }

    #[test]
    fn a_path_leads_to_what_cannot_be_read() {
        let recipients = |recipients: &str| {
            alloc::format!(r#"{{"jobId":"A","recipientStatus":[{recipients}]}}"#)
        };
        assert_eq!(path(r#"{"jobId":{}}"#), "jobId");
        assert_eq!(path(r#"{"jobId":"A","pages":"x"}"#), "pages");
        assert_eq!(
            path(r#"{"jobId":"A","reference":{"billingCode":[]}}"#),
            "reference.billingCode"
        );
        assert_eq!(path(&recipients("7")), "recipientStatus[0]");
        let good = r#"{"number":"1","status":"OK"}"#;
        let bad = r#"{"number":"1","status":"OK","properties":[{"key":"a"},{"key":[]}]}"#;
        assert_eq!(
            path(&recipients(&alloc::format!("{good},{bad}"))),
            "recipientStatus[1].properties[1].key"
        );
        assert_eq!(path("7"), ".");
        assert_eq!(path(""), ".");
        assert_eq!(path("{"), ".");
    }

    #[test]
    fn a_path_leads_to_what_is_missing() {
        assert_eq!(path("{}"), "jobId");
        assert_eq!(
            path(r#"{"jobId":"A","recipientStatus":[{"number":"1"}]}"#),
            "recipientStatus[0].status"
        );
        assert_eq!(
            path(r#"{"jobId":"A","recipientStatus":[{"status":"OK"}]}"#),
            "recipientStatus[0].number"
        );
    }

    #[test]
    fn a_key_that_is_none_of_the_apis_is_not_told() {
        assert_eq!(path(r#"{"jobId":"A","Dr. Weber":{"+49891":tru"#), "?");
        assert_eq!(
            path(r#"{"jobId":"A","recipientStatus":[{"Dr. Weber":tru"#),
            "recipientStatus[0].?"
        );
    }
}
