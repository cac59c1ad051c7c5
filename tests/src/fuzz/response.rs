//! Any answer to any operation: a value or a typed error, and nothing lost.

use fax4a::error::{Error, ErrorBody};
use fax4a::operation::{
    BulkDelete, BulkGet, DeleteOldest, DeleteReport, GetReport, ListReports, Operation, SendFax,
};
use fax4a::report::{BulkItem, Page};
use fax4a::{FaxReport, JobId};
use http::header::{DATE, HeaderName, HeaderValue, RETRY_AFTER};
use http::{Response, StatusCode};
use serde_json::Value;

use crate::sample;

const STATUSES: [u16; 10] = [200, 201, 404, 400, 503, 429, 409, 500, 302, 999];

/// The first byte chooses the status and the headers, by the digit that it is (`0` is a plain `200`); the rest is the body.
pub fn response(data: &[u8]) {
    let (choice, body) = data
        .split_first()
        .map_or((b'0', data), |(choice, body)| (*choice, body));
    let choice = usize::from(choice.wrapping_sub(b'0'));
    let mut response = Response::new(body);
    *response.status_mut() =
        StatusCode::from_u16(STATUSES[choice % STATUSES.len()]).expect("a status");
    for (bit, name) in [(1, RETRY_AFTER), (2, DATE)] {
        if (choice / STATUSES.len()) & bit != 0 {
            add_header(&mut response, name, bit);
        }
    }
    let job_id = sample::job_id("A1");
    let bulk = || [job_id.clone()];
    check(&SendFax::new(&sample::minimal_job()), &response, |_| ());
    check(&GetReport::new(job_id.clone()), &response, |report| {
        report.iter().for_each(check_report)
    });
    check(&DeleteReport::new(job_id.clone()), &response, |_| ());
    check(&ListReports::new(), &response, |page| {
        check_page(page, &response, FaxReport::job_id);
        page.entries.iter().for_each(check_report);
    });
    check(&BulkGet::new(bulk()).expect("one id"), &response, |page| {
        check_page(page, &response, BulkItem::job_id);
        for item in &page.entries {
            if let BulkItem::Report(report) = item {
                check_report(report);
            }
        }
    });
    check(
        &BulkDelete::new(bulk()).expect("one id"),
        &response,
        |page| check_page(page, &response, |entry| &entry.job_id),
    );
    check(&DeleteOldest::new(), &response, |page| {
        check_page(page, &response, |entry| &entry.job_id)
    });
}

/// A header made of a stretch of the body, as far as it can be one.
fn add_header(response: &mut Response<&[u8]>, name: HeaderName, part: usize) {
    let value = response.body().chunks(32).nth(part - 1).unwrap_or_default();
    if let Ok(value) = HeaderValue::from_bytes(value) {
        response.headers_mut().insert(name, value);
    }
}

fn check<O: Operation>(
    operation: &O,
    response: &Response<&[u8]>,
    check_output: impl Fn(&O::Output),
) {
    let is_success = matches!(response.status().as_u16(), 200 | 201);
    match operation.response(response.clone()) {
        Ok(output) => {
            assert!(!format!("{output:?}").is_empty());
            check_output(&output);
        }
        Err(error) => {
            assert!(!error.to_string().contains('\n') && !format!("{error:?}").is_empty());
            assert_eq!(error.status(), Some(response.status()));
            match &error {
                Error::Server(error) => {
                    assert!(!is_success);
                    check_body(error.body(), response.body());
                }
                Error::Decode(error) => {
                    assert!(is_success && !error.path().is_empty());
                    assert!(error.body().as_bytes().len() <= ErrorBody::MAX_LENGTH);
                }
                other => panic!("not an error of an answer: {other}"),
            }
        }
    }
}

/// What is kept of a body is its start, all of it unless it says so.
fn check_body(kept: &ErrorBody, body: &[u8]) {
    assert!(body.starts_with(kept.as_bytes()) && kept.as_bytes().len() <= ErrorBody::MAX_LENGTH);
    assert_eq!(kept.is_cut(), kept.as_bytes().len() < body.len());
    assert!(!kept.is_cut() || kept.as_bytes().len() > ErrorBody::MAX_LENGTH - 4);
}

/// A report that was read is read again from what it is stored as.
fn check_report(report: &FaxReport) {
    let stored = serde_json::to_string(report).expect("a report can be stored");
    let again = FaxReport::from_json(&stored).unwrap_or_else(|error| panic!("{error}: {stored}"));
    assert_eq!(&again, report, "{stored}");
    assert!(
        report.recipients().len() == again.recipients().len()
            && report.is_final() == again.is_final()
    );
    assert!(!report.is_delivered() || report.is_final());
}

/// Every entry of the list arrives, readable or not. With `404` there is no list, whatever the body is.
fn check_page<T>(page: &Page<T>, response: &Response<&[u8]>, job_id: impl Fn(&T) -> &JobId) {
    if response.status() == StatusCode::NOT_FOUND {
        assert!(page.entries.is_empty() && page.unreadable.is_empty());
        return;
    }
    for entry in &page.entries {
        assert!(JobId::new(job_id(entry).as_str()).is_ok());
    }
    for unreadable in &page.unreadable {
        assert!(!unreadable.raw().is_empty() && unreadable.error().path().starts_with("reports["));
    }
    let body = response
        .body()
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(response.body());
    if let Some(length) = serde_json::from_slice(body)
        .ok()
        .and_then(|body: Value| list_length(&body))
    {
        assert_eq!(page.entries.len() + page.unreadable.len(), length);
    }
}

fn list_length(body: &Value) -> Option<usize> {
    match body {
        Value::Array(entries) => Some(entries.len()),
        Value::Object(fields) => {
            let own = fields
                .get("reports")
                .and_then(Value::as_array)
                .map_or(0, Vec::len);
            let wrapped = fields
                .get("value")
                .filter(|value| value.is_object())
                .and_then(list_length);
            Some(own + wrapped.unwrap_or_default())
        }
        _ => None,
    }
}
