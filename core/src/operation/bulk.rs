//! `POST /{custNr}/fax/reports` (bulkStatusReports): gets or deletes the reports on up to 1000 jobs.
//!
//! - Where: a data center; it knows the jobs that it processed.
//! - Body: `{"action":"GET"|"DELETE","jobIds":[…]}`.
//! - Success: `200` with `{"reports":[…]}`; one documented example wraps it in `{"value":…}`.

use alloc::vec::Vec;
use core::fmt;

use http::{Method, Request};

use crate::account::Account;
use crate::body::Body;
use crate::id::JobId;
use crate::server::DataCenterUrl;
use crate::wire::{self, Path};

mod delete;
mod get;

pub use delete::BulkDelete;
pub use get::BulkGet;

/// How many job ids one bulk request may name, by the API's documentation.
pub const MAX_JOB_IDS: usize = 1000;

/// What both bulk operations hold: the ids, checked, and the body that names them.
#[derive(Clone, Debug)]
struct Bulk {
    job_ids: Vec<JobId>,
    body: Body,
}

impl Bulk {
    fn new(action: &'static str, job_ids: Vec<JobId>) -> Result<Self, InvalidJobIds> {
        #[derive(serde::Serialize)]
        #[serde(rename_all = "camelCase")]
        struct BulkRequest<'a> {
            action: &'static str,
            job_ids: &'a [JobId],
        }
        match job_ids.len() {
            0 => Err(InvalidJobIds::None),
            count if count > MAX_JOB_IDS => Err(InvalidJobIds::TooMany { count }),
            _ => {
                let text = serde_json::to_vec(&BulkRequest {
                    action,
                    job_ids: &job_ids,
                });
                let text = text.map_err(|_| InvalidJobIds::None)?;
                Ok(Self {
                    job_ids,
                    body: Body::new(text, Vec::new()),
                })
            }
        }
    }

    fn request(&self, account: &Account, target: &DataCenterUrl) -> Request<Body> {
        wire::request(
            Method::POST,
            account,
            target,
            Path::Reports,
            self.body.clone(),
        )
    }
}

/// Why a list of job ids cannot go into one bulk request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidJobIds {
    /// There is none.
    None,
    /// More than [`MAX_JOB_IDS`]. [`AskAll`](crate::flow::AskAll) cuts longer lists.
    TooMany {
        /// How many there are.
        count: usize,
    },
}

impl fmt::Display for InvalidJobIds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("a bulk request needs at least one job id"),
            Self::TooMany { count } => {
                write!(f, "a bulk request takes {MAX_JOB_IDS} job ids, not {count}")
            }
        }
    }
}

impl core::error::Error for InvalidJobIds {}

#[cfg(test)]
mod tests {
    use super::*;

    fn job_ids(count: usize) -> Vec<JobId> {
        (0..count)
            .map(|index| JobId::new(&alloc::format!("J{index}")).unwrap())
            .collect()
    }

    #[test]
    fn the_body_names_the_action_and_the_jobs() {
        let bulk = Bulk::new("GET", job_ids(2)).unwrap();
        assert_eq!(
            bulk.body.to_bytes(),
            r#"{"action":"GET","jobIds":["J0","J1"]}"#
        );
    }

    #[test]
    fn one_to_a_thousand_jobs_fit() {
        assert_eq!(
            Bulk::new("GET", job_ids(0)).unwrap_err(),
            InvalidJobIds::None
        );
        assert!(Bulk::new("GET", job_ids(1)).is_ok() && Bulk::new("GET", job_ids(1000)).is_ok());
        let error = Bulk::new("GET", job_ids(1001)).unwrap_err();
        assert_eq!(error, InvalidJobIds::TooMany { count: 1001 });
    }
}
