//! The model keeps to the service's documentation, seen from outside: every documented value is taken, every limit is exact, every
//! status code is answered, and a job's way through the data centers is the documented one. The small rules have tests beside them.

use std::time::Duration;

use fax4a_simulator::{Answer, Config, Effect, Endpoint, Fault, Service};
use serde_json::{Value, json};

use crate::client::request;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn call(service: &mut Service, at: Endpoint, now: Duration, what: (&str, &str, &str)) -> u16 {
    let (method, path, body) = what;
    let reply = service.respond(at, now, &request(method, path, body));
    reply.response.status().as_u16()
}

/// The smallest job, changed at one place.
fn job(place: &str, value: Value) -> String {
    let mut job = json!({
        "recipients": [{"number": "+99900000202"}],
        "documents": [{"name": "a.txt", "data": "QUJD"}],
    });
    put(&mut job, place, value);
    job.to_string()
}

/// Puts a value at a path of names and indexes, making the objects on the way.
fn put(mut job: &mut Value, place: &str, value: Value) {
    for name in place.split('/').skip(1) {
        job = match name.parse::<usize>() {
            Ok(index) => &mut job[index],
            Err(_) => &mut job[name],
        };
    }
    *job = value;
}

fn send(place: &str, value: Value) -> u16 {
    let mut service = Service::new(Config::new());
    let job = job(place, value);
    call(
        &mut service,
        Endpoint::De1,
        Duration::ZERO,
        ("POST", "/fax", &job),
    )
}

/// Makes of a word the value that has it in it.
type Make<'a> = &'a dyn Fn(&str) -> Value;

