//! What the transport does to an answer really happens on the socket.

use std::io::ErrorKind;
use std::time::Duration;

use fax4a_simulator::{Config, Effect, Endpoint, Fault, Listen, Operation, Simulator};

use crate::client::{Connection, call, job, request};

fn simulator() -> Simulator {
    Simulator::start_on(
        Listen::new().manual_clock(true),
        Config::new().processing_time(Duration::ZERO),
    )
    .unwrap()
}

fn with_fault(effect: Effect) -> (Simulator, String) {
    let simulator = simulator();
    simulator.inject(Fault::new(effect).at(Endpoint::De1).once());
    let url = simulator.url(Endpoint::De1);
    (simulator, url)
}

fn jobs(simulator: &Simulator) -> usize {
    let now = simulator.now();
    simulator.with(|it| it.jobs(Endpoint::De1, now).count())
}

#[test]
fn a_cut_answer_ends_after_so_many_bytes() {
    for after in [0, 5, 11] {
        let (_simulator, url) = with_fault(Effect::cut(after));
        let mut connection = Connection::open(&url).unwrap();
        connection
            .send(&request("GET", "/fax/reports", ""))
            .unwrap();
        let head = connection.receive_head().unwrap();
        assert_eq!(head.headers()["content-length"], "14");
        assert_eq!(connection.rest().unwrap(), &br#"{"reports":[]}"#[..after]);
    }
}

#[test]
fn a_cut_beyond_the_end_still_announces_more_than_arrives() {
    let (_simulator, url) = with_fault(Effect::cut(100));
    let mut connection = Connection::open(&url).unwrap();
    connection
        .send(&request("GET", "/fax/reports", ""))
        .unwrap();
    assert_eq!(
        connection.receive_head().unwrap().headers()["content-length"],
        "101"
    );
    assert_eq!(connection.rest().unwrap(), br#"{"reports":[]}"#);
}

#[test]
fn a_large_answer_is_cut_after_exactly_so_many_bytes() {
    let (simulator, url) = with_fault(Effect::cut(200_000));
    simulator.with(|it| it.preload(Endpoint::De1, Duration::ZERO, 1000));
    let mut connection = Connection::open(&url).unwrap();
    connection
        .send(&request("GET", "/fax/reports", ""))
        .unwrap();
    connection.receive_head().unwrap();
    assert_eq!(connection.rest().unwrap().len(), 200_000);
}

#[test]
fn a_reset_before_processing_leaves_no_job() {
    let (simulator, url) = with_fault(Effect::ResetBeforeProcessing);
    let error = call(&url, &request("POST", "/fax", &job("+4989123456"))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    assert_eq!(jobs(&simulator), 0);
}

#[test]
fn a_reset_after_processing_leaves_a_job() {
    let (simulator, url) = with_fault(Effect::ResetAfterProcessing);
    let error = call(&url, &request("POST", "/fax", &job("+4989123456"))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    assert_eq!(jobs(&simulator), 1);
}

#[test]
fn a_refusal_of_one_operation_is_a_reset() {
    let simulator = simulator();
    simulator.inject(Fault::new(Effect::Refuse).on(Operation::SendFax));
    let url = simulator.url(Endpoint::De1);
    assert_eq!(
        call(&url, &request("POST", "/fax", &job("+4989123456")))
            .unwrap_err()
            .kind(),
        ErrorKind::ConnectionReset
    );
    assert_eq!(jobs(&simulator), 0);
    assert_eq!(
        call(&url, &request("GET", "/fax/reports", ""))
            .unwrap()
            .status(),
        200
    );
}

#[test]
fn a_slow_answer_comes_when_virtual_time_has_come() {
    let hour = Duration::from_secs(60 * 60);
    let (simulator, url) = with_fault(Effect::slow(hour));
    let mut connection = Connection::open(&url).unwrap();
    connection
        .send(&request("POST", "/fax", &job("+4989123456")))
        .unwrap();
    while jobs(&simulator) == 0 {
        std::thread::yield_now();
    }
    simulator.advance(hour);
    assert_eq!(connection.receive().unwrap().status(), 200);
}

#[test]
fn a_frozen_server_answers_nothing_and_others_go_on() {
    let (simulator, url) = with_fault(Effect::Freeze);
    let mut frozen = Connection::open(&url).unwrap();
    frozen.send(&request("GET", "/fax/reports", "")).unwrap();
    while simulator.with(|it| it.received().len()) == 0 {
        std::thread::yield_now();
    }
    assert_eq!(
        call(&url, &request("GET", "/fax/reports", ""))
            .unwrap()
            .status(),
        200
    );
    simulator.stop();
    // Only now the connection ends, without a byte.
    assert!(frozen.rest().unwrap_or_default().is_empty());
}

#[test]
fn a_dripping_answer_is_whole() {
    let (_simulator, url) = with_fault(Effect::drip(1, Duration::from_millis(1)));
    assert_eq!(
        call(&url, &request("GET", "/fax/reports", ""))
            .unwrap()
            .body(),
        br#"{"reports":[]}"#
    );
}

#[test]
fn a_connection_serves_many_requests() {
    let simulator = simulator();
    let mut connection = Connection::open(&simulator.url(Endpoint::De1)).unwrap();
    for _ in 0..100 {
        assert_eq!(
            connection
                .call(&request("POST", "/fax", &job("+4989123456")))
                .unwrap()
                .status(),
            200
        );
    }
    assert_eq!(jobs(&simulator), 100);
}

#[test]
fn a_body_beyond_the_limit_is_refused_unread() {
    let simulator =
        Simulator::start_on(Listen::new().max_request_bytes(1000), Config::new()).unwrap();
    let url = simulator.url(Endpoint::De1);
    let long = request("POST", "/fax", &"x".repeat(1001));
    assert_eq!(call(&url, &long).unwrap().status(), 413);
    assert_eq!(
        call(&url, &request("POST", "/fax", &"x".repeat(1000)))
            .unwrap()
            .status(),
        400
    );
}
