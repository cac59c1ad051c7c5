//! One list of cases, on every transport, over real sockets: what comes of it, and what each server saw, must be the same.
//!
//! The table of [`cases`] with its outcomes is the snapshot; a transport that differs fails before it gets there.

mod cases;
mod outcome;
mod raw;
mod tls;
mod transports;

use std::fmt::Write as _;
use std::thread;
use std::time::Duration;

use cases::Case;
use fax4a::flow::{Settings, Submit};
use fax4a::{DataCenterUrl, Region};
use raw::{Act, Raw};
use transports::Transport;

#[test]
fn every_transport_ends_every_case_alike() {
    let mut table = String::new();
    for case in &cases::all() {
        let rows: Vec<(Transport, String)> = thread::scope(|scope| {
            let running = Transport::ALL
                .map(|transport| (transport, scope.spawn(move || case.run(transport))));
            running
                .map(|(transport, row)| (transport, row.join().expect("a row")))
                .into()
        });
        let (_, first) = &rows[0];
        for (transport, row) in &rows {
            assert_eq!(
                row, first,
                "{}: {transport:?} differs from {:?}",
                case.name, rows[0].0
            );
        }
        writeln!(table, "{:<44} {first}", case.name).unwrap();
    }
    insta::assert_snapshot!(table);
}

#[test]
fn no_case_ever_sends_a_job_twice_unless_it_was_surely_not_accepted() {
    for case in cases::all().into_iter().filter(Case::is_send) {
        let sent = case.posts(Transport::Ureq);
        let may_repeat = case.was_surely_not_accepted();
        assert!(sent <= 1 || may_repeat, "{}: {sent} requests", case.name);
    }
}

#[test]
fn a_redirect_takes_the_credentials_nowhere() {
    let elsewhere = Raw::start(vec![Act::Answer(
        b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".to_vec(),
    )]);
    for status in [301, 302, 303, 307, 308] {
        for transport in Transport::ALL {
            let answer = format!(
                "HTTP/1.1 {status} Moved\r\nlocation: {}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
                elsewhere.url()
            );
            let server = Raw::start(vec![Act::Answer(answer.into_bytes())]);
            let region = Region::of_one(DataCenterUrl::new("ONE", &server.url()).unwrap());
            let submit = Submit::new(
                cases::account(),
                &region,
                &cases::job(),
                Settings::default(),
            );
            let outcome = outcome::of_send(&transport.run(&cases::account(), &region, submit));
            assert!(
                outcome.starts_with("unknown: ONE 30"),
                "{transport:?}: {outcome}"
            );
            assert_eq!(server.seen().len(), 1);
        }
    }
    assert_eq!(elsewhere.seen(), [""; 0]);
}

/// The server closes an idle connection of the pool just when it is used again, at one moment after the other.
#[test]
fn a_pooled_connection_that_closes_costs_no_second_job() {
    for pause in 0..20 {
        let server = Raw::start(vec![Act::KeepThenClose(
            cases::accepted_and_alive(),
            Duration::from_micros(pause * 100),
        )]);
        let region = Region::of_one(DataCenterUrl::new("ONE", &server.url()).unwrap());
        let client = fax4a_ureq::Client::builder(cases::account(), region).build();
        client.send(&cases::job()).unwrap();
        thread::sleep(Duration::from_millis(1));
        let second = outcome::of_send(&client.send(&cases::job()));
        let seen = server.seen().len();
        assert!(
            second == "accepted A1"
                || second.starts_with("unknown: ONE Interrupted")
                || second.starts_with("refused"),
            "{second}"
        );
        assert!(seen <= 2, "{seen} requests for two sends");
    }
}
