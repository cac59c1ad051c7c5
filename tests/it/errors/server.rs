//! One test for each meaning of a status.

use fax4a::error::{Error, ErrorKind, ServerError};
use http::{Response, StatusCode};

use super::{advice, chain};

fn answer(status: u16) -> ServerError {
    let mut response = Response::new(&b""[..]);
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    ServerError::from_response(&response)
}

/// What may be done, in words.
const NO: [bool; 3] = [false, false, false];
const PERHAPS_DONE: [bool; 3] = [false, false, true];
const REPEAT_READS: [bool; 3] = [true, false, true];
const REPEAT_ALL: [bool; 3] = [true, true, false];

fn check(status: u16, kind: ErrorKind, sentence: &str, what_may_be_done: [bool; 3]) {
    let error = answer(status);
    assert_eq!((error.status().as_u16(), error.kind()), (status, kind));
    let error = Error::from(error);
    assert_eq!(chain(&error), [format!("answer {status}: {sentence}")]);
    assert_eq!(advice(&error), what_may_be_done, "{status}");
    assert_eq!(error.status().unwrap(), status);
}

#[test]
fn bad_request() {
    check(
        400,
        ErrorKind::BadRequest,
        "the request was not understood, or the job is expired",
        NO,
    );
}

#[test]
fn unauthorized() {
    check(
        401,
        ErrorKind::Unauthorized,
        "wrong user name or password",
        NO,
    );
}

#[test]
fn forbidden_by_something_on_the_way() {
    for status in [403, 407] {
        check(
            status,
            ErrorKind::Forbidden,
            "something on the way does not let the request pass",
            NO,
        );
    }
}

#[test]
fn not_found() {
    check(404, ErrorKind::NotFound, "not found", NO);
}

#[test]
fn request_timeout_may_come_after_the_job_was_taken() {
    check(
        408,
        ErrorKind::Timeout,
        "the server gave up waiting for the request",
        REPEAT_READS,
    );
}

#[test]
fn duplicate() {
    check(
        409,
        ErrorKind::Duplicate,
        "the service has this job already",
        NO,
    );
}

#[test]
fn too_large() {
    check(413, ErrorKind::TooLarge, "the job is too large", NO);
}

#[test]
fn rate_limited_may_be_repeated_by_all() {
    check(429, ErrorKind::RateLimited, "too many requests", REPEAT_ALL);
}

#[test]
fn internal_error_may_come_after_the_job_was_taken() {
    check(
        500,
        ErrorKind::Internal,
        "internal error of the service",
        REPEAT_READS,
    );
}

#[test]
fn a_gateway_does_not_know_what_the_service_did() {
    for status in [502, 504] {
        check(
            status,
            ErrorKind::Gateway,
            "a gateway got no usable answer from the service",
            REPEAT_READS,
        );
    }
}

#[test]
fn unavailable_may_be_repeated_by_all() {
    check(
        503,
        ErrorKind::Unavailable,
        "the service is overloaded or in maintenance",
        REPEAT_ALL,
    );
}

#[test]
fn unknown_error_of_the_backend() {
    check(
        520,
        ErrorKind::Backend,
        "unknown error of the service's backend",
        REPEAT_READS,
    );
}

#[test]
fn redirects_are_not_followed() {
    for status in [300, 301, 302, 303, 304, 307, 308, 399] {
        check(
            status,
            ErrorKind::Redirect,
            "redirects are not followed",
            PERHAPS_DONE,
        );
    }
}

#[test]
fn other_statuses_are_of_no_known_meaning() {
    for status in [100, 199, 202, 204, 206, 299, 501, 505, 521, 599, 600, 999] {
        check(
            status,
            ErrorKind::Other,
            "not a status of this API",
            PERHAPS_DONE,
        );
    }
    for status in [402, 405, 406, 410, 418, 422, 499] {
        check(status, ErrorKind::Other, "not a status of this API", NO);
    }
}

#[test]
fn the_server_is_named_where_it_is_known() {
    let server = fax4a::Server::DataCenter(fax4a::DataCenter::new("DE1"));
    let error = Error::from(answer(503));
    assert_eq!(error.server(), None);
    let error = error.at(server.clone());
    assert_eq!(error.server(), Some(&server));
    assert_eq!(
        error.to_string(),
        "answer 503 from data center DE1: the service is overloaded or in maintenance"
    );
    let region = fax4a::Region::germany();
    let error = error.at(region.submission().server().clone());
    let expected =
        "answer 503 from the submission address of DE: the service is overloaded or in maintenance";
    assert_eq!(error.to_string(), expected);
}
