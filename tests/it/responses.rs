//! Every answer as it is read: the documented ones, the ones that sources disagree on, and broken ones.

use std::fs;
use std::path::PathBuf;

use fax4a::error::{DecodeErrorKind, Error};
use fax4a::operation::{
    BulkDelete, BulkGet, DeleteOldest, DeleteReport, GetReport, ListReports, Operation, SendFax,
};
use fax4a_tests::describe::Describe;
use fax4a_tests::sample::{self, job_id};
use http::{Response, StatusCode};

mod broken;
mod values;

/// What an operation makes of a `200` with this body.
fn read<O: Operation>(operation: &O, body: &[u8]) -> Result<O::Output, Error> {
    operation.response(Response::new(body))
}

/// What an operation makes of this status with no body.
fn answer<O: Operation>(operation: &O, status: u16) -> Result<O::Output, Error> {
    let mut response = Response::new(&b""[..]);
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    operation.response(response)
}

fn get_a1() -> GetReport {
    GetReport::new(job_id("A1"))
}

fn delete_a1() -> DeleteReport {
    DeleteReport::new(job_id("A1"))
}

fn bulk_get() -> BulkGet {
    BulkGet::new([job_id("A1")]).unwrap()
}

fn bulk_delete() -> BulkDelete {
    BulkDelete::new([job_id("A1")]).unwrap()
}

fn send_fax() -> SendFax {
    SendFax::new(&sample::minimal_job())
}

/// The fixtures of a folder: their names, and their bodies.
fn fixtures(folder: &str) -> Vec<(String, Vec<u8>)> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/responses")
        .join(folder);
    let mut fixtures: Vec<_> = fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (
                path.file_stem().unwrap().to_str().unwrap().to_owned(),
                fs::read(&path).unwrap(),
            )
        })
        .collect();
    fixtures.sort();
    assert!(!fixtures.is_empty());
    fixtures
}

/// One snapshot of all that an operation reads from the fixtures of a folder.
fn check<O: Operation>(folder: &str, operation: impl Fn(&str) -> O)
where
    O::Output: Describe,
{
    let mut text = String::new();
    for (name, body) in fixtures(folder) {
        let body = body.trim_ascii_end();
        text += &format!("--- {name}\n{}\n", read(&operation(&name), body).describe());
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(folder, text) });
}

#[test]
fn answers_to_send_fax() {
    check("send_fax", |_| send_fax());
}

#[test]
fn answers_to_get_report() {
    check("get_report", |name| match name {
        "documented" => GetReport::new(job_id("FJLI3102O5BEPYOTB5LPC9")),
        "everything" | "pending" => GetReport::new(job_id("FJJ5Y09UM505ZZBIELCRYC")),
        _ => get_a1(),
    });
}

#[test]
fn answers_to_list_reports() {
    check("list_reports", |_| ListReports::new());
}

#[test]
fn answers_to_bulk_get() {
    check("bulk_get", |_| bulk_get());
}

#[test]
fn answers_to_bulk_delete_and_delete_oldest() {
    check("deletions", |_| bulk_delete());
    for (name, body) in fixtures("deletions") {
        let (bulk, oldest) = (
            read(&bulk_delete(), &body),
            read(&DeleteOldest::new(), &body),
        );
        assert_eq!(bulk.describe(), oldest.describe(), "{name}");
    }
}

#[test]
fn answers_to_delete_report() {
    check("delete_report", |_| delete_a1());
}

#[test]
fn created_is_a_success_and_no_other_status_is() {
    for status in (100..1000).filter(|status| ![200, 404].contains(status)) {
        let mut response = Response::new(&br#"{"jobId":"A1"}"#[..]);
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        let (sent, report) = (
            send_fax().response(response.clone()),
            get_a1().response(response),
        );
        if status == 201 {
            assert_eq!(sent.unwrap(), job_id("A1"));
            assert_eq!(report.unwrap().unwrap().job_id(), &job_id("A1"));
        } else {
            assert!(
                matches!(sent, Err(Error::Server(error)) if error.status() == status),
                "{status}"
            );
            assert!(
                matches!(report, Err(Error::Server(error)) if error.status() == status),
                "{status}"
            );
        }
    }
}

#[test]
fn not_found_is_an_answer_where_it_means_something() {
    assert!(answer(&get_a1(), 404).unwrap().is_none());
    assert_eq!(answer(&ListReports::new(), 404).unwrap().entries.len(), 0);
    assert_eq!(answer(&DeleteOldest::new(), 404).unwrap().entries.len(), 0);
    assert_eq!(
        answer(&delete_a1(), 404).unwrap().describe(),
        "A1: not found"
    );
    assert_eq!(
        answer(&delete_a1(), 400).unwrap().describe(),
        "A1: not found"
    );
    for status in [
        answer(&send_fax(), 404).unwrap_err().status(),
        answer(&bulk_get(), 404).unwrap_err().status(),
        answer(&bulk_delete(), 404).unwrap_err().status(),
    ] {
        assert_eq!(status, Some(StatusCode::NOT_FOUND));
    }
    assert_eq!(
        answer(&get_a1(), 400).unwrap_err().status(),
        Some(StatusCode::BAD_REQUEST)
    );
}

#[test]
fn a_list_is_full_from_a_thousand_entries_on_readable_or_not() {
    let list = |readable: usize, unreadable: usize| {
        let mut entries = vec![r#"{"jobId":"A1"}"#; readable];
        entries.extend(vec!["{}"; unreadable]);
        let body = format!(r#"{{"reports":[{}]}}"#, entries.join(","));
        let page = read(&ListReports::new(), body.as_bytes()).unwrap();
        assert_eq!(
            (page.entries.len(), page.unreadable.len()),
            (readable, unreadable)
        );
        page.is_full()
    };
    assert!(!list(999, 0) && list(1000, 0) && list(999, 1) && list(0, 1000) && !list(0, 999));
}

#[test]
fn an_empty_body_is_no_answer() {
    fn check<O: Operation>(operation: &O) {
        for body in ["", " ", "\r\n"] {
            let error = read(operation, body.as_bytes()).unwrap_err();
            let Error::Decode(error) = error else {
                panic!("{error}")
            };
            assert_eq!(
                error.kind(),
                DecodeErrorKind::Truncated,
                "{} {body:?}",
                O::NAME
            );
        }
    }
    check(&send_fax());
    check(&get_a1());
    check(&ListReports::new());
    check(&bulk_get());
    check(&bulk_delete());
    check(&delete_a1());
    check(&DeleteOldest::new());
}