#[test]
fn every_documented_value_is_taken_and_no_other() {
    let overlay = |mode: &str| json!({"name": "letterhead", "mode": mode});
    let push = |method: &str| json!({"targetUrl": "https://a.example.com", "authMethod": method});
    let text = |value: &str| json!(value);
    let cases: [(&str, &str, Make<'_>); 8] = [
        (
            "/documents/0/charset",
            "US-ASCII UTF-8 UTF-16 UTF-16BE UTF-16LE ISO-8859-1 Windows-1252",
            &text,
        ),
        ("/renderingOptions/paperFormat", "A4 LETTER", &text),
        ("/renderingOptions/resolution", "HIGH LOW", &text),
        (
            "/renderingOptions/overlay",
            "ALL_PAGES NO_OVERLAY FIRST_PAGE LAST_PAGE ALL_BUT_FIRST_PAGE ALL_BUT_LAST_PAGE \
             ALL_BUT_FIRST_AND_LAST_PAGE FIRST_FILE",
            &overlay,
        ),
        (
            "/statusReportOptions/reportMail/attachedFaxImageMode",
            "NEVER SUCCESS_ONLY FAILURE_ONLY ALWAYS",
            &text,
        ),
        (
            "/statusReportOptions/reportMail/attachedFaxImageFormat",
            "TIFF PDF PDF_WITH_OCR",
            &text,
        ),
        (
            "/statusReportOptions/httpStatusPush",
            "NONE HTTP_BASIC HTTP_DIGEST OAUTH2",
            &push,
        ),
        (
            "/documents/0/name",
            "a.pdf a.ps a.pcl a.tiff a.html a.txt a.xls a.xlsx",
            &text,
        ),
    ];
    for (place, values, make) in cases {
        for value in values.split_whitespace() {
            assert_eq!(send(place, make(value)), 200, "{place} {value}");
        }
        assert_eq!(send(place, make("OTHER")), 400, "{place}");
    }
}

#[test]
fn every_documented_limit_is_exact() {
    for (place, limit) in [
        ("/reference/customerDefinedId", 256),
        ("/reference/billingCode", 80),
        ("/reference/billingInfo", 80),
        ("/transportOptions/csid", 20),
    ] {
        assert_eq!(send(place, json!("x".repeat(limit))), 200, "{place}");
        assert_eq!(send(place, json!("x".repeat(limit + 1))), 400, "{place}");
    }
    let name = |length: usize| json!(format!("{}.txt", "x".repeat(length - 4)));
    assert_eq!(send("/documents/0/name", name(32)), 200);
    assert_eq!(send("/documents/0/name", name(33)), 400);
}

#[test]
fn every_documented_status_code_is_answered() {
    let mut service = Service::new(Config::new());
    let mut status = |method: &str, path: &str, body: &str| {
        let what = (method, path, body);
        call(&mut service, Endpoint::De1, Duration::ZERO, what)
    };
    let to = |number: &str| job("/recipients/0/number", json!(number));
    for (number, expected) in [
        ("+99900000000", 200),
        ("+99900000400", 400),
        ("+99900000409", 409),
        ("+99900000500", 500),
        ("+99900000503", 503),
        ("+99900000520", 520),
    ] {
        assert_eq!(status("POST", "/fax", &to(number)), expected);
    }
    assert_eq!(status("GET", "/fax/reports/NOBODY", ""), 404);
    for expected in [302, 408, 413, 429, 502, 504, 500, 503, 520] {
        service.inject(Fault::new(Effect::Answer(Answer::new(expected))).once());
        let what = ("GET", "/fax/reports", "");
        assert_eq!(
            call(&mut service, Endpoint::De1, Duration::ZERO, what),
            expected
        );
    }
}

#[test]
fn a_job_of_a_front_is_at_one_data_center_of_its_region_and_nowhere_else() {
    for (front, region) in [
        (Endpoint::DeHa, [Endpoint::De1, Endpoint::De2]),
        (Endpoint::UsHa, [Endpoint::Us1, Endpoint::Us2]),
    ] {
        let mut service = Service::new(Config::new());
        let mut at_the_first = 0;
        for _ in 0..50 {
            let fax = job("/meta/customerReference", json!("x"));
            let reply = service.respond(front, Duration::ZERO, &request("POST", "/fax", &fax));
            let answer: Value = serde_json::from_slice(reply.response.body()).unwrap();
            assert_eq!(
                answer.as_object().unwrap().len(),
                1,
                "the client is not told where"
            );
            let path = format!("/fax/reports/{}", answer["jobId"].as_str().unwrap());
            let holders: Vec<_> = Endpoint::DATA_CENTERS
                .into_iter()
                .filter(|at| call(&mut service, *at, Duration::ZERO, ("GET", &path, "")) == 200)
                .collect();
            assert!(
                holders.len() == 1 && region.contains(&holders[0]),
                "{holders:?}"
            );
            at_the_first += u32::from(holders[0] == region[0]);
        }
        assert!(
            (1..50).contains(&at_the_first),
            "{front} uses both: {at_the_first}"
        );
    }
}

#[test]
fn reports_are_kept_for_thirty_days_and_jobs_are_valid_at_once_by_default() {
    let mut service = Service::new(Config::new());
    let fax = job("/meta/customerReference", json!("x"));
    assert_eq!(
        call(
            &mut service,
            Endpoint::Ch1,
            Duration::ZERO,
            ("POST", "/fax", &fax)
        ),
        200
    );
    let jobs = |service: &Service, now| service.jobs(Endpoint::Ch1, now).count();
    assert!(
        service
            .jobs(Endpoint::Ch1, Duration::ZERO)
            .all(|it| it.is_finished())
    );
    assert_eq!(jobs(&service, 30 * DAY - Duration::from_nanos(1)), 1);
    assert_eq!(jobs(&service, 30 * DAY), 0);
}

/// `reportPurgeTs` is a time at which the report goes, before its retention ends.
#[test]
fn a_report_goes_at_the_time_that_its_job_asked_for() {
    let mut service = Service::new(Config::new());
    let fax = job(
        "/statusReportOptions/reportPurgeTs",
        json!("2026-01-03T01:00:00+01:00"),
    );
    assert_eq!(
        call(
            &mut service,
            Endpoint::De1,
            Duration::ZERO,
            ("POST", "/fax", &fax)
        ),
        200
    );
    assert_eq!(
        service
            .jobs(Endpoint::De1, 2 * DAY - Duration::from_nanos(1))
            .count(),
        1
    );
    assert_eq!(service.jobs(Endpoint::De1, 2 * DAY).count(), 0);
}
