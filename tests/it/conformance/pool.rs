//! Connections that are kept for later: used again when they may be, and no reason to send a job twice when they break.
//!
//! For the transports that have a pool; own_transport makes a connection for each exchange, on purpose.

use std::fmt::Write as _;
use std::thread;
use std::time::Duration;

use fax4a::JobId;

use super::cases::{ACCEPTED, REPORT, http, http_alive};
use super::clients::{Client, Setup};
use super::outcome;
use super::raw::{Act, Seen, Servers};
use super::transports::Transport;
use super::world::{account, job, region_of_one, settings};

/// What is asked with one client, one call after the other, of a server that does one act after the other.
struct Case {
    name: &'static str,
    asks: Vec<Ask>,
    acts: Vec<Act>,
}

#[derive(Clone, Copy)]
pub(super) enum Ask {
    Send,
    Report,
}

use Ask::{Report, Send};

fn cases() -> Vec<Case> {
    let case = |name, asks: &[Ask], acts: &[Act]| Case {
        name,
        asks: asks.to_vec(),
        acts: acts.to_vec(),
    };
    let keep = |status, body: &str| Act::Keep(http_alive(status, "", body));
    let accept = || keep(200, ACCEPTED);
    let found = || keep(200, REPORT);
    let chunked = format!(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{ACCEPTED}\r\n0\r\n\r\n",
        ACCEPTED.len()
    );
    let too_large = keep(200, &"x".repeat(70_000));
    let then_accept = |first: Act| vec![first, accept()];
    vec![
        case("sends share a connection", &[Send; 5], &[accept()]),
        case("and so do reads", &[Report; 5], &[found()]),
        case(
            "after an error",
            &[Send, Send],
            &then_accept(keep(409, "busy")),
        ),
        case(
            "after an empty answer",
            &[Send, Send],
            &then_accept(keep(500, "")),
        ),
        case(
            "after chunks",
            &[Send, Send],
            &then_accept(Act::Keep(chunked.into())),
        ),
        case(
            "Connection: close",
            &[Send; 3],
            &[Act::Answer(http(200, "", ACCEPTED))],
        ),
        case(
            "HTTP/1.0",
            &[Send; 3],
            &[Act::Answer(
                format!("HTTP/1.0 200 OK\r\n\r\n{ACCEPTED}").into(),
            )],
        ),
        case(
            "an answer that was given up",
            &[Send, Send],
            &then_accept(too_large),
        ),
        // The request is on its way over an idle connection when the server, which has not read it, closes that.
        case(
            "a send, closed over it",
            &[Send, Send],
            &[accept(), Act::Answer(Vec::new())],
        ),
        case(
            "a send, reset before it was read",
            &[Send, Send],
            &[accept(), Act::ResetBefore],
        ),
        case(
            "a send, reset while it was read",
            &[Send, Send],
            &[accept(), Act::ResetDuring],
        ),
        case(
            "a send, reset after it was read",
            &[Send, Send],
            &[accept(), Act::ResetAfter],
        ),
        case(
            "a read, closed over it",
            &[Report, Report],
            &[found(), Act::Answer(Vec::new()), found()],
        ),
        case(
            "a read, reset before it was read",
            &[Report, Report],
            &[found(), Act::ResetBefore, found()],
        ),
    ]
}

impl Case {
    fn run(&self, transport: Transport) -> (String, Seen) {
        let servers = Servers::one(self.acts.clone());
        let client = transport.client(Setup {
            account: account(),
            region: region_of_one(&servers.url()),
            settings: settings().with_max_response_bytes(4000),
            fail_over: false,
        });
        let outcomes: Vec<String> = self.asks.iter().map(|ask| ask.of(&*client)).collect();
        drop(client);
        (outcomes.join("; "), servers.finish().remove(0))
    }
}

impl Ask {
    pub(super) fn of(self, client: &dyn Client) -> String {
        match self {
            Send => outcome::of_send(&client.send(&job())),
            Report => outcome::of_lookup(&client.report(&JobId::new("A1").unwrap())),
        }
    }
}

#[test]
fn connections_are_used_again_alike_and_broken_ones_repeat_no_send() {
    let mut table = String::new();
    for case in cases() {
        let rows = Transport::CLIENTS.map(|transport| (transport, case.run(transport)));
        let (outcome, seen) = &rows[0].1;
        for (transport, (of_it, seen_by_it)) in &rows {
            assert_eq!(of_it, outcome, "{}: {transport:?} differs", case.name);
            if *transport == Transport::HyperThreads {
                // There a connection goes back to the pool on another thread, perhaps after the next request took a new one.
                assert_eq!(
                    seen_by_it.requests, seen.requests,
                    "{}: {transport:?}",
                    case.name
                );
            } else {
                assert_eq!(seen_by_it, seen, "{}: {transport:?} differs", case.name);
            }
        }
        let (requests, connections) = (seen.requests.len(), seen.connections);
        writeln!(
            table,
            "{:<34} {requests} over {connections}: {outcome}",
            case.name
        )
        .unwrap();
    }
    insta::assert_snapshot!(table);
}

/// The server closes an idle connection just when it is used again, at one moment after the other. Either the client sees it in time
/// or the send is unknown; a job is never handed over twice.
#[test]
fn an_idle_connection_that_closes_costs_no_second_job() {
    for transport in Transport::CLIENTS {
        for pause in 0..20 {
            let accept = http_alive(200, "", ACCEPTED);
            let servers = Servers::one(vec![Act::KeepThenClose(
                accept,
                Duration::from_micros(pause * 100),
            )]);
            let client = transport.client(Setup {
                account: account(),
                region: region_of_one(&servers.url()),
                settings: settings(),
                fail_over: false,
            });
            let first = outcome::of_send(&client.send(&job()));
            thread::sleep(Duration::from_millis(1));
            let second = outcome::of_send(&client.send(&job()));
            drop(client);
            let accepted = [&first, &second]
                .iter()
                .filter(|it| **it == "accepted A1")
                .count();
            let unknown = second.starts_with("unknown: ONE Interrupted");
            assert!(first == "accepted A1", "{transport:?}: {first}");
            assert!(accepted == 2 || unknown, "{transport:?}: {second}");
            let answered = servers.finish().remove(0).requests.len();
            assert_eq!(
                answered, accepted,
                "{transport:?}: an answer for each accepted job"
            );
        }
    }
}
