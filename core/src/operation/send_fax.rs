//! `POST /{custNr}/fax` (sendJobRequest): hands a job to the service.
//!
//! - Where: the region's submission address, or one data center, which then alone knows the job.
//! - Success: `200` (enqueued) or `201` (created) with `{"jobId":"…"}`.
//! - Not idempotent: the API has no key for repeats. `409` says that the service has this job already.

use http::{Method, Request, Response};

use super::{Operation, Repeat};
use crate::account::Account;
use crate::body::Body;
use crate::error::Error;
use crate::id::JobId;
use crate::job::FaxJob;
use crate::server::SubmissionUrl;
use crate::wire::{self, Path};

/// Hands a [`FaxJob`] to the service, which answers with the id of the job.
///
/// The job is put into its wire form once, here. Requests share it and the documents: none is copied.
#[derive(Clone, Debug)]
pub struct SendFax {
    body: Body,
}

impl SendFax {
    /// Sends this job.
    pub fn new(job: &FaxJob) -> Self {
        let (text, documents) = job.write();
        Self {
            body: Body::new(text, documents),
        }
    }

    /// The body of the request.
    pub fn body(&self) -> &Body {
        &self.body
    }
}

impl Operation for SendFax {
    type Target = SubmissionUrl;
    type Output = JobId;

    const NAME: &'static str = "sendJobRequest";
    const REPEAT: Repeat = Repeat::IfNotAccepted;

    fn request(&self, account: &Account, target: &SubmissionUrl) -> Request<Body> {
        wire::request(Method::POST, account, target, Path::Jobs, self.body.clone())
    }

    fn response(&self, response: Response<&[u8]>) -> Result<JobId, Error> {
        #[derive(serde::Deserialize)]
        struct Accepted {
            #[serde(rename = "jobId")]
            job_id: JobId,
        }
        let text = wire::success(&response)?;
        Ok(wire::read::<Accepted>(&text, response.status())?.job_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::Document;

    fn send() -> SendFax {
        let job = FaxJob::to("+49891234567").document(Document::pdf("letter", "%PDF-1.7"));
        SendFax::new(&job.build().unwrap())
    }

    #[test]
    fn a_send_is_never_repeated_in_doubt() {
        assert_eq!(SendFax::REPEAT, Repeat::IfNotAccepted);
    }

    #[test]
    fn an_answer_without_a_job_id_is_an_error() {
        let read = |body: &'static str| send().response(Response::new(body.as_bytes()));
        assert_eq!(read(r#"{"jobId":"A1","more":1}"#).unwrap().as_str(), "A1");
        for body in [
            "",
            "{}",
            r#"{"jobId":null}"#,
            r#"{"jobId":""}"#,
            r#"["A1"]"#,
            r#""A1""#,
        ] {
            assert!(matches!(read(body), Err(Error::Decode(_))), "{body}");
        }
    }
}
