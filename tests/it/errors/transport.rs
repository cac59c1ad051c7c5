//! One test for each way in which no answer comes.

use std::error::Error as _;
use std::io;

use fax4a::error::{Delivery, Error, Failure, FailureKind};

use super::{advice, chain};

fn check(kind: FailureKind, sentence: &str, is_retryable: bool) {
    let error = Error::from(Failure::not_sent(kind));
    assert_eq!(
        chain(&error),
        [format!("{sentence}; the request was not sent")]
    );
    assert_eq!(
        advice(&error),
        [is_retryable, is_retryable, false],
        "{kind:?}"
    );

    let error = Error::from(Failure::unknown(kind));
    assert_eq!(
        chain(&error),
        [format!("{sentence}; the request may have arrived")]
    );
    assert_eq!(advice(&error), [is_retryable, false, true], "{kind:?}");

    let Error::Transport(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (error.failure().kind(), error.failure().delivery()),
        (kind, Delivery::Unknown)
    );
    assert!(error.server().is_none());
}

#[test]
fn a_name_that_cannot_be_resolved() {
    check(
        FailureKind::Resolve,
        "the server's name could not be resolved",
        true,
    );
}

#[test]
fn a_connection_that_is_refused() {
    check(FailureKind::Connect, "no connection could be made", true);
}

#[test]
fn a_certificate_that_is_not_trusted_does_not_change_by_asking_again() {
    check(
        FailureKind::Tls,
        "no encrypted connection could be made",
        false,
    );
}

#[test]
fn a_timeout() {
    check(FailureKind::Timeout, "no answer came in time", true);
}

#[test]
fn a_connection_that_breaks() {
    check(FailureKind::Interrupted, "the connection broke", true);
}

#[test]
fn an_answer_that_is_too_large_does_not_shrink_by_asking_again() {
    check(
        FailureKind::ResponseTooLarge,
        "the answer was larger than allowed",
        false,
    );
}

#[test]
fn a_caller_who_stops_wants_no_repeat() {
    check(FailureKind::Stopped, "stopped before an answer came", false);
}

#[test]
fn a_failure_of_another_kind() {
    check(FailureKind::Other, "the transport failed", true);
}

#[test]
fn the_cause_is_the_source_and_not_in_the_sentence() {
    let cause = io::Error::new(
        io::ErrorKind::ConnectionRefused,
        "connection refused (os error 111)",
    );
    let failure = Failure::not_sent(FailureKind::Connect).with_source(cause);
    let error = Error::from(failure).at(fax4a::Region::germany().submission().server().clone());
    assert_eq!(
        chain(&error),
        [
            "no connection could be made with the submission address of DE; the request was not sent",
            "connection refused (os error 111)",
        ]
    );
    let cause = error.source().unwrap().downcast_ref::<io::Error>().unwrap();
    assert_eq!(cause.kind(), io::ErrorKind::ConnectionRefused);
    let copy = error.clone();
    assert!(copy.source().unwrap().is::<io::Error>());
}
