//! `GET /{custNr}/fax/reports/{jobId}` (getStatusReport): the report on one job.
//!
//! - Where: a data center; only the one that processed the job has it.
//! - Success: `200` with a FaxReport. A job in work has a report whose recipients are `PENDING`.
//! - `404`: no report for this job here. A report on another job is none on this one, but an answer that cannot be used.

use http::{Method, Request, Response, StatusCode};

use super::{Operation, Repeat};
use crate::account::Account;
use crate::body::Body;
use crate::error::Error;
use crate::id::JobId;
use crate::report::FaxReport;
use crate::server::DataCenterUrl;
use crate::wire::{self, Path};

/// Asks one data center for the report on one job. `None`: not here, which says nothing about the other data centers.
#[derive(Clone, Debug)]
pub struct GetReport {
    job_id: JobId,
}

impl GetReport {
    /// Asks for the report on this job.
    pub fn new(job_id: JobId) -> Self {
        Self { job_id }
    }
}

impl Operation for GetReport {
    type Target = DataCenterUrl;
    type Output = Option<FaxReport>;

    const NAME: &'static str = "getStatusReport";
    const REPEAT: Repeat = Repeat::Always;

    fn request(&self, account: &Account, target: &DataCenterUrl) -> Request<Body> {
        wire::request(
            Method::GET,
            account,
            target,
            Path::Report(self.job_id.as_str()),
            Body::default(),
        )
    }

    fn response(&self, response: Response<&[u8]>) -> Result<Option<FaxReport>, Error> {
        if response.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        let text = wire::success(&response)?;
        let report = wire::read_about(&text, response.status(), &self.job_id, FaxReport::job_id)?;
        Ok(Some(report))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: u16, body: &str) -> Result<Option<FaxReport>, Error> {
        let mut response = Response::new(body.as_bytes());
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        GetReport::new(JobId::new("A1").unwrap()).response(response)
    }

    #[test]
    fn not_found_is_no_report() {
        assert_eq!(read(404, "<html>").unwrap(), None);
        assert_eq!(
            read(400, "").unwrap_err().status(),
            Some(StatusCode::BAD_REQUEST)
        );
    }

    #[test]
    fn a_report_on_another_job_is_none_on_this_one() {
        assert!(read(200, r#"{"jobId":"A1"}"#).unwrap().is_some());
        assert!(read(200, r#"{"jobId":"a1"}"#).unwrap().is_some());
        assert!(
            matches!(read(200, r#"{"jobId":"B2"}"#), Err(Error::Decode(error)) if error.path() == "jobId")
        );
    }
}
