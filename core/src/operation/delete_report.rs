//! `DELETE /{custNr}/fax/reports/{jobId}` (deleteStatusReport): deletes the report on one job.
//!
//! - Where: a data center; only the one that processed the job can.
//! - Success: `200` with a JobDeleteReport.
//! - An id that is not known there: `404`, or `400` in one source. Both are read as "not found": the request has nothing
//!   else that could be wrong.

use http::{Method, Request, Response, StatusCode};

use super::{Operation, Repeat};
use crate::account::Account;
use crate::body::Body;
use crate::error::Error;
use crate::id::JobId;
use crate::report::{Deletion, DeletionOutcome};
use crate::server::DataCenterUrl;
use crate::wire::{self, Path};

/// Asks one data center to delete the report on one job, for good.
#[derive(Clone, Debug)]
pub struct DeleteReport {
    job_id: JobId,
}

impl DeleteReport {
    /// Deletes the report on this job.
    pub fn new(job_id: JobId) -> Self {
        Self { job_id }
    }
}

impl Operation for DeleteReport {
    type Target = DataCenterUrl;
    type Output = Deletion;

    const NAME: &'static str = "deleteStatusReport";
    const REPEAT: Repeat = Repeat::Always;

    fn request(&self, account: &Account, target: &DataCenterUrl) -> Request<Body> {
        wire::request(
            Method::DELETE,
            account,
            target,
            Path::Report(self.job_id.as_str()),
            Body::default(),
        )
    }

    fn response(&self, response: Response<&[u8]>) -> Result<Deletion, Error> {
        if matches!(
            response.status(),
            StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST
        ) {
            return Ok(Deletion::new(
                self.job_id.clone(),
                DeletionOutcome::NotFound,
            ));
        }
        let text = wire::success(&response)?;
        Ok(wire::read_about(
            &text,
            response.status(),
            &self.job_id,
            |deletion: &Deletion| &deletion.job_id,
        )?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: u16, body: &str) -> Result<DeletionOutcome, Error> {
        let mut response = Response::new(body.as_bytes());
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        let delete = DeleteReport::new(JobId::new("A1").unwrap());
        delete.response(response).map(|deletion| deletion.outcome)
    }

    #[test]
    fn both_sources_of_not_found_are_read() {
        assert_eq!(read(404, "").unwrap(), DeletionOutcome::NotFound);
        assert_eq!(read(400, "").unwrap(), DeletionOutcome::NotFound);
        assert!(read(401, "").is_err() && read(500, "").is_err());
    }

    #[test]
    fn a_deletion_of_another_report_is_none_of_this_one() {
        assert_eq!(
            read(200, r#"{"jobId":"A1"}"#).unwrap(),
            DeletionOutcome::Deleted
        );
        assert!(
            matches!(read(200, r#"{"jobId":"B2"}"#), Err(Error::Decode(error)) if error.path() == "jobId")
        );
    }
}
