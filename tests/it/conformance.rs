//! What any transport must do, as tables of cases that each transport goes through over real sockets: what comes of a case, and what
//! each server saw, must be the same on all of them. A table with its outcomes is a snapshot; a transport that differs fails before
//! it gets there.
//!
//! | table | what stands at the other end | transports |
//! |---|---|---|
//! | [`cases`] | servers that recite bytes, reset, or stay silent | all |
//! | [`simulated`] | the simulated service, with every fault on every operation, through the clients' methods | all |
//! | [`pool`] | a server that keeps connections, and closes them over a request | ureq, hyper |
//! | [`tls`] | certificates of all sorts | ureq, hyper |
//! | [`http2`] | a server that breaks off by the frames of HTTP/2 | hyper |
//! | [`differences`] | what is not named alike, and what is so all the same | all |
//!
//! hyper goes through each on a runtime of one thread and on one of two. `own_transport`, the example's, makes a plain TCP connection for
//! each exchange: it has no pool and no TLS, because it shows how little a transport needs, and so takes no part in those tables.
//!
//! No job may have been sent twice unless the first was surely not accepted; that is checked of each transport, in the run that makes
//! the table.
//!
//! # Where transports differ
//!
//! In no case about a job: whether it may have been accepted is told alike, always. But
//!
//! - when the time for an exchange and that for connecting end together, it is chance whether ureq calls it
//!   [`Connect`](fax4a::error::FailureKind::Connect) or [`Timeout`](fax4a::error::FailureKind::Timeout); own_transport says the one
//!   and hyper the other. Of a read, which may be repeated anyway, hyper and sometimes ureq do not know that it was not sent;
//! - a server that closes instead of shaking hands over TLS is `Connect` in hyper and
//!   [`Interrupted`](fax4a::error::FailureKind::Interrupted) in ureq, which does not tell how far it was;
//! - an answer whose head has too many lines, though few bytes, is
//!   [`ResponseTooLarge`](fax4a::error::FailureKind::ResponseTooLarge) in hyper and own_transport (more than 100) and `Interrupted` in
//!   ureq (more than 128).
//!
//! # How they stay free of chance
//!
//! Servers are asked what they saw only when they have read all that was sent to them. Where the first report ends a matter, it comes
//! when all servers were asked. Where the clock is to end an exchange, nothing else can, and all other exchanges have far more time than
//! they need.

mod alike;
mod case;
mod cases;
mod certificate;
mod clients;
mod differences;
mod http2;
mod outcome;
mod pool;
mod raw;
mod simulated;
mod tls;
mod transports;
mod world;

use alike::{alike, table};
use case::Case;
use fax4a::flow::Submit;
use raw::{Act, Servers};
use transports::Transport;
use world::{account, job, region_of_one, settings};

#[test]
fn every_transport_ends_every_case_alike_and_sends_no_job_twice() {
    let line = |case: &Case| {
        let row = alike(&case.name, Transport::ALL, |transport| {
            let row = case.run(transport);
            let (name, jobs) = (&case.name, row.jobs_at_most());
            assert!(jobs <= 1, "{name}: {transport:?} may have sent {jobs} jobs");
            row
        });
        format!("{:<50} {}", case.name, row.line())
    };
    insta::assert_snapshot!(table(&cases::all(), Case::ends_by_clock, line));
}

#[test]
fn a_redirect_takes_the_credentials_nowhere() {
    let elsewhere = Servers::one(vec![Act::Answer(cases::http(200, "", ""))]);
    for status in [301, 302, 303, 307, 308] {
        for transport in Transport::ALL {
            let location = format!("location: {}\r\n", elsewhere.url());
            let server = Servers::one(vec![Act::Answer(cases::http(status, &location, ""))]);
            let region = region_of_one(&server.url());
            let submit = Submit::new(account(), &region, &job(), settings());
            let outcome = outcome::of_send(&transport.run(&account(), &region, submit));
            assert!(
                outcome.starts_with(&format!("unknown: ONE {status} Redirect")),
                "{transport:?}: {outcome}"
            );
            assert_eq!(server.finish()[0].requests.len(), 1);
        }
    }
    assert_eq!(elsewhere.finish()[0].connections, 0);
}
