//! Where transports name a failure differently, and what they agree on all the same: whether a job may have been accepted.

use fax4a::Error;
use fax4a::error::{Delivery, FailureKind};
use fax4a::flow::SubmitError;

use super::cases::{ACCEPTED, http};
use super::clients::Setup;
#[cfg(target_os = "linux")]
use super::raw::Full;
use super::raw::{Act, Servers};
use super::transports::Transport;
use super::world::{account, job, region_of_one, settings};

/// Nothing but the clock can end this, and nothing is counted, so it may be short.
#[cfg(target_os = "linux")]
const SHORT: std::time::Duration = std::time::Duration::from_millis(100);

fn setup(url: &str) -> Setup {
    Setup {
        account: account(),
        region: region_of_one(url),
        settings: settings(),
        fail_over: false,
    }
}

/// What broke when a job was sent, and whether it left.
fn failure(transport: Transport, setup: Setup) -> (FailureKind, Delivery) {
    let failed = transport.client(setup).send(&job()).unwrap_err();
    let Error::Transport(error) = failed.error() else {
        panic!("{transport:?}: an answer came: {failed:?}")
    };
    let (kind, delivery) = (error.failure().kind(), error.failure().delivery());
    let refused = matches!(failed, SubmitError::Refused { .. });
    assert_eq!(refused, delivery == Delivery::NotSent, "{transport:?}");
    (kind, delivery)
}

/// When the time for connecting and that for the whole end together, it is chance which of them ureq sees first.
#[cfg(target_os = "linux")]
#[test]
fn a_job_that_waits_for_a_connection_until_its_time_is_over_was_not_sent() {
    for transport in Transport::ALL {
        let full = Full::take();
        let mut setup = setup(&format!("http://{}/rest/v1", full.address()));
        setup.settings = setup.settings.with_timeout(SHORT);
        let (kind, delivery) = failure(transport, setup);
        assert!(
            matches!(kind, FailureKind::Connect | FailureKind::Timeout),
            "{transport:?}: {kind:?}"
        );
        assert_eq!(delivery, Delivery::NotSent, "{transport:?}");
    }
}

/// ureq's error for this has no name outside of its own crates.
#[test]
fn a_job_that_is_answered_with_a_head_of_too_many_lines_is_unknown() {
    for transport in Transport::ALL {
        let many = http(200, &"x-many: x\r\n".repeat(1000), ACCEPTED);
        let server = Servers::one(vec![Act::Answer(many)]);
        let expected = if transport == Transport::Ureq {
            FailureKind::Interrupted
        } else {
            FailureKind::ResponseTooLarge
        };
        let failure = failure(transport, setup(&server.url()));
        assert_eq!(failure, (expected, Delivery::Unknown), "{transport:?}");
        assert_eq!(server.finish()[0].requests.len(), 1, "{transport:?}");
    }
}
