//! Nesting without end, read on a thread whose stack has room for what is promised and little else.

use std::thread;

use fax4a::error::Error;
use fax4a::operation::{
    BulkDelete, BulkGet, DeleteOldest, DeleteReport, GetReport, ListReports, Operation, SendFax,
};
use fax4a::push::{PushAuth, PushError, PushReceiver};
use fax4a::{FaxReport, JobId, Timestamp};
use fax4a_tests::sample::{self, job_id};
use http::{Request, Response, StatusCode};

const LEVELS: usize = 100_000;

/// A quarter of what Rust gives a thread, and an eighth of what a main thread mostly has.
const STACK: usize = 512 * 1024;

/// What may open and close a level. The last never close.
const LEVELS_OF: [(&str, &str); 6] = [
    ("[", "]"),
    ("{\"a\":", "}"),
    ("{\"value\":", "}"),
    ("{\"reports\":[", "]}"),
    ("[", ""),
    ("{\"value\":", ""),
];

/// Where the nesting is.
fn bodies() -> impl Iterator<Item = String> {
    LEVELS_OF.into_iter().flat_map(|(open, close)| {
        let nested = format!("{}1{}", open.repeat(LEVELS), close.repeat(LEVELS));
        [
            format!(r#"{{"jobId":"A1","unknown":{nested}}}"#),
            format!(r#"{{"jobId":"A1","recipientStatus":[{{"properties":[{nested}]}}]}}"#),
            format!(r#"{{"jobId":"A1","reference":{nested}}}"#),
            format!(r#"{{"reports":[{{"jobId":"A0"}},{nested},{{"jobId":"A2"}}]}}"#),
            nested,
        ]
    })
}

fn on_a_small_stack(test: fn()) {
    let thread = thread::Builder::new().stack_size(STACK).spawn(test);
    thread.expect("a thread").join().expect("no panic");
}

#[test]
fn any_answer_nested_without_end_is_a_value_or_a_typed_error() {
    on_a_small_stack(|| {
        let bulk = [job_id("A1")];
        for body in bodies() {
            check(&SendFax::new(&sample::minimal_job()), 200, &body);
            check(&GetReport::new(job_id("A1")), 200, &body);
            check(&DeleteReport::new(job_id("A1")), 200, &body);
            check(&ListReports::new(), 200, &body);
            check(&BulkGet::new(bulk.clone()).unwrap(), 200, &body);
            check(&BulkDelete::new(bulk.clone()).unwrap(), 200, &body);
            // All errors are read alike.
            check(&DeleteOldest::new(), 500, &body);
        }
    });
}

/// Also what is told of it is short.
fn check<O: Operation>(operation: &O, status: u16, body: &str) {
    let mut response = Response::new(body.as_bytes());
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    match operation.response(response) {
        Ok(_) => assert_ne!(status, 500),
        Err(Error::Server(error)) => assert!(error.body().is_cut() && status != 200),
        Err(Error::Decode(error)) => {
            let text = format!("{error} {error:?}");
            assert!(text.len() < 10_000, "{} bytes: {text:.200}", text.len());
        }
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_stored_value_nested_without_end_is_an_error() {
    on_a_small_stack(|| {
        for body in bodies() {
            // Only what is skipped may be of any depth.
            let is_skipped = body.starts_with(r#"{"jobId":"A1","unknown":"#)
                || body.starts_with(r#"{"jobId":"A1","reference":{"#);
            let read = FaxReport::from_json(&body);
            assert!(read.is_err() || is_skipped, "{body:.80}");
            assert!(serde_json::from_str::<JobId>(&body).is_err());
            assert!(serde_json::from_str::<Timestamp>(&body).is_err());
        }
    });
}

#[test]
fn a_push_nested_without_end_is_refused() {
    on_a_small_stack(|| {
        let receiver = PushReceiver::new(PushAuth::none());
        let xml = [
            "<a>",
            "<faxJobReport>",
            "<a b=\"",
            "<![CDATA[",
            "<!--",
            "&a;",
            "<?",
            "<![",
        ];
        let xml = xml.map(|open| format!("<faxJobReport>{}", open.repeat(LEVELS)));
        let closed = format!("{}{}", "<a>".repeat(LEVELS), "</a>".repeat(LEVELS));
        for body in bodies().chain(xml).chain([closed]) {
            let is_skipped = body.starts_with(r#"{"jobId":"A1","unknown":"#);
            let error = receiver.receive(&Request::post("/").body(&body).unwrap());
            let error = error.expect_err("it has no recipient");
            let is_typed = matches!(error, PushError::Unreadable(_) | PushError::TooLarge);
            assert!(is_typed || is_skipped, "{error}: {body:.80}");
        }
    });
}
