//! What comes back: reports, errors, and what hostile servers put in the strangest places.

use fax4a::FaxReport;
use fax4a::error::{EntryError, EntryProblem, Error, ErrorBody, ServerError};
use fax4a::operation::{
    BulkDelete, BulkGet, DeleteOldest, DeleteReport, GetReport, ListReports, Operation, SendFax,
};
use fax4a_tests::sample::job_id;
use http::header::{HeaderValue, RETRY_AFTER};
use http::{Response, StatusCode};

use super::jobs::job;
use super::{
    MARK, NUMBER, assert_debug_is_private, assert_display_is_private, assert_error_is_private,
};

#[test]
fn a_report_shows_status_and_duration() {
    let report = FaxReport::from_json(&format!(
        r#"{{"jobId":"A1","pages":1,"recipientStatus":[{{"number":"+4989{NUMBER}","alternativeNumbers":["+4989{NUMBER}"],
        "properties":[{{"key":"{MARK}","value":"{MARK}"}}],"status":"OK","reason":"{MARK}","sentTs":"{MARK}","durationInSecs":19,
        "sentToNumber":"004989{NUMBER}","remoteCsid":"{MARK}"}}],
        "reference":{{"customerDefinedId":"{MARK}","billingCode":"{MARK}","billingInfo":"{MARK}"}}}}"#
    ))
    .unwrap();
    assert_debug_is_private(&report);
    let recipient = report.recipients().next().unwrap();
    assert_debug_is_private(&recipient);
    let expected = r#"FaxReport { job_id: "A1", pages: Some(1), recipients: [RecipientStatus { status: Ok, sent_ts: None, duration: Some(19s), .. }], .. }"#;
    assert_eq!(format!("{report:?}"), expected);
}

