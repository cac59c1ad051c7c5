//! What a caller is told when the service or the way to it is unwell, and how often a job is handed over then.

use std::time::Duration;

use fax4a::error::{Delivery, FailureKind};
use fax4a::flow::{Lookup, Settings, SubmitError};
use fax4a::operation::ListReports;
use fax4a::{Error, FaxJob};
use fax4a_hyper::Client;
use fax4a_simulator::{Answer, AnswerBody, Effect, Endpoint, Fault, Operation, Simulator};

use crate::world::{
    account, builder, client, eager, hasty, in_time, job, job_id, once, received, region, simulator,
};

fn accepted(simulator: &Simulator) -> u64 {
    simulator.with(|service| service.accepted_jobs("the-job"))
}

/// What broke, and whether the request left.
pub(crate) fn failure(error: &Error) -> (FailureKind, Delivery) {
    match error {
        Error::Transport(error) => (error.failure().kind(), error.failure().delivery()),
        other => panic!("an answer came: {other:?}"),
    }
}

pub(crate) async fn send_once(client: &Client, job: &FaxJob) -> (FailureKind, Delivery) {
    failure(in_time(client.send(job)).await.unwrap_err().error())
}

#[tokio::test]
async fn a_report_is_found_though_the_other_data_center_is_down() {
    let simulator = simulator();
    let client = client(&simulator);
    let accepted = in_time(client.send(&job())).await.unwrap();
    let holder = in_time(client.report(&accepted.job_id))
        .await
        .found()
        .unwrap()
        .data_center;
    let other = if holder.name() == "DE1" {
        Endpoint::De2
    } else {
        Endpoint::De1
    };
    simulator.inject(Fault::new(Effect::Refuse).at(other));
    assert_eq!(
        in_time(client.report(&accepted.job_id))
            .await
            .found()
            .unwrap()
            .data_center,
        holder
    );
}

#[tokio::test]
async fn no_report_and_a_data_center_that_is_down_is_unknown_and_names_it() {
    let simulator = simulator();
    simulator.inject(Fault::new(Effect::Refuse).at(Endpoint::De2));
    let lookup = in_time(client(&simulator).report(&job_id("FJJ66GHGX105ZZBIELVCN1"))).await;
    let Lookup::Unknown { failures } = lookup else {
        panic!("{lookup:?}")
    };
    assert_eq!(failures.len(), 1);
    assert_eq!(failures[0].server().unwrap().to_string(), "data center DE2");
    assert_eq!(
        failure(&failures[0]),
        (FailureKind::Connect, Delivery::NotSent)
    );
}

#[tokio::test]
async fn a_reset_after_processing_is_unknown_and_the_job_is_there_once() {
    let simulator = simulator();
    simulator.inject(Fault::new(Effect::ResetAfterProcessing).on(Operation::SendFax));
    let error = in_time(client(&simulator).send(&job())).await.unwrap_err();
    assert!(matches!(error, SubmitError::Unknown { .. }), "{error:?}");
    assert_eq!(accepted(&simulator), 1);
    assert_eq!(received(&simulator, Operation::SendFax).len(), 1);
}

/// The request was read in full, so nobody here can know that it was thrown away.
#[tokio::test]
async fn a_reset_before_processing_is_unknown_as_well_and_is_not_repeated() {
    let simulator = simulator();
    simulator.inject(Fault::new(Effect::ResetBeforeProcessing).on(Operation::SendFax));
    let error = in_time(client(&simulator).send(&job())).await.unwrap_err();
    assert!(matches!(error, SubmitError::Unknown { .. }), "{error:?}");
    assert_eq!(
        failure(error.error()),
        (FailureKind::Interrupted, Delivery::Unknown)
    );
    assert_eq!(accepted(&simulator), 0);
    assert_eq!(received(&simulator, Operation::SendFax).len(), 1);
}

#[tokio::test]
async fn a_front_that_is_down_is_not_sent_and_fail_over_turns_to_a_data_center() {
    let simulator = simulator();
    simulator.inject(Fault::new(Effect::Refuse).at(Endpoint::DeHa));
    let error = in_time(client(&simulator).send(&job())).await.unwrap_err();
    assert!(matches!(error, SubmitError::Refused { .. }), "{error:?}");
    assert_eq!(
        failure(error.error()),
        (FailureKind::Connect, Delivery::NotSent)
    );

    let client = builder(&simulator).fail_over(true).build();
    let handed_over = in_time(client.send(&job())).await.unwrap();
    assert_eq!(handed_over.data_center().unwrap().name(), "DE1");
    assert_eq!(accepted(&simulator), 1);
}

#[tokio::test]
async fn a_busy_service_is_asked_again_and_accepts_once() {
    let simulator = simulator();
    let busy = Answer::new(503).retry_after_seconds(0);
    simulator.inject(
        Fault::new(Effect::Answer(busy))
            .on(Operation::SendFax)
            .times(2),
    );
    in_time(client(&simulator).send(&job())).await.unwrap();
    assert_eq!(received(&simulator, Operation::SendFax).len(), 3);
    assert_eq!(accepted(&simulator), 1);
}

