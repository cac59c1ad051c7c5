//! Jobs to send, and the same request made by hand: one derived structure with the document as a base64 text in it.

use base64::Engine as _;
use base64::engine::Simd;
use base64::engine::general_purpose::PAD;
use bytes::Bytes;
use fax4a::{Account, Credentials, CustomerNumber, Document, FaxJob};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, USER_AGENT};
use http::{HeaderValue, Request};

pub(crate) const NUMBER: &str = "+49891234567";
pub(crate) const NAME: &str = "letter.pdf";

pub(crate) fn account() -> Account {
    let credentials = Credentials::basic("fax@example.com", "open sesame").expect("credentials");
    Account::new(
        CustomerNumber::new("99999TE").expect("a number"),
        credentials,
    )
}

/// Bytes that look like nothing in particular, the same ones every time.
pub(crate) fn document(length: usize) -> Bytes {
    let mut state = 0x9e37_79b9_u32;
    let byte = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..length).map(byte).collect()
}

pub(crate) fn job(document: Bytes) -> FaxJob {
    FaxJob::to(NUMBER)
        .document(Document::pdf(NAME, document))
        .build()
        .expect("a job")
}

/// The SIMD encoder that the core uses, alone.
pub(crate) fn encoder() -> Simd {
    Simd::standard(PAD)
}

#[derive(serde::Serialize)]
struct PlainJob<'a> {
    recipients: [PlainRecipient<'a>; 1],
    documents: [PlainDocument<'a>; 1],
}

#[derive(serde::Serialize)]
struct PlainRecipient<'a> {
    number: &'a str,
}

#[derive(serde::Serialize)]
struct PlainDocument<'a> {
    name: &'a str,
    data: String,
}

/// The JSON of [`job`], byte for byte.
pub(crate) fn plain_json(document: &[u8]) -> Vec<u8> {
    let data = encoder().encode(document);
    let job = PlainJob {
        recipients: [PlainRecipient { number: NUMBER }],
        documents: [PlainDocument { name: NAME, data }],
    };
    serde_json::to_vec(&job).expect("a job is JSON")
}

/// The request that a client written by hand makes of it.
pub(crate) fn plain_request(authorization: &HeaderValue, document: &[u8]) -> Request<Vec<u8>> {
    let body = plain_json(document);
    let address = format!("https://faxws-ha.de.retarus.com/rest/v1/{}/fax", "99999TE");
    Request::post(address)
        .header(AUTHORIZATION, authorization)
        .header(ACCEPT, "application/json")
        .header(USER_AGENT, "plain/1.0")
        .header(CONTENT_TYPE, "application/json")
        .header(CONTENT_LENGTH, body.len())
        .body(body)
        .expect("a request")
}
