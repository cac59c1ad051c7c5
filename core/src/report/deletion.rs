//! What became of the wish to delete a report.

use alloc::boxed::Box;
use core::fmt;

use serde::Deserialize;
use serde::de::Deserializer;

use crate::id::JobId;
use crate::wire::code::Code;
use crate::wire::lenient::{Flag, Object, Text};
use crate::wire::page::Entry;

/// What one data center did with the report of one job (`JobDeleteReport`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deletion {
    /// The job.
    pub job_id: JobId,
    /// What was done.
    pub outcome: DeletionOutcome,
}

/// What one data center did when it was asked to delete a report.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeletionOutcome {
    /// The report is gone.
    Deleted,
    /// This data center has no such report (`NOT_FOUND`).
    NotFound,
    /// The report is still there. The text is the service's word for why, such as `INTERNAL_ERROR`; empty if it gave none.
    Failed(Box<str>),
}

impl fmt::Debug for DeletionOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Deleted => f.write_str("Deleted"),
            Self::NotFound => f.write_str("NotFound"),
            Self::Failed(reason) => f.debug_tuple("Failed").field(&Code(reason)).finish(),
        }
    }
}

impl Deletion {
    /// The outcome of one deletion, as for a test.
    pub fn new(job_id: JobId, outcome: DeletionOutcome) -> Self {
        Self { job_id, outcome }
    }
}

impl<'de> Deserialize<'de> for Deletion {
    /// `deleted` may be absent. A `reason` is given on failure only, so without either the report was deleted.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Wire {
            #[serde(rename = "jobId")]
            job_id: JobId,
            deleted: Option<Flag>,
            reason: Option<Text>,
        }
        let Object(wire) = Object::<Wire>::deserialize(deserializer)?;
        let reason = wire
            .reason
            .map(|Text(reason)| reason)
            .filter(|reason| !reason.is_empty());
        let outcome = match (wire.deleted.map(|flag| flag.0), reason) {
            (Some(true), _) | (None, None) => DeletionOutcome::Deleted,
            (_, Some(reason)) if reason.eq_ignore_ascii_case("NOT_FOUND") => {
                DeletionOutcome::NotFound
            }
            (_, reason) => DeletionOutcome::Failed(reason.unwrap_or_default()),
        };
        Ok(Self {
            job_id: wire.job_id,
            outcome,
        })
    }
}

impl<'de> Entry<'de> for Deletion {
    type Space = ();

    fn read<D: Deserializer<'de>>((): &mut (), deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_fields_mean_what_the_documentation_says() {
        let failed = |reason: &str| DeletionOutcome::Failed(reason.into());
        for (json, outcome) in [
            (r#"{"jobId":"A","deleted":true}"#, DeletionOutcome::Deleted),
            (r#"{"jobId":"A"}"#, DeletionOutcome::Deleted),
            (
                r#"{"jobId":"A","deleted":null,"reason":null}"#,
                DeletionOutcome::Deleted,
            ),
            (
                r#"{"jobId":"A","deleted":"true","reason":""}"#,
                DeletionOutcome::Deleted,
            ),
            (
                r#"{"jobId":"A","deleted":false,"reason":"NOT_FOUND"}"#,
                DeletionOutcome::NotFound,
            ),
            (
                r#"{"jobId":"A","reason":"not_found"}"#,
                DeletionOutcome::NotFound,
            ),
            (
                r#"{"jobId":"A","deleted":false,"reason":"INTERNAL_ERROR"}"#,
                failed("INTERNAL_ERROR"),
            ),
            (r#"{"jobId":"A","deleted":false}"#, failed("")),
            (r#"{"jobId":"A","reason":"LOCKED"}"#, failed("LOCKED")),
        ] {
            assert_eq!(
                serde_json::from_str::<Deletion>(json).unwrap().outcome,
                outcome,
                "{json}"
            );
        }
    }
}