#[tokio::test]
async fn what_the_service_asks_for_is_in_the_error() {
    let simulator = simulator();
    let busy = Answer::new(503)
        .retry_after_seconds(3600)
        .body(AnswerBody::Html);
    simulator.inject(Fault::new(Effect::Answer(busy)).on(Operation::SendFax));
    let error = in_time(client(&simulator).send(&job())).await.unwrap_err();
    let SubmitError::Refused {
        error: Error::Server(error),
        ..
    } = error
    else {
        panic!("{error:?}")
    };
    assert_eq!(
        (error.status().as_u16(), error.retry_after()),
        (503, Some(Duration::from_secs(3600)))
    );
    assert_eq!(
        received(&simulator, Operation::SendFax).len(),
        1,
        "an hour is not waited for"
    );
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_is_not_followed() {
    let simulator = simulator();
    let moved = Answer::new(307).location(simulator.url(Endpoint::Us1) + "/99999TE/fax");
    simulator.inject(Fault::new(Effect::Answer(moved)).at(Endpoint::DeHa));
    let error = in_time(client(&simulator).send(&job())).await.unwrap_err();
    assert_eq!(error.error().status().unwrap(), 307);
    let asked = simulator.with(|service| {
        service
            .received()
            .map(|received| received.endpoint)
            .collect::<Vec<_>>()
    });
    assert_eq!(asked, [Endpoint::DeHa]);
}

#[tokio::test]
async fn an_answer_as_large_as_allowed_is_read_and_a_larger_one_is_not() {
    let simulator = simulator();
    simulator.with(|service| service.preload(Endpoint::De1, service.latest(), 1));
    let size = {
        let client = client(&simulator);
        in_time(client.call(
            client.region().data_centers()[0].clone(),
            ListReports::new(),
        ))
        .await
        .unwrap();
        simulator.with(|service| service.received().last().unwrap().response_bytes)
    };
    for (limit, is_read) in [(size, true), (size - 1, false), (0, false)] {
        let settings = Settings::default()
            .with_retry(eager())
            .with_max_response_bytes(limit);
        let client = builder(&simulator).settings(settings).build();
        let listed = in_time(client.call(
            client.region().data_centers()[0].clone(),
            ListReports::new(),
        ))
        .await;
        match listed {
            Ok(page) => assert!(is_read && page.entries.len() == 1),
            Err(error) => {
                assert!(!is_read, "{error:?}");
                assert_eq!(
                    failure(&error),
                    (FailureKind::ResponseTooLarge, Delivery::Unknown)
                );
            }
        }
    }
}

#[tokio::test]
async fn an_answer_that_is_cut_is_interrupted_and_a_read_is_repeated() {
    let simulator = simulator();
    simulator.inject(Fault::new(Effect::cut(5)).on(Operation::ListReports).once());
    simulator.with(|service| service.preload(Endpoint::De1, service.latest(), 2));
    let once = builder(&simulator).settings(once()).build();
    let de1 = once.region().data_centers()[0].clone();
    let error = in_time(once.call(de1.clone(), ListReports::new()))
        .await
        .unwrap_err();
    assert_eq!(
        failure(&error),
        (FailureKind::Interrupted, Delivery::Unknown)
    );

    simulator.inject(Fault::new(Effect::cut(5)).on(Operation::ListReports).once());
    let page = in_time(client(&simulator).call(de1, ListReports::new()))
        .await
        .unwrap();
    assert_eq!(page.entries.len(), 2);
}

#[tokio::test]
async fn an_answer_to_a_send_that_is_cut_is_unknown_and_not_repeated() {
    let simulator = simulator();
    simulator.inject(Fault::new(Effect::cut(5)).on(Operation::SendFax));
    let error = in_time(client(&simulator).send(&job())).await.unwrap_err();
    assert!(matches!(error, SubmitError::Unknown { .. }), "{error:?}");
    assert_eq!(
        (
            accepted(&simulator),
            received(&simulator, Operation::SendFax).len()
        ),
        (1, 1)
    );
}

#[tokio::test]
async fn a_server_that_freezes_is_left_when_the_time_is_over() {
    let simulator = simulator();
    simulator.inject(Fault::new(Effect::Freeze));
    let client = builder(&simulator).settings(hasty()).build();
    assert_eq!(
        send_once(&client, &job()).await,
        (FailureKind::Timeout, Delivery::Unknown)
    );
    let lookup = in_time(client.report(&job_id("FJJ66GHGX105ZZBIELVCN1"))).await;
    let Lookup::Unknown { failures } = lookup else {
        panic!("{lookup:?}")
    };
    assert!(
        failures
            .iter()
            .all(|error| failure(error) == (FailureKind::Timeout, Delivery::Unknown))
    );
    assert_eq!(failures.len(), 2);
}

#[tokio::test]
async fn an_answer_that_drips_is_left_when_the_time_is_over() {
    let simulator = simulator();
    simulator
        .inject(Fault::new(Effect::drip(1, Duration::from_millis(100))).on(Operation::SendFax));
    let client = builder(&simulator).settings(hasty()).build();
    assert_eq!(
        send_once(&client, &job()).await,
        (FailureKind::Timeout, Delivery::Unknown)
    );
    assert_eq!(accepted(&simulator), 1);
}

#[tokio::test]
async fn nothing_secret_is_in_what_a_failure_shows() {
    let simulator = simulator();
    simulator.inject(Fault::new(Effect::ResetAfterProcessing));
    let client = Client::builder(account(), region(&simulator))
        .settings(once())
        .build();
    let error = in_time(client.send(&job())).await.unwrap_err();
    let mut shown = format!("{error:?} {error} {client:?}");
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        shown += &format!(" {cause} {cause:?}");
        source = cause.source();
    }
    for secret in [
        "simulator-password",
        "user@example.com",
        "99900000000",
        "99999TE",
        "the-job",
        "JVBERi",
    ] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}
