//! The name of a job.

use alloc::sync::Arc;
use core::fmt;
use core::str::FromStr;

use serde::de::DeserializeSeed as _;

use crate::wire::lenient::TextAs;

/// The id that the service gave a job (`jobId`), such as `FJJ66GHGX105ZZBIELVCN1`. Cloning is cheap.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(Arc<str>);

impl JobId {
    /// Longest id that is taken, in bytes. The service's own have 22.
    pub const MAX_LENGTH: usize = 256;

    /// Checks a job id.
    ///
    /// # Errors
    /// [`InvalidJobId`] when it is empty, longer than [`MAX_LENGTH`](Self::MAX_LENGTH), `.` or `..`, or holds a control
    /// character: nothing that could leave its place in an address.
    pub fn new(text: &str) -> Result<Self, InvalidJobId> {
        let fits = (1..=Self::MAX_LENGTH).contains(&text.len());
        if !fits || matches!(text, "." | "..") || text.contains(char::is_control) {
            return Err(InvalidJobId);
        }
        Ok(Self(text.into()))
    }

    /// The id as the service wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for JobId {
    type Err = InvalidJobId;

    fn from_str(text: &str) -> Result<Self, InvalidJobId> {
        Self::new(text)
    }
}

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

impl AsRef<str> for JobId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl core::borrow::Borrow<str> for JobId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl serde::Serialize for JobId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for JobId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        TextAs(Self::new)
            .deserialize(deserializer)?
            .map_err(serde::de::Error::custom)
    }
}

/// The text is no job id: empty, too long, a dot path, or with control characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidJobId;

impl fmt::Display for InvalidJobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the job id is empty, longer than 256 bytes, a dot path, or holds control characters",
        )
    }
}

impl core::error::Error for InvalidJobId {}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

    use super::*;

    #[test]
    fn ids_that_could_leave_their_place_are_refused() {
        for bad in ["", ".", "..", "a\nb", "a\0", &"x".repeat(257)] {
            assert_eq!(JobId::new(bad), Err(InvalidJobId), "{bad:?}");
        }
        for good in ["FJJ66GHGX105ZZBIELVCN1", "...", "a/b", "\u{fc}"] {
            assert_eq!(JobId::new(good).unwrap().as_str(), good);
        }
    }

    #[test]
    fn json_holds_an_id_as_text_or_as_a_number() {
        let read =
            |json: &str| serde_json::from_str::<JobId>(json).map(|id| id.as_str().to_string());
        assert_eq!(read(r#""FJ\u0031""#).unwrap(), "FJ1");
        assert_eq!(read("4711").unwrap(), "4711");
        assert!(
            ["null", "\"\"", "\"a\\nb\"", "[]", "{}"]
                .into_iter()
                .all(|json| read(json).is_err())
        );
        assert_eq!(
            serde_json::to_string(&JobId::new("a\"b").unwrap()).unwrap(),
            r#""a\"b""#
        );
    }

    #[test]
    fn an_id_is_looked_up_by_its_text() {
        let known = alloc::collections::BTreeSet::from([JobId::new("A1").unwrap()]);
        assert!(known.contains("A1") && !known.contains("A2"));
        let id = JobId::new("A1").unwrap();
        assert_eq!(AsRef::<str>::as_ref(&id), "A1");
    }
}
