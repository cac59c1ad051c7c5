//! A server that neither takes a connection nor refuses it.

use std::time::Duration;

use fax4a::Error;
use fax4a::error::{Delivery, FailureKind};
use fax4a::flow::SubmitError;

use super::clients::Setup;
use super::raw::Full;
use super::transports::Transport;
use super::world::{account, job, region_of_one, settings};

/// Nothing but the clock can end this, and nothing is counted, so it may be short.
const SHORT: Duration = Duration::from_millis(100);

#[test]
fn a_job_that_waits_for_a_connection_until_its_time_is_over_was_not_sent() {
    for transport in Transport::ALL {
        let full = Full::take();
        let client = transport.client(Setup {
            account: account(),
            region: region_of_one(&format!("http://{}/rest/v1", full.address())),
            settings: settings().with_timeout(SHORT),
            fail_over: false,
        });
        let Err(SubmitError::Refused {
            error: Error::Transport(error),
            ..
        }) = client.send(&job())
        else {
            panic!("{transport:?}: nobody can have accepted it")
        };
        let (kind, delivery) = (error.failure().kind(), error.failure().delivery());
        // Where the time for connecting and that for the whole end together, it is chance which of them a client sees first.
        assert!(
            matches!(kind, FailureKind::Connect | FailureKind::Timeout),
            "{transport:?}: {kind:?}"
        );
        assert_eq!(delivery, Delivery::NotSent, "{transport:?}");
    }
}
