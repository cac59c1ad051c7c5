//! Reading a list of reports so that one unreadable report never hides the others.

use alloc::boxed::Box;
use alloc::vec::Vec;

use http::StatusCode;
use serde::Deserialize;
use serde::de::Deserializer;
use serde_json::value::RawValue;

use super::lenient::{Object, Text};
use super::locate;
use crate::error::DecodeError;
use crate::id::JobId;
use crate::report::{Page, Unreadable};

/// Reads `{"reports":[…]}`, the documented variant `{"value":{"reports":[…]}}`, or a bare array.
///
/// The whole text is read at once; only if that fails, entry by entry.
pub(crate) fn read_page<'a, T: Deserialize<'a>>(
    text: &'a str,
    status: StatusCode,
) -> Result<Page<T>, DecodeError> {
    if let Ok(entries) = read_entries(text) {
        return Ok(Page {
            entries: entries.into_iter().map(|Object(entry)| entry).collect(),
            unreadable: Vec::new(),
        });
    }
    let raw: Vec<&RawValue> = read_entries(text).map_err(|error| no_list(text, status, error))?;
    let mut page = Page {
        entries: Vec::with_capacity(raw.len()),
        unreadable: Vec::new(),
    };
    for (index, raw) in raw.into_iter().map(RawValue::get).enumerate() {
        match serde_json::from_str(raw) {
            Ok(Object(entry)) => page.entries.push(entry),
            Err(error) => {
                let error =
                    locate::<Object<T>>(raw, &alloc::format!("reports[{index}]"), status, error);
                page.unreadable
                    .push(Unreadable::new(job_id_of(raw), error, raw));
            }
        }
    }
    Ok(page)
}

fn read_entries<'a, T: Deserialize<'a>>(text: &'a str) -> Result<Vec<T>, serde_json::Error> {
    if is_bare(text) {
        return serde_json::from_str(text);
    }
    let entries = serde_json::from_str::<Envelope<T>>(text)?.into_entries();
    entries.ok_or_else(|| serde::de::Error::missing_field("reports"))
}

fn is_bare(text: &str) -> bool {
    text.trim_start().starts_with('[')
}

/// The error for a text that has no list that could be read, not even entry by entry.
fn no_list(text: &str, status: StatusCode, error: serde_json::Error) -> DecodeError {
    if is_bare(text) {
        locate::<Vec<&RawValue>>(text, "reports", status, error)
    } else {
        locate::<Envelope<&RawValue>>(text, "", status, error)
    }
}

/// A list may be `null`, but it must be there: an object without one is not an answer of this API, and not "no reports".
#[derive(Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
struct Envelope<T> {
    #[serde(default, deserialize_with = "present")]
    reports: Option<Vec<T>>,
    #[serde(default)]
    value: Option<Box<Self>>,
}

impl<T> Envelope<T> {
    fn into_entries(self) -> Option<Vec<T>> {
        let wrapped = self.value.and_then(|value| value.into_entries());
        match (self.reports, wrapped) {
            (Some(mut entries), Some(wrapped)) => {
                entries.extend(wrapped);
                Some(entries)
            }
            (entries, wrapped) => entries.or(wrapped),
        }
    }
}

fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Vec<T>>, D::Error> {
    Option::deserialize(deserializer).map(|list| Some(list.unwrap_or_default()))
}

/// The job id of an entry that cannot be read otherwise, if at least that can.
fn job_id_of(raw: &str) -> Option<JobId> {
    #[derive(Deserialize)]
    struct OnlyId<'a> {
        #[serde(borrow, rename = "jobId")]
        job_id: Text<'a>,
    }
    let Object(only) = serde_json::from_str::<Object<OnlyId<'_>>>(raw).ok()?;
    JobId::new(&only.job_id).ok()
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::*;
    use crate::report::Deletion;

    fn read(text: &str) -> Result<(String, usize), DecodeError> {
        let page = read_page::<Deletion>(text, StatusCode::OK)?;
        let job_ids = page.entries.iter().map(|entry| entry.job_id.as_str());
        Ok((job_ids.collect(), page.unreadable.len()))
    }

    #[test]
    fn a_list_is_read_in_every_shape() {
        for (text, job_ids) in [
            (r#"{"reports":[{"jobId":"A"},{"jobId":"B"}]}"#, "AB"),
            (r#"{"value":{"reports":[{"jobId":"A"}]}}"#, "A"),
            (
                r#"{"reports":null,"value":{"reports":[{"jobId":"A"}]}}"#,
                "A",
            ),
            (
                r#"{"reports":[{"jobId":"A"}],"value":{"reports":[{"jobId":"B"}]}}"#,
                "AB",
            ),
            (" [{\"jobId\":\"A\"}]", "A"),
            (r#"{"reports":null}"#, ""),
            ("[]", ""),
        ] {
            assert_eq!(read(text).unwrap(), (job_ids.into(), 0), "{text}");
        }
    }

    #[test]
    fn an_unreadable_entry_costs_itself_only_in_every_shape() {
        let entries = r#"[{"jobId":"A"},["B"],{"jobId":"C","deleted":"?"},{"jobId":"D"}]"#;
        for text in [
            entries.into(),
            alloc::format!("{{\"reports\":{entries}}}"),
            alloc::format!("{{\"value\":{{\"reports\":{entries}}}}}"),
        ] {
            assert_eq!(read(&text).unwrap(), ("AD".into(), 2), "{text}");
        }
        let page = read_page::<Deletion>(entries, StatusCode::OK).unwrap();
        let job_ids: Vec<_> = page
            .unreadable
            .iter()
            .map(|entry| entry.job_id().map(JobId::as_str))
            .collect();
        assert_eq!(job_ids, [None, Some("C")]);
        assert_eq!(page.unreadable[1].error().path(), "reports[2].deleted");
    }

    #[test]
    fn what_has_no_list_is_an_error_with_its_place() {
        for (text, path) in [
            ("{}", "reports"),
            (r#"{"value":{}}"#, "reports"),
            (r#"{"reports":7}"#, "reports"),
            (r#"{"reports":[{"#, "reports[0]"),
            (r#"[{"jobId":"A"},{"#, "reports[1]"),
            ("null", "."),
        ] {
            assert_eq!(read(text).unwrap_err().path(), path, "{text}");
        }
    }
}
