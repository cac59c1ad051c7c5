//! Answers that are broken, by accident or on purpose: a typed error or what is left, never a panic, never an empty success.

use fax4a::FaxReport;
use fax4a::error::{DecodeError, DecodeErrorKind, Error};
use fax4a::operation::{DeleteOldest, ListReports, Operation};
use fax4a_tests::describe::Describe;

use super::{bulk_delete, bulk_get, delete_a1, fixtures, get_a1, read, send_fax};

fn decode_error(error: Error) -> DecodeError {
    match error {
        Error::Decode(error) => error,
        other => panic!("{other}"),
    }
}

/// Every shorter body is an error, and one that says it was cut.
fn assert_each_cut_is_told<O: Operation>(operation: &O, body: &[u8]) {
    let body = body.trim_ascii();
    read(operation, body).unwrap();
    for length in 0..body.len() {
        let error = decode_error(read(operation, &body[..length]).unwrap_err());
        // serde_json does not call it an early end when a number ends where a digit must follow.
        if !matches!(body[..length].last(), Some(b'.' | b'e')) {
            assert_eq!(
                error.kind(),
                DecodeErrorKind::Truncated,
                "{} cut at {length}: {error}",
                O::NAME
            );
        }
        assert_eq!(error.status(), 200);
    }
}

fn fixture(folder: &str, name: &str) -> Vec<u8> {
    fixtures(folder)
        .into_iter()
        .find(|(known, _)| known == name)
        .unwrap()
        .1
}

#[test]
fn a_body_that_was_cut_anywhere_is_an_error() {
    assert_each_cut_is_told(&send_fax(), &fixture("send_fax", "with_more_fields"));
    assert_each_cut_is_told(&get_a1(), &fixture("get_report", "unicode"));
    assert_each_cut_is_told(
        &get_a1(),
        &fixture("get_report", "unknown_status_and_fields"),
    );
    assert_each_cut_is_told(&ListReports::new(), &fixture("list_reports", "documented"));
    assert_each_cut_is_told(
        &ListReports::new(),
        &fixture("list_reports", "one_unreadable"),
    );
    assert_each_cut_is_told(&ListReports::new(), &fixture("list_reports", "bare_array"));
    assert_each_cut_is_told(&bulk_get(), &fixture("bulk_get", "wrapped"));
    assert_each_cut_is_told(&bulk_delete(), &fixture("deletions", "documented"));
    assert_each_cut_is_told(&DeleteOldest::new(), &fixture("deletions", "bare_array"));
    assert_each_cut_is_told(&delete_a1(), &fixture("delete_report", "internal_error"));
}

#[test]
fn one_changed_byte_anywhere_never_panics() {
    for body in [
        fixture("list_reports", "one_unreadable"),
        fixture("bulk_get", "found_and_not"),
        fixture("get_report", "everything"),
    ] {
        for at in 0..body.len() {
            for byte in [0, b'"', b'{', b']', b',', b'9', b'\\', 0x80, 0xff] {
                let mut changed = body.clone();
                changed[at] = byte;
                for text in [
                    read(&ListReports::new(), &changed).describe(),
                    read(&bulk_get(), &changed).describe(),
                    read(&bulk_delete(), &changed).describe(),
                    read(&get_a1(), &changed).describe(),
                ] {
                    assert!(!text.is_empty());
                }
            }
        }
    }
}

#[test]
fn bytes_that_are_no_text_do_not_hide_the_report() {
    let body = b"{\"reports\":[{\"jobId\":\"A1\",\"recipientStatus\":[{\"number\":\"+49891\",\"status\":\"OK\",\"remoteCsid\":\"M\xfcller\"}]}]}";
    let page = read(&ListReports::new(), body).unwrap();
    let recipient = page.entries[0].recipients().next().unwrap();
    assert_eq!(recipient.remote_csid(), Some("M\u{fffd}ller"));
    assert!(page.unreadable.is_empty());
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let body = "\u{feff}{\"jobId\":\"A1\"}";
    assert_eq!(read(&send_fax(), body.as_bytes()).unwrap().as_str(), "A1");
    assert_eq!(
        read(&get_a1(), body.as_bytes())
            .unwrap()
            .unwrap()
            .job_id()
            .as_str(),
        "A1"
    );
    assert_eq!(FaxReport::from_json(body).unwrap().job_id().as_str(), "A1");
    assert_eq!(
        read(
            &ListReports::new(),
            "\u{feff}[{\"jobId\":\"A1\"}]".as_bytes()
        )
        .unwrap()
        .entries
        .len(),
        1
    );
}

