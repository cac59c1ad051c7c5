//! Lists of cases, on every transport, over real sockets: what comes of each, and what each server saw, must be the same.

mod alike;
mod case;
mod cases;
mod certificate;
mod clients;
mod http2;
mod outcome;
mod pool;
mod raw;
mod simulated;
#[cfg(target_os = "linux")]
mod stuck;
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
