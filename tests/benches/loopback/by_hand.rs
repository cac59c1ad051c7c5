//! What a program does that has no library: plain derived structs, requests put together with what the `http` crate has.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use fax4a_simulator::Config;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, USER_AGENT};
use http::{HeaderValue, Method, Request};
use serde::{Deserialize, Serialize};

pub(crate) const TIMEOUT: Duration = Duration::from_secs(30);

#[derive(Serialize)]
struct Job<'a> {
    recipients: [Number<'a>; 1],
    documents: [Document<'a>; 1],
}

#[derive(Serialize)]
struct Number<'a> {
    number: &'a str,
}

#[derive(Serialize)]
struct Document<'a> {
    name: &'a str,
    data: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Accepted {
    pub(crate) job_id: String,
}

#[derive(Deserialize)]
pub(crate) struct Page {
    pub(crate) reports: Vec<Report>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report {
    pub(crate) job_id: String,
    pub(crate) recipient_status: Vec<Recipient>,
    pub(crate) pages: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Recipient {
    number: String,
    status: String,
    reason: String,
    sent_ts: String,
    duration_in_secs: u32,
    sent_to_number: String,
    remote_csid: String,
}

#[derive(Deserialize)]
pub(crate) struct Deletions {
    pub(crate) reports: Vec<Deletion>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Deletion {
    pub(crate) job_id: String,
    pub(crate) deleted: bool,
}

impl Report {
    /// Looks at everything, so that nothing of it can be left out.
    pub(crate) fn length(&self) -> usize {
        let of = |it: &Recipient| {
            let texts = [
                &it.number,
                &it.status,
                &it.reason,
                &it.sent_ts,
                &it.sent_to_number,
                &it.remote_csid,
            ];
            texts.iter().map(|text| text.len()).sum::<usize>() + it.duration_in_secs as usize
        };
        self.recipient_status.iter().map(of).sum::<usize>() + self.pages as usize
    }
}

/// A request to send a document to one number.
pub(crate) fn send(base: &str, authorization: &HeaderValue, document: &[u8]) -> Request<Bytes> {
    let job = Job {
        recipients: [Number {
            number: "+99900000000",
        }],
        documents: [Document {
            name: "a.pdf",
            data: STANDARD.encode(document),
        }],
    };
    let body = serde_json::to_vec(&job).expect("a body");
    let mut request: Request<Bytes> =
        request(Method::POST, base, "fax", authorization).map(|()| body.into());
    let length = HeaderValue::from(request.body().len());
    let headers = request.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CONTENT_LENGTH, length);
    request
}

/// A request for one report.
pub(crate) fn get(base: &str, authorization: &HeaderValue, job_id: &str) -> Request<()> {
    request(
        Method::GET,
        base,
        &format!("fax/reports/{job_id}"),
        authorization,
    )
}

fn request(method: Method, base: &str, path: &str, authorization: &HeaderValue) -> Request<()> {
    Request::builder()
        .method(method)
        .uri(format!("{base}/{}/{path}", Config::CUSTOMER_NUMBER))
        .header(AUTHORIZATION, authorization.clone())
        .header(ACCEPT, "application/json")
        .header(USER_AGENT, "by-hand/1.0")
        .body(())
        .expect("a request")
}