#[test]
fn an_unreadable_entry_of_any_depth_hides_no_other() {
    let nested = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let body = format!(r#"{{"reports":[{{"jobId":"A0"}},{{"jobId":{nested}}},{{"jobId":"A2"}}]}}"#);
    let page = read(&ListReports::new(), body.as_bytes()).unwrap();
    assert_eq!((page.entries.len(), page.unreadable.len()), (2, 1));
    assert_eq!(page.unreadable[0].error().path(), "reports[1].jobId");
}

#[test]
fn huge_numbers_are_errors_where_they_matter_and_skipped_elsewhere() {
    for number in [
        "1e999",
        "-1e999",
        "4294967296",
        "18446744073709551616",
        "-1",
        "0.5",
        &"9".repeat(5000),
    ] {
        let body = format!(
            r#"{{"reports":[{{"jobId":"A1","pages":{number}}},{{"jobId":"A2","unknown":{number}}}]}}"#
        );
        let page = read(&ListReports::new(), body.as_bytes()).unwrap();
        assert_eq!(page.entries[0].job_id().as_str(), "A2", "{number}");
        assert_eq!(
            page.unreadable[0].job_id().unwrap().as_str(),
            "A1",
            "{number}"
        );
        assert_eq!(
            page.unreadable[0].error().path(),
            "reports[0].pages",
            "{number}"
        );
    }
}

#[test]
fn the_path_leads_to_the_field_and_the_raw_entry_is_whole() {
    let page = read(
        &ListReports::new(),
        &fixture("list_reports", "one_unreadable"),
    )
    .unwrap();
    let [unreadable] = &page.unreadable[..] else {
        panic!("{page:?}")
    };
    assert_eq!(
        unreadable.error().path(),
        "reports[3].recipientStatus[0].durationInSecs"
    );
    assert_eq!(unreadable.error().kind(), DecodeErrorKind::Shape);
    assert_eq!(unreadable.job_id().unwrap().as_str(), "A3");
    assert_eq!(
        unreadable.raw(),
        r#"{"jobId":"A3","recipientStatus":[{"number":"+49891234567","status":"OK","durationInSecs":"a while"}]}"#
    );
    let order: Vec<&str> = page
        .entries
        .iter()
        .map(|report| report.job_id().as_str())
        .collect();
    assert_eq!(order, ["A0", "A1", "A2", "A4"]);
}

#[test]
fn an_answer_about_another_job_is_no_answer() {
    let body = br#"{"jobId":"B2","recipientStatus":[{"number":"+49891234567","status":"OK"}],"deleted":true}"#;
    for error in [
        read(&get_a1(), body).unwrap_err(),
        read(&delete_a1(), body).unwrap_err(),
    ] {
        let error = decode_error(error);
        assert_eq!(
            (error.path(), error.kind()),
            ("jobId", DecodeErrorKind::Shape)
        );
    }
    assert!(read(&get_a1(), br#"{"jobId":"a1"}"#).is_ok());
}

#[test]
fn an_object_without_a_list_is_never_an_empty_list() {
    for body in [
        "{}",
        r#"{"value":{}}"#,
        r#"{"value":null}"#,
        r#"{"Reports":[]}"#,
        r#"{"error":"maintenance"}"#,
        "null",
        "0",
        "\"\"",
    ] {
        for error in [
            read(&ListReports::new(), body.as_bytes()).unwrap_err(),
            read(&bulk_get(), body.as_bytes()).unwrap_err(),
            read(&bulk_delete(), body.as_bytes()).unwrap_err(),
            read(&DeleteOldest::new(), body.as_bytes()).unwrap_err(),
        ] {
            assert_eq!(decode_error(error).kind(), DecodeErrorKind::Shape, "{body}");
        }
    }
}
