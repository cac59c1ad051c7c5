//! JSON that is legal and out of all proportion.

use fax4a::error::{DecodeErrorKind, Error};
use fax4a::operation::{
    BulkDelete, BulkGet, DeleteReport, GetReport, ListReports, Operation, SendFax,
};
use fax4a_tests::sample::{self, job_id};
use http::Response;

const MILLION: usize = 1_000_000;

fn read<O: Operation>(operation: &O, body: &str) -> Result<O::Output, Error> {
    operation.response(Response::new(body.as_bytes()))
}

fn get() -> GetReport {
    GetReport::new(job_id("A1"))
}

#[track_caller]
fn assert_shape<T>(result: Result<T, Error>, path: &str) {
    match result.err().expect("an error") {
        Error::Decode(error) => {
            assert_eq!((error.kind(), error.path()), (DecodeErrorKind::Shape, path));
            assert!(error.to_string().len() < 200 && format!("{error:?}").len() < 500);
        }
        error => panic!("{error}"),
    }
}

/// Numbers of a million digits: before the point, behind it, and in the exponent.
fn numbers() -> [String; 4] {
    let digits = "7".repeat(MILLION);
    [
        digits.clone(),
        format!("-{digits}"),
        format!("0.{digits}"),
        format!("1e{digits}"),
    ]
}

#[test]
fn a_number_of_a_million_digits_is_no_count_no_id_and_no_text() {
    for number in numbers() {
        let report = |field: &str| format!(r#"{{"jobId":"A1",{field}:{number}}}"#);
        for (body, path) in [
            (report(r#""pages""#), "pages"),
            (report(r#""recipientStatus""#), "recipientStatus"),
        ] {
            match read(&get(), &body) {
                Err(Error::Decode(error)) => assert_eq!(error.path(), path),
                other => panic!("{other:?}"),
            }
        }
        let entries = format!(r#"[{{"jobId":"A0"}},{{"jobId":{number}}},{{"jobId":"A2"}}]"#);
        let page = read(&ListReports::new(), &entries);
        match page {
            // A number that is too large to be one may spoil the text as a whole, and says so.
            Err(Error::Decode(error)) => assert_eq!(error.kind(), DecodeErrorKind::Syntax),
            page => assert_eq!(
                page.unwrap().entries.first().unwrap().job_id().as_str(),
                "A0"
            ),
        }
    }
}

#[test]
fn a_number_of_a_million_digits_is_skipped_where_nobody_asks_for_it() {
    for number in numbers() {
        let body = format!(r#"{{"jobId":"A1","unknown":{number}}}"#);
        assert!(read(&get(), &body).unwrap().is_some());
        assert!(read(&SendFax::new(&sample::minimal_job()), &body).is_ok());
    }
}

#[test]
fn a_text_of_a_million_escapes_is_read_once_and_whole() {
    for (escape, character) in [
        (r"\u0041", "A"),
        (r"\n", "\n"),
        (r"\ud83d\ude00", "\u{1f600}"),
        ("\\\"", "\""),
    ] {
        let text = escape.repeat(MILLION);
        let body = format!(
            r#"{{"jobId":"A1","recipientStatus":[{{"number":"{text}","status":"{text}","reason":"{text}"}}]}}"#
        );
        let report = read(&get(), &body).unwrap().unwrap();
        let recipient = report.recipients().next().unwrap();
        let expected = character.repeat(MILLION);
        assert!(recipient.number() == expected && recipient.reason() == Some(&*expected));
        assert!(recipient.status().as_str() == expected);
        assert!(format!("{report:?}").len() < 1000);
        assert_shape(read(&get(), &format!(r#"{{"jobId":"{text}"}}"#)), "jobId");
    }
    let lone = r"\ud83d".repeat(MILLION);
    let error = read(&get(), &format!(r#"{{"jobId":"{lone}"}}"#)).unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error}");
}

#[test]
fn a_million_doubled_keys_are_no_second_meaning() {
    let doubled = |field: &str| format!("{{{}\"jobId\":\"A1\"}}", field.repeat(MILLION / 10));
    for field in [
        r#""jobId":"B2","#,
        r#""pages":1,"#,
        r#""recipientStatus":[],"#,
    ] {
        let error = read(&get(), &doubled(field)).unwrap_err();
        assert!(matches!(&error, Error::Decode(error) if error.kind() == DecodeErrorKind::Shape));
        let error = read(&ListReports::new(), &format!("[{}]", doubled(field)));
        assert_eq!(error.unwrap().unreadable.len(), 1);
    }
    let deletion = doubled(r#""deleted":true,"#);
    assert!(read(&DeleteReport::new(job_id("A1")), &deletion).is_err());
    for field in [r#""unknown":1,"#, r#""":{},"#] {
        assert!(read(&get(), &doubled(field)).unwrap().is_some());
    }
}

#[test]
fn a_list_far_longer_than_documented_is_one_error_and_not_a_million_of_them() {
    let bulk = || [job_id("A1")];
    let entries = vec!["0"; MILLION].join(",");
    let list = format!("[{entries}]");
    assert_shape(read(&ListReports::new(), &list), "reports");
    assert_shape(read(&BulkDelete::new(bulk()).unwrap(), &list), "reports");
    let list = format!(r#"{{"value":{{"reports":[{entries}]}}}}"#);
    let bulk = BulkGet::new(bulk()).unwrap();
    assert_shape(read(&bulk, &list), "value.reports");
}

#[test]
fn a_list_ten_times_as_long_as_documented_is_read() {
    let entries = vec![r#"{"jobId":"A1"}"#; 10_000].join(",");
    let page = read(&ListReports::new(), &format!("[{entries}]")).unwrap();
    assert_eq!((page.entries.len(), page.unreadable.len()), (10_000, 0));
    assert!(page.is_full());
}
