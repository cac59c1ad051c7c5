//! Many calls at once, and the limit to them.

use std::convert::Infallible;
use std::time::Duration;

use fax4a::Region;
use fax4a::flow::Settings;
use fax4a_hyper::{Client, HyperTransport};
use fax4a_simulator::{Effect, Fault, Operation};
use http::Response;
use tokio::task::JoinSet;

use crate::world::{
    account, builder, client, in_time, job_id, named_job, received, simulator, timeless_simulator,
    until,
};

#[tokio::test(flavor = "current_thread")]
async fn two_hundred_sends_at_once_are_accepted_once_each() {
    let simulator = simulator();
    let client = client(&simulator);
    let mut sends = JoinSet::new();
    for number in 0..200 {
        let client = client.clone();
        sends.spawn(async move {
            client
                .send(&named_job(&format!("job-{number}"), vec![7; 40_000]))
                .await
        });
    }
    let accepted = in_time(sends.join_all()).await;
    assert!(accepted.iter().all(Result::is_ok));
    assert_eq!(received(&simulator, Operation::SendFax).len(), 200);
    for number in 0..200 {
        assert_eq!(
            simulator.with(|service| service.accepted_jobs(&format!("job-{number}"))),
            1
        );
    }
}

/// Time stands still, so nothing is answered until all that may start has started.
#[tokio::test]
async fn no_more_calls_than_allowed_are_under_way_and_the_rest_follow() {
    let simulator = timeless_simulator();
    simulator.inject(Fault::new(Effect::slow(Duration::from_secs(1))).on(Operation::SendFax));
    let client = builder(&simulator).max_concurrent_calls(3).build();
    let mut sends = JoinSet::new();
    for number in 0..9 {
        let client = client.clone();
        sends.spawn(async move {
            client
                .send(&named_job(&format!("job-{number}"), vec![7; 100]))
                .await
        });
    }
    for round in 1..=3 {
        let under_way = || received(&simulator, Operation::SendFax).len();
        until(|| under_way() >= 3 * round).await;
        // Those that wait have every chance to break in.
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        assert_eq!(under_way(), 3 * round);
        simulator.advance(Duration::from_secs(1));
    }
    assert!(in_time(sends.join_all()).await.iter().all(Result::is_ok));
}

/// A flow counts an exchange's time from when it hands it out, so a turn must be waited for before: here for a hundred seconds, of
/// thirty that an exchange has.
#[tokio::test(start_paused = true)]
async fn waiting_for_a_turn_costs_a_call_none_of_its_time() {
    let slow = HyperTransport::from_fn(|_| async {
        tokio::time::sleep(Duration::from_secs(10)).await;
        Ok::<_, Infallible>(Response::new(
            r#"{"jobId":"FJJ66GHGX105ZZBIELVCN1"}"#.to_owned(),
        ))
    });
    let client = Client::builder(account(), Region::germany())
        .transport(slow)
        .max_concurrent_calls(1)
        .build();
    let mut sends = JoinSet::new();
    for number in 0..10 {
        let client = client.clone();
        sends.spawn(async move {
            client
                .send(&named_job(&format!("job-{number}"), vec![7; 100]))
                .await
        });
    }
    let start = tokio::time::Instant::now();
    assert!(sends.join_all().await.iter().all(Result::is_ok));
    assert!(
        start.elapsed() >= Duration::from_secs(100),
        "one after the other"
    );
}

#[tokio::test]
async fn a_call_that_is_dropped_while_it_waits_gives_its_turn_to_the_next() {
    let simulator = simulator();
    let client = builder(&simulator)
        .max_concurrent_calls(0)
        .settings(Settings::default())
        .build();
    simulator.inject(Fault::new(Effect::Freeze).on(Operation::SendFax).once());
    let mut calls: Vec<_> = (0..3)
        .map(|number| {
            let client = client.clone();
            tokio::spawn(async move {
                client
                    .send(&named_job(&format!("job-{number}"), vec![7; 100]))
                    .await
            })
        })
        .collect();
    until(|| received(&simulator, Operation::SendFax).len() == 1).await;
    let last = calls.pop().unwrap();
    for call in calls {
        call.abort();
    }
    in_time(last).await.unwrap().unwrap();
    assert!(
        in_time(client.report(&job_id("FJJ66GHGX105ZZBIELVCN1")))
            .await
            .is_not_found()
    );
    assert_eq!(received(&simulator, Operation::SendFax).len(), 2);
}
