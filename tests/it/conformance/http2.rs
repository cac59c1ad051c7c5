//! HTTP/2, which fax4a-hyper speaks with servers that choose it: when a server breaks a request off, does it say that it did not look
//! at it?
//!
//! It does by `REFUSED_STREAM`, and by a `GOAWAY` that names an earlier request as the last one (RFC 9113, 8.7 and 6.8): then a job may
//! be sent again, and is. Everything else leaves it open.

mod server;

use std::time::Duration;

use fax4a::flow::{Backoff, RetryPolicy};

use super::alike::{alike, table};
use super::cases::{ACCEPTED, REPORT};
use super::certificate::client;
use super::pool::Ask;
use super::transports::Transport;
use super::world::settings;
use server::{Act, Frame, Last, Seen, Server, When};

use Ask::{Report, Send};
use Frame::{Body, GoAway, Head, Junk, LastBody, Reset};
use Last::{Any, Before, This};

const NO_ERROR: u32 = 0;
const PROTOCOL_ERROR: u32 = 1;
const INTERNAL_ERROR: u32 = 2;
const REFUSED_STREAM: u32 = 7;
const CANCEL: u32 = 8;
const ENHANCE_YOUR_CALM: u32 = 11;
const HTTP_1_1_REQUIRED: u32 = 13;

struct Case {
    name: &'static str,
    asks: Vec<Ask>,
    acts: Vec<Act>,
}

fn at_head(frames: &[Frame]) -> Act {
    Act {
        when: When::Head,
        frames: frames.to_vec(),
        close: false,
    }
}

fn at_end(frames: &[Frame]) -> Act {
    Act {
        when: When::End,
        ..at_head(frames)
    }
}

fn closing(act: Act) -> Act {
    Act { close: true, ..act }
}

fn cases() -> Vec<Case> {
    let case = |name, asks: &[Ask], acts: &[Act]| Case {
        name,
        asks: asks.to_vec(),
        acts: acts.to_vec(),
    };
    let send = |name, act: Act| case(name, &[Send], &[act]);
    let accepted = [Head(200), LastBody(ACCEPTED)];
    let accept = || at_end(&accepted);
    let then_accept = |first: Act| [first, accept()];
    let and_accept = |first: Frame| at_end(&[&[first][..], &accepted].concat());
    let found = || at_end(&[Head(200), LastBody(REPORT)]);
    vec![
        send("accepted", accept()),
        case("five share a connection", &[Send; 5], &[accept()]),
        case("found", &[Report], &[found()]),
        // Surely not looked at.
        case(
            "REFUSED_STREAM, then accepted",
            &[Send],
            &then_accept(at_head(&[Reset(REFUSED_STREAM)])),
        ),
        case(
            "REFUSED_STREAM at the end, then accepted",
            &[Send],
            &then_accept(at_end(&[Reset(REFUSED_STREAM)])),
        ),
        send("REFUSED_STREAM always", at_end(&[Reset(REFUSED_STREAM)])),
        case(
            "GOAWAY before it, then accepted",
            &[Send],
            &then_accept(at_head(&[GoAway(Before, NO_ERROR)])),
        ),
        case(
            "GOAWAY before it at the end, then accepted",
            &[Send],
            &then_accept(closing(at_end(&[GoAway(Before, NO_ERROR)]))),
        ),
        send(
            "GOAWAY before it always",
            at_end(&[GoAway(Before, NO_ERROR)]),
        ),
        send(
            "GOAWAY before it, ENHANCE_YOUR_CALM",
            at_end(&[GoAway(Before, ENHANCE_YOUR_CALM)]),
        ),
        send(
            "GOAWAY any, then before it",
            at_end(&[GoAway(Any, NO_ERROR), GoAway(Before, NO_ERROR)]),
        ),
        // Answered all the same.
        send(
            "GOAWAY any, then accepted",
            and_accept(GoAway(Any, NO_ERROR)),
        ),
        send(
            "GOAWAY after it, then accepted",
            and_accept(GoAway(This, NO_ERROR)),
        ),
        case(
            "accepted, then GOAWAY, and another",
            &[Send, Send],
            &[
                at_end(&[Head(200), LastBody(ACCEPTED), GoAway(This, NO_ERROR)]),
                accept(),
            ],
        ),
        send(
            "401 before it was read, NO_ERROR",
            at_head(&[Head(401), LastBody("no"), Reset(NO_ERROR)]),
        ),
        // Nobody knows.
        send(
            "GOAWAY after it, then closed",
            closing(at_end(&[GoAway(This, NO_ERROR)])),
        ),
        send(
            "GOAWAY after it, INTERNAL_ERROR, closed",
            closing(at_end(&[GoAway(This, INTERNAL_ERROR)])),
        ),
        send(
            "GOAWAY any, then closed",
            closing(at_end(&[GoAway(Any, NO_ERROR)])),
        ),
        send("reset, INTERNAL_ERROR", at_end(&[Reset(INTERNAL_ERROR)])),
        send("reset, CANCEL", at_end(&[Reset(CANCEL)])),
        send("reset, PROTOCOL_ERROR", at_head(&[Reset(PROTOCOL_ERROR)])),
        send(
            "reset, HTTP_1_1_REQUIRED",
            at_head(&[Reset(HTTP_1_1_REQUIRED)]),
        ),
        send("reset, NO_ERROR, no answer", at_end(&[Reset(NO_ERROR)])),
        send(
            "REFUSED_STREAM after a head",
            at_end(&[Head(200), Reset(REFUSED_STREAM)]),
        ),
        send(
            "REFUSED_STREAM in an answer",
            at_end(&[Head(200), Body("{"), Reset(REFUSED_STREAM)]),
        ),
        send("closed", closing(at_end(&[]))),
        send(
            "closed in an answer",
            closing(at_end(&[Head(200), Body("{")])),
        ),
        send("junk", at_end(&[Junk])),
        // Reads are repeated in any case.
        case(
            "a read, REFUSED_STREAM, then found",
            &[Report],
            &[at_end(&[Reset(REFUSED_STREAM)]), found()],
        ),
        case(
            "a read, INTERNAL_ERROR, then found",
            &[Report],
            &[at_end(&[Reset(INTERNAL_ERROR)]), found()],
        ),
        case(
            "a read, GOAWAY after it, then found",
            &[Report],
            &[closing(at_end(&[GoAway(This, NO_ERROR)])), found()],
        ),
    ]
}

impl Case {
    fn run(&self, transport: Transport) -> (String, Seen) {
        let server = Server::start(self.acts.clone());
        // So long that a connection that ends is out of the pool.
        let later = Backoff::new(Duration::from_millis(100), Duration::from_millis(200));
        let retry = RetryPolicy::default().with_max_attempts(2);
        let settings = settings().with_retry(retry.with_backoff(later));
        let client = client(
            transport,
            &server.url(),
            Some(&server.shown.authority),
            settings,
        );
        let outcomes: Vec<String> = self.asks.iter().map(|ask| ask.of(&*client)).collect();
        drop(client);
        (outcomes.join("; "), server.finish())
    }
}

#[test]
fn a_request_that_is_broken_off_is_repeated_only_if_the_server_did_not_look_at_it() {
    let line = |case: &Case| {
        let hyper = [Transport::Hyper, Transport::HyperThreads];
        let (outcome, seen) = alike(case.name, hyper, |transport| case.run(transport));
        let Seen {
            requests,
            connections,
        } = seen;
        format!("{:<46} {requests} over {connections}: {outcome}", case.name)
    };
    insta::assert_snapshot!(table(&cases(), |_| false, line));
}