#[test]
fn a_code_that_is_no_word_is_not_shown() {
    let status = |code: &str| {
        let json =
            format!(r#"{{"jobId":"A1","recipientStatus":[{{"number":"1","status":"{code}"}}]}}"#);
        FaxReport::from_json(&json).unwrap()
    };
    for code in [
        format!("to +4989{NUMBER}"),
        format!("call {MARK}"),
        NUMBER.into(),
        format!("Dr. {MARK}: busy"),
    ] {
        let report = status(&code);
        assert_debug_is_private(&report);
        assert_debug_is_private(report.recipients().next().unwrap().status());
        assert_debug_is_private(&EntryProblem::Failed(code.clone().into()));
        assert_error_is_private(&Error::from(EntryError::new(EntryProblem::Failed(
            code.clone().into(),
        ))));
        let answer = format!(r#"[{{"jobId":"A1","deleted":false,"reason":"{code}"}}]"#);
        assert_debug_is_private(
            &bulk_delete()
                .response(Response::new(answer.as_bytes()))
                .unwrap(),
        );
        let answer = format!(r#"[{{"jobId":"A1","reason":"{code}"}}]"#);
        assert_debug_is_private(
            &bulk_get()
                .response(Response::new(answer.as_bytes()))
                .unwrap(),
        );
    }
    // A word is shown: it is what one needs to know.
    assert!(format!("{:?}", status("LINE_ON_FIRE")).contains("LINE_ON_FIRE"));
    assert!(
        format!("{:?}", EntryProblem::Failed("INTERNAL_ERROR".into())).contains("INTERNAL_ERROR")
    );
}

fn bulk_get() -> BulkGet {
    BulkGet::new([job_id("A1")]).unwrap()
}

fn bulk_delete() -> BulkDelete {
    BulkDelete::new([job_id("A1")]).unwrap()
}

#[test]
fn an_error_shows_no_body_and_no_header() {
    for status in [302, 400, 401, 404, 409, 500, 503] {
        for body in [
            format!("{{\"number\":\"{NUMBER}\",\"name\":\"{MARK}\"}}"),
            format!("<html>{MARK} {NUMBER}</html>"),
        ] {
            let mut response = Response::new(body.as_bytes());
            *response.status_mut() = StatusCode::from_u16(status).unwrap();
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from_static(MARK));
            let error = ServerError::from_response(&response);
            assert_debug_is_private(error.body());
            assert_error_is_private(&error);
            assert_error_is_private(&Error::from(error));
        }
    }
}

/// Bodies with marks as keys and values, at places where reading fails: of another type, missing, cut, nested, doubled.
fn hostile_bodies() -> Vec<String> {
    let marks = format!("{MARK} +4989{NUMBER}");
    let entries = [
        format!("\"{marks}\""),
        format!("[\"{marks}\"]"),
        format!("{{\"{marks}\":\"{marks}\"}}"),
        format!("{{\"jobId\":[\"{marks}\"]}}"),
        format!("{{\"jobId\":{{\"{marks}\":1}}}}"),
        format!("{{\"jobId\":\"A1\",\"{marks}\":{{\"{marks}\":tru}}}}"),
        format!("{{\"jobId\":\"A1\",\"pages\":\"{marks}\"}}"),
        format!("{{\"jobId\":\"A1\",\"pages\":{NUMBER}{NUMBER}}}"),
        format!("{{\"jobId\":\"A1\",\"pages\":-{NUMBER}}}"),
        format!("{{\"jobId\":\"A1\",\"deleted\":\"{marks}\"}}"),
        format!("{{\"jobId\":\"A1\",\"deleted\":{NUMBER}}}"),
        format!("{{\"jobId\":\"A1\",\"reason\":{{\"{marks}\":1}}}}"),
        format!("{{\"jobId\":\"A1\",\"recipientStatus\":\"{marks}\"}}"),
        format!("{{\"jobId\":\"A1\",\"recipientStatus\":{{\"{marks}\":1}}}}"),
        format!("{{\"jobId\":\"A1\",\"recipientStatus\":[\"{marks}\"]}}"),
        format!("{{\"jobId\":\"A1\",\"recipientStatus\":[{{\"number\":{{\"{marks}\":1}}}}]}}"),
        format!(
            "{{\"jobId\":\"A1\",\"recipientStatus\":[{{\"number\":{NUMBER}{NUMBER}{NUMBER}{NUMBER},\"status\":\"OK\"}}]}}"
        ),
        format!(
            "{{\"jobId\":\"A1\",\"recipientStatus\":[{{\"number\":\"{NUMBER}\",\"status\":\"OK\",\"durationInSecs\":\"{marks}\"}}]}}"
        ),
        format!(
            "{{\"jobId\":\"A1\",\"recipientStatus\":[{{\"number\":\"1\",\"status\":\"OK\",\"properties\":[{{\"{marks}\":1}}]}}]}}"
        ),
        format!("{{\"jobId\":\"A1\",\"recipientStatus\":[{{\"{marks}\":nul"),
        format!("{{\"jobId\":\"A1\",\"reference\":\"{marks}\"}}"),
        format!("{{\"jobId\":\"A1\",\"reference\":{{\"billingCode\":{{\"{marks}\":1}}}}}}"),
        // A job id is shown, but this is none.
        format!("{{\"jobId\":\"{marks}\\n\"}}"),
        format!("{{\"jobId\":\"{}\"}}", marks.repeat(50)),
        format!("{{\"jobId\":\"A1\",\"jobId\":\"{marks}\"}}"),
        format!("missing field `{marks}`"),
    ];
    let mut bodies = Vec::new();
    for entry in entries {
        bodies.push(format!("{{\"reports\":[{entry}]}}"));
        bodies.push(format!("{{\"value\":{{\"reports\":[{entry}]}}}}"));
        bodies.push(format!("{{\"{marks}\":{entry}"));
        bodies.push(format!("[{entry}]"));
        bodies.push(format!("{entry} {marks}"));
        bodies.push(entry);
    }
    bodies
}

fn assert_answers_are_private<O: Operation>(operation: &O) {
    for body in hostile_bodies() {
        match operation.response(Response::new(body.as_bytes())) {
            Ok(output) => assert_debug_is_private(&output),
            Err(error) => {
                assert_error_is_private(&error);
                let Error::Decode(error) = error else {
                    panic!("{error}")
                };
                assert_display_is_private(&error.path());
                assert_error_is_private(&error);
            }
        }
    }
}

#[test]
fn no_answer_shows_what_it_holds_readable_or_not() {
    assert_answers_are_private(&SendFax::new(&job()));
    assert_answers_are_private(&GetReport::new(job_id("A1")));
    assert_answers_are_private(&ListReports::new());
    assert_answers_are_private(&bulk_get());
    assert_answers_are_private(&bulk_delete());
    assert_answers_are_private(&DeleteReport::new(job_id("A1")));
    assert_answers_are_private(&DeleteOldest::new());
}

#[test]
fn an_unreadable_report_has_its_text_for_whoever_asks() {
    let body = format!(r#"{{"reports":[{{"jobId":"A1","pages":"{MARK}"}}]}}"#);
    let page = ListReports::new()
        .response(Response::new(body.as_bytes()))
        .unwrap();
    assert_debug_is_private(&page);
    assert!(page.unreadable[0].raw().contains(MARK));
    let body: &ErrorBody = page.unreadable[0].error().body();
    assert!(body.as_text().unwrap().contains(MARK));
}
