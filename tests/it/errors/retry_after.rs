//! How long a server asks to wait.

use std::time::Duration;

use fax4a::error::ServerError;
use http::header::{DATE, RETRY_AFTER};
use http::{HeaderValue, Response};

const NOON: &str = "Mon, 23 Nov 2026 12:00:00 GMT";

fn retry_after(value: &str, date: Option<&str>) -> Option<Duration> {
    let mut response = Response::new(&b""[..]);
    response.headers_mut().insert(
        RETRY_AFTER,
        HeaderValue::from_bytes(value.as_bytes()).unwrap(),
    );
    if let Some(date) = date {
        response
            .headers_mut()
            .insert(DATE, HeaderValue::from_bytes(date.as_bytes()).unwrap());
    }
    ServerError::from_response(&response).retry_after()
}

#[test]
fn seconds() {
    for (value, seconds) in [
        ("0", 0),
        ("120", 120),
        (" 7 ", 7),
        ("007", 7),
        ("4294967296", 4_294_967_296),
    ] {
        assert_eq!(
            retry_after(value, None),
            Some(Duration::from_secs(seconds)),
            "{value:?}"
        );
        assert_eq!(
            retry_after(value, Some(NOON)),
            Some(Duration::from_secs(seconds)),
            "{value:?}"
        );
    }
}

#[test]
fn more_seconds_than_fit_are_more_than_a_century() {
    let century = Duration::from_secs(100 * 365 * 86400);
    assert!(retry_after("99999999999999999999999", None).unwrap() > century);
}

#[test]
fn a_date_counts_from_the_answers_own_date_in_all_three_forms() {
    for until in [
        "Mon, 23 Nov 2026 12:01:30 GMT",
        "Monday, 23-Nov-26 12:01:30 GMT",
        "Mon Nov 23 12:01:30 2026",
    ] {
        for from in [
            NOON,
            "Monday, 23-Nov-26 12:00:00 GMT",
            "Mon Nov 23 12:00:00 2026",
        ] {
            assert_eq!(
                retry_after(until, Some(from)),
                Some(Duration::from_secs(90)),
                "{until} from {from}"
            );
        }
    }
}

#[test]
fn a_date_that_is_over_means_at_once() {
    assert_eq!(
        retry_after("Mon, 23 Nov 2026 11:59:59 GMT", Some(NOON)),
        Some(Duration::ZERO)
    );
    assert_eq!(
        retry_after("Thu, 01 Jan 1970 00:00:00 GMT", Some(NOON)),
        Some(Duration::ZERO)
    );
}

#[test]
fn a_date_without_the_answers_own_date_means_nothing() {
    assert_eq!(retry_after(NOON, None), None);
    assert_eq!(retry_after(NOON, Some("today")), None);
}

#[test]
fn what_is_neither_seconds_nor_a_date_means_nothing() {
    for value in [
        "",
        "-1",
        "+1",
        "1.5",
        "1s",
        "soon",
        "\u{661}",
        "\u{fc}",
        "2026-11-23T12:00:00Z",
        "Mon, 31 Feb 2026 12:00:00 GMT",
    ] {
        assert_eq!(retry_after(value, Some(NOON)), None, "{value:?}");
    }
}

#[test]
fn without_the_header_there_is_no_wish() {
    assert_eq!(
        ServerError::from_response(&Response::new(&b""[..])).retry_after(),
        None
    );
}
