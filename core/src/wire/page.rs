//! Reading a list of reports so that one unreadable report never hides the others.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::marker::PhantomData;

use http::StatusCode;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, SeqAccess};
use serde_json::value::RawValue;

use super::into::{ByItems, Items};
use super::lenient::Object;
use super::locate;
use crate::error::DecodeError;
use crate::id::JobId;
use crate::report::{Page, Unreadable};

/// How many entries a list may have: a hundred times as many as documented. What an entry becomes is far larger than the shortest
/// text of one, and if it cannot be read it becomes an error of its own, so memory would not be bounded by the answer's length.
const MOST_ENTRIES: usize = 100 * Page::<()>::MAX_LENGTH;

/// What a list holds. All entries of a list are read with one work space, so that none has to find room of its own.
pub(crate) trait Entry<'de>: Deserialize<'de> {
    /// Where an entry is put together. What an entry leaves there means nothing to the next.
    type Space: Default;

    /// Reads one entry.
    fn read<D: Deserializer<'de>>(
        space: &mut Self::Space,
        deserializer: D,
    ) -> Result<Self, D::Error>;
}

impl<'de> Entry<'de> for &'de RawValue {
    type Space = ();

    fn read<D: Deserializer<'de>>((): &mut (), deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
}

/// Reads `{"reports":[…]}`, the documented variant `{"value":{"reports":[…]}}`, or a bare array.
///
/// The whole text is read at once; only if that fails, entry by entry.
pub(crate) fn read_page<'a, T: Entry<'a>>(
    text: &'a str,
    status: StatusCode,
) -> Result<Page<T>, DecodeError> {
    if let Ok(entries) = read_entries(text) {
        return Ok(Page {
            entries,
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
            Ok(entry) => page.entries.push(entry),
            Err(error) => {
                let error = locate::<T>(raw, &alloc::format!("reports[{index}]"), status, error);
                page.unreadable
                    .push(Unreadable::new(job_id_of(raw), error, raw));
            }
        }
    }
    Ok(page)
}

fn read_entries<'a, T: Entry<'a>>(text: &'a str) -> Result<Vec<T>, serde_json::Error> {
    if is_bare(text) {
        return serde_json::from_str(text).map(|List(entries)| entries);
    }
    match serde_json::from_str::<Envelope<T>>(text)?.into_entries() {
        // A list in each of many wrappers.
        Some(entries) if entries.len() > MOST_ENTRIES => Err(too_long()),
        Some(entries) => Ok(entries),
        None => Err(serde::de::Error::missing_field("reports")),
    }
}

fn too_long<E: serde::de::Error>() -> E {
    E::custom("a list that is longer than any")
}

fn is_bare(text: &str) -> bool {
    text.trim_start().starts_with('[')
}

/// The error for a text that has no list that could be read, not even entry by entry.
fn no_list(text: &str, status: StatusCode, error: serde_json::Error) -> DecodeError {
    if is_bare(text) {
        locate::<List<&RawValue>>(text, "reports", status, error)
    } else {
        locate::<Envelope<&RawValue>>(text, "", status, error)
    }
}

/// A list may be `null`, but it must be there: an object without one is not an answer of this API, and not "no reports".
#[derive(Deserialize)]
#[serde(bound(deserialize = "T: Entry<'de>"))]
struct Envelope<T> {
    #[serde(default, deserialize_with = "present")]
    reports: Option<List<T>>,
    #[serde(default)]
    value: Option<Box<Self>>,
}

impl<T> Envelope<T> {
    fn into_entries(self) -> Option<Vec<T>> {
        let wrapped = self.value.and_then(|value| value.into_entries());
        match (self.reports, wrapped) {
            (Some(List(mut entries)), Some(wrapped)) => {
                entries.extend(wrapped);
                Some(entries)
            }
            (entries, wrapped) => entries.map(|List(entries)| entries).or(wrapped),
        }
    }
}

fn present<'de, D: Deserializer<'de>, T: Entry<'de>>(
    deserializer: D,
) -> Result<Option<List<T>>, D::Error> {
    Option::deserialize(deserializer).map(|list| Some(list.unwrap_or(List(Vec::new()))))
}

struct List<T>(Vec<T>);

impl<'de, T: Entry<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        ByItems(AllEntries(PhantomData)).deserialize(deserializer)
    }
}

struct AllEntries<T>(PhantomData<T>);

impl<'de, T: Entry<'de>> Items<'de> for AllEntries<T> {
    type Value = List<T>;

    const WHAT: &'static str = "a list";

    fn read<A: SeqAccess<'de>>(self, mut items: A) -> Result<List<T>, A::Error> {
        let (mut space, mut entries) = (T::Space::default(), Vec::new());
        while let Some(entry) = items.next_element_seed(OneEntry::<T>(&mut space))? {
            if entries.len() == MOST_ENTRIES {
                return Err(too_long());
            }
            entries.push(entry);
        }
        Ok(List(entries))
    }
}

struct OneEntry<'s, 'de, T: Entry<'de>>(&'s mut T::Space);

impl<'de, T: Entry<'de>> DeserializeSeed<'de> for OneEntry<'_, 'de, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::read(self.0, deserializer)
    }
}

/// The job id of an entry that cannot be read otherwise, if at least that can.
fn job_id_of(raw: &str) -> Option<JobId> {
    #[derive(Deserialize)]
    struct OnlyId {
        #[serde(rename = "jobId")]
        job_id: JobId,
    }
    let Object(only) = serde_json::from_str::<Object<OnlyId>>(raw).ok()?;
    Some(only.job_id)
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

    #[test]
    fn a_list_far_longer_than_documented_is_one_error() {
        let entries = |count| alloc::vec!["0"; count].join(",");
        assert_eq!(MOST_ENTRIES, 100_000);
        let (most, more) = (entries(MOST_ENTRIES), entries(MOST_ENTRIES + 1));
        assert_eq!(
            read(&alloc::format!("[{most}]")).unwrap().1,
            MOST_ENTRIES,
            "all of them unreadable, and none hidden"
        );
        for (text, path) in [
            (alloc::format!("[{more}]"), "reports"),
            (alloc::format!("{{\"reports\":[{more}]}}"), "reports"),
            (
                alloc::format!("{{\"value\":{{\"reports\":[{more}]}}}}"),
                "value.reports",
            ),
            (
                alloc::format!("{{\"reports\":[0],\"value\":{{\"reports\":[{most}]}}}}"),
                ".",
            ),
        ] {
            assert_eq!(read(&text).unwrap_err().path(), path);
        }
    }
}
