//! Ports are opened, closed, kept and given back.

use std::io::ErrorKind;
use std::net::TcpListener;
use std::time::Duration;

use fax4a_simulator::{Config, Effect, Endpoint, Fault, Listen, Simulator};

use crate::client::{Connection, call, request};

fn simulator() -> Simulator {
    Simulator::start_on(Listen::new().manual_clock(true), Config::new()).unwrap()
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
