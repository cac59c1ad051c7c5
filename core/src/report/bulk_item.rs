//! An entry of the answer to a bulk request for reports.

use alloc::boxed::Box;
use core::fmt;

use serde::de::{Deserialize, Deserializer};

use super::FaxReport;
use super::json::{Parts, WireReport};
use crate::id::JobId;
use crate::wire::code::Code;
use crate::wire::page::Entry;

/// What one data center says about one job of a bulk request: its report, or why there is none.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BulkItem {
    /// The report.
    Report(FaxReport),
    /// This data center has no report for this job (`NOT_FOUND`).
    NotFound(JobId),
    /// This data center has another reason not to give the report.
    Failed {
        /// The job.
        job_id: JobId,
        /// The service's word for it, such as `INTERNAL_ERROR`.
        reason: Box<str>,
    },
}

impl BulkItem {
    /// The job that this is about.
    pub fn job_id(&self) -> &JobId {
        match self {
            Self::Report(report) => report.job_id(),
            Self::NotFound(job_id) | Self::Failed { job_id, .. } => job_id,
        }
    }
}

impl fmt::Debug for BulkItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Report(report) => report.fmt(f),
            Self::NotFound(job_id) => write!(f, "NotFound({job_id})"),
            Self::Failed { job_id, reason } => write!(f, "Failed({job_id}, {:?})", Code(reason)),
        }
    }
}

impl<'de> Deserialize<'de> for BulkItem {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(&mut Parts::default(), deserializer)
    }
}

impl<'de> Entry<'de> for BulkItem {
    type Space = Parts;

    /// Reports have no `reason` of their own, so one beside no recipients says why there is no report.
    fn read<D: Deserializer<'de>>(parts: &mut Parts, deserializer: D) -> Result<Self, D::Error> {
        let WireReport { report, reason } = WireReport::read(parts, deserializer)?;
        Ok(match reason {
            Some(reason) if report.recipients().len() > 0 || reason.is_empty() => {
                Self::Report(report)
            }
            Some(reason) if reason.eq_ignore_ascii_case("NOT_FOUND") => {
                Self::NotFound(report.job_id)
            }
            Some(reason) => Self::Failed {
                reason,
                job_id: report.job_id,
            },
            None => Self::Report(report),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_beside_no_recipients_says_why_there_is_no_report() {
        let recipient = r#"{"number":"1","status":"OK"}"#;
        for (fields, expected) in [
            (r#""reason":"NOT_FOUND""#, "NotFound(A)"),
            (
                r#""reason":"not_found","recipientStatus":null,"pages":null"#,
                "NotFound(A)",
            ),
            (
                r#""reason":"NOT_FOUND","recipientStatus":[],"pages":0"#,
                "NotFound(A)",
            ),
            (
                r#""reason":"INTERNAL_ERROR""#,
                r#"Failed(A, "INTERNAL_ERROR")"#,
            ),
            (
                r#""reason":"NOT_FOUND","recipientStatus":[RECIPIENT]"#,
                "FaxReport",
            ),
            (
                r#""reason":null,"recipientStatus":[RECIPIENT]"#,
                "FaxReport",
            ),
            (r#""reason":"","recipientStatus":[]"#, "FaxReport"),
            (r#""pages":1"#, "FaxReport"),
        ] {
            let json = alloc::format!(
                "{{\"jobId\":\"A\",{}}}",
                fields.replace("RECIPIENT", recipient)
            );
            let item: BulkItem = serde_json::from_str(&json).unwrap();
            assert!(
                alloc::format!("{item:?}").starts_with(expected),
                "{json} became {item:?}"
            );
            assert_eq!(item.job_id().as_str(), "A");
        }
    }
}
