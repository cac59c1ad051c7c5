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
