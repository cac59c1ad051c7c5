//! What the transport does to an answer really happens on the socket.

use std::io::ErrorKind;
use std::net::TcpListener;
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
fn a_server_that_is_down_refuses_connections_until_the_fault_is_over() {
    let simulator = simulator();
    let url = simulator.url(Endpoint::De1);
    let mut open = Connection::open(&url).unwrap();
    let list = request("GET", "/fax/reports", "");
    assert_eq!(open.call(&list).unwrap().status(), 200);

    let hour = Duration::from_secs(60 * 60);
    simulator.inject(
        Fault::new(Effect::Refuse)
            .at(Endpoint::De1)
            .during(hour, 2 * hour),
    );
    assert_eq!(call(&url, &list).unwrap().status(), 200);
    simulator.advance(hour);
    assert_eq!(
        call(&url, &list).unwrap_err().kind(),
        ErrorKind::ConnectionRefused
    );
    assert!(open.call(&list).is_err(), "connections of before are gone");
    assert_eq!(
        call(&simulator.url(Endpoint::De2), &list).unwrap().status(),
        200
    );
    simulator.advance(hour);
    assert_eq!(call(&url, &list).unwrap().status(), 200);
    assert_eq!(simulator.url(Endpoint::De1), url);
}

#[test]
fn nobody_gets_the_port_of_a_server_that_is_down() {
    let simulator = simulator();
    simulator.inject(Fault::new(Effect::Refuse).at(Endpoint::De1));
    let port = simulator
        .url(Endpoint::De1)
        .trim_end_matches("/rest/v1")
        .rsplit(':')
        .next()
        .unwrap()
        .parse::<u16>()
        .unwrap();
    assert!(TcpListener::bind(("127.0.0.1", port)).is_err());
    simulator.with(|it| it.clear_faults());
    assert_eq!(
        call(
            &simulator.url(Endpoint::De1),
            &request("GET", "/fax/reports", "")
        )
        .unwrap()
        .status(),
        200
    );
}

#[test]
fn two_simulators_never_share_ports() {
    let first = simulator();
    let port = first
        .url(Endpoint::DeHa)
        .trim_end_matches("/rest/v1")
        .rsplit(':')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let error = Simulator::start_on(Listen::new().port_base(port), Config::new()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AddrInUse);
}

#[test]
fn a_simulator_starts_again_on_the_ports_of_its_predecessor() {
    let config = || Config::new().processing_time(Duration::ZERO);
    // Somewhere there are nine free ports in a row.
    let (listen, first) = (0..100)
        .find_map(|_| {
            let probe = TcpListener::bind("127.0.0.1:0")
                .unwrap()
                .local_addr()
                .unwrap();
            let listen = Listen::new().port_base(probe.port());
            Some((listen.clone(), Simulator::start_on(listen, config()).ok()?))
        })
        .unwrap();
    let url = first.url(Endpoint::De1);
    let mut open = Connection::open(&url).unwrap();
    assert_eq!(
        open.call(&request("GET", "/fax/reports", ""))
            .unwrap()
            .status(),
        200
    );
    // It closes first, so the system keeps the port busy for a while.
    first.stop();
    let second = Simulator::start_on(listen, config()).unwrap();
    assert_eq!(second.url(Endpoint::De1), url);
    assert_eq!(
        call(&url, &request("GET", "/fax/reports", ""))
            .unwrap()
            .status(),
        200
    );
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

#[test]
fn stopping_frees_the_ports() {
    let simulator = simulator();
    let url = simulator.url(Endpoint::De1);
    simulator.stop();
    assert_eq!(
        Connection::open(&url).err().unwrap().kind(),
        ErrorKind::ConnectionRefused
    );
}

#[test]
fn a_simulator_can_be_started_and_stopped_inside_another_runtime() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let simulator = simulator();
        simulator.inject(Fault::new(Effect::Refuse));
        simulator.advance(Duration::from_secs(1));
        simulator.stop();
    });
}
