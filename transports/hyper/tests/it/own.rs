//! Transports of the caller's own.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use fax4a::Error;
use fax4a::error::{Delivery, FailureKind};
use fax4a::flow::{AsyncDriver, Call, Settings};
use fax4a::operation::GetReport;
use fax4a_hyper::{HyperTransport, RequestBody, TokioClock};
use fax4a_simulator::Operation;
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use crate::world::{
    account, builder, hasty, in_time, job, job_id, once, received, region, simulator,
};

pub(crate) fn own_client() -> legacy::Client<HttpConnector, RequestBody> {
    legacy::Client::builder(TokioExecutor::new())
        .retry_canceled_requests(false)
        .build_http()
}

#[tokio::test]
async fn a_client_a_connector_and_a_function_of_the_callers_own_do() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = {
        let (client, calls) = (own_client(), Arc::clone(&calls));
        HyperTransport::from_fn(move |request| {
            calls.fetch_add(1, Ordering::SeqCst);
            client.request(request)
        })
    };
    for transport in [
        HyperTransport::new(own_client()),
        HyperTransport::with_connector(HttpConnector::new()),
        counted,
    ] {
        let simulator = simulator();
        let client = builder(&simulator).transport(transport).build();
        let accepted = in_time(client.send(&job())).await.unwrap();
        assert!(
            in_time(client.report(&accepted.job_id))
                .await
                .found()
                .is_some()
        );
    }
    assert_eq!(
        calls.load(Ordering::SeqCst),
        3,
        "a send, and both data centers"
    );
}

#[tokio::test]
async fn a_function_that_fails_without_taking_the_body_has_sent_nothing() {
    let simulator = simulator();
    let failing = HyperTransport::from_fn(|_| async { Err::<http::Response<String>, _>("no") });
    let client = builder(&simulator)
        .transport(failing)
        .settings(once())
        .build();
    let error = in_time(client.send(&job())).await.unwrap_err();
    let Error::Transport(error) = error.error() else {
        panic!("{error:?}")
    };
    assert_eq!(
        (error.failure().kind(), error.failure().delivery()),
        (FailureKind::Other, Delivery::NotSent)
    );
}

/// The function keeps the request and sends it although the exchange was given up: then there is nothing left to send.
#[tokio::test]
async fn a_body_that_was_called_not_sent_cannot_be_sent_later() {
    let simulator = simulator();
    let (late, mut kept) = tokio::sync::mpsc::unbounded_channel();
    let slow = HyperTransport::from_fn(move |request| {
        late.send(request).unwrap();
        std::future::pending::<Result<http::Response<String>, std::io::Error>>()
    });
    let client = builder(&simulator)
        .transport(slow)
        .settings(hasty().with_timeout(Duration::from_millis(50)))
        .build();
    let error = in_time(client.send(&job())).await.unwrap_err();
    let Error::Transport(error) = error.error() else {
        panic!("{error:?}")
    };
    assert_eq!(
        (error.failure().kind(), error.failure().delivery()),
        (FailureKind::Timeout, Delivery::NotSent)
    );

    let request = kept.recv().await.unwrap();
    assert!(in_time(own_client().request(request)).await.is_err());
    assert!(received(&simulator, Operation::SendFax).is_empty());
}

#[tokio::test]
async fn the_transport_does_for_a_driver_of_the_callers_own() {
    let simulator = simulator();
    let (transport, clock) = (HyperTransport::default(), TokioClock::start());
    let target = region(&simulator).data_centers()[0].clone();
    let call = Call::new(
        account(),
        target,
        GetReport::new(job_id("FJJ66GHGX105ZZBIELVCN1")),
        Settings::default(),
    );
    let mut driver = AsyncDriver::new(call, &transport, &clock);
    assert!(in_time(driver.next_event()).await.is_none());
    assert_eq!(driver.into_output().unwrap(), None);
}
