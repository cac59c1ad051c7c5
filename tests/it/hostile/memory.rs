//! What an answer costs in memory is a small multiple of its length, whatever is in it.

use std::hint::black_box;

use fax4a::FaxReport;
use fax4a::operation::{BulkDelete, BulkGet, GetReport, ListReports, Operation, SendFax};
use fax4a::push::{PushAuth, PushReceiver};
use fax4a_tests::sample::{self, job_id};
use http::{Request, Response};

use super::child;

/// How long an answer is.
const LENGTH: usize = 1024 * 1024;

/// How many times its length it may cost, and how much in any case: a list of so many entries as are taken at most, none of them
/// readable.
const TIMES: usize = 16;
const BASE: usize = 32 * 1024 * 1024;

type Shape = (&'static str, fn() -> String);

const SHAPES: [Shape; 13] = [
    ("numbers", || filled("[", "0,", "0]")),
    ("empty objects", || filled(r#"{"reports":["#, "{},", "{}]}")),
    ("smallest reports", || {
        filled("[", r#"{"jobId":"A"},"#, r#"{"jobId":"A"}]"#)
    }),
    ("unreadable reports", || {
        filled("[", r#"{"jobId":"A","pages":""},"#, "0]")
    }),
    ("wrappers", || filled("", r#"{"value":"#, "null")),
    ("a list in each of 100 wrappers", || {
        let level = format!(r#"{{"reports":[{}0],"value":"#, "0,".repeat(LENGTH / 200));
        format!("{}null{}", level.repeat(100), "}".repeat(100))
    }),
    ("recipients", || {
        let recipient = r#"{"number":1,"status":""}"#;
        let before = r#"{"jobId":"A1","recipientStatus":["#;
        filled(before, &format!("{recipient},"), &format!("{recipient}]}}"))
    }),
    ("broken recipients", || {
        filled(r#"{"jobId":"A1","recipientStatus":["#, "{},", "{}]}")
    }),
    ("numbers of a recipient", || {
        let before =
            r#"{"jobId":"A1","recipientStatus":[{"number":1,"status":"","alternativeNumbers":["#;
        filled(before, "1,", "1]}]}")
    }),
    ("properties", || {
        let before = r#"{"jobId":"A1","recipientStatus":[{"number":1,"status":"","properties":["#;
        filled(
            before,
            r#"{"key":1,"value":1},"#,
            r#"{"key":1,"value":1}]}]}"#,
        )
    }),
    ("unknown fields", || {
        filled(r#"{"jobId":"A1","#, r#""a":0,"#, r#""a":0}"#)
    }),
    ("escapes", || {
        filled(r#"{"jobId":"A1","reason":""#, r"\u0000", r#""}"#)
    }),
    ("no JSON", || filled("", "<p>", "")),
];

fn filled(before: &str, again: &str, after: &str) -> String {
    let count = (LENGTH - before.len() - after.len()) / again.len();
    format!("{before}{}{after}", again.repeat(count))
}

/// Reads one shape in every way, one after the other: what is kept is the most of any of them.
pub(super) fn read(shape: &str) {
    let (_, body) = SHAPES[shape.parse::<usize>().expect("a number")];
    let body = body();
    let answer = |status| {
        let mut response = Response::new(body.as_bytes());
        *response.status_mut() = http::StatusCode::from_u16(status).expect("a status");
        response
    };
    for status in [200, 500] {
        black_box(ListReports::new().response(answer(status)).is_ok());
        black_box(
            GetReport::new(job_id("A1"))
                .response(answer(status))
                .is_ok(),
        );
        let bulk = BulkGet::new([job_id("A1")]).expect("one id");
        black_box(bulk.response(answer(status)).is_ok());
        let bulk = BulkDelete::new([job_id("A1")]).expect("one id");
        black_box(bulk.response(answer(status)).is_ok());
        let send = SendFax::new(&sample::minimal_job());
        black_box(send.response(answer(status)).is_ok());
    }
    black_box(FaxReport::from_json(&body).is_ok());
    let push = Request::post("/").body(&body).expect("a request");
    black_box(PushReceiver::new(PushAuth::none()).receive(&push).is_ok());
}

#[test]
fn an_answer_costs_a_small_multiple_of_its_length() {
    let mut costly = Vec::new();
    for (index, (name, ..)) in SHAPES.iter().enumerate() {
        let growth = child::run("read", &index.to_string()).growth;
        println!("{name}: {} MiB", growth >> 20);
        if growth > (TIMES * LENGTH + BASE) as u64 {
            costly.push(format!("{name}: {growth}"));
        }
    }
    assert!(costly.is_empty(), "{costly:?}");
}
