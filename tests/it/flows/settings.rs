//! How patient a flow is.

use std::time::Duration;

use fax4a::flow::{AskAll, Flow, Moment, RetryBudget, RetryPolicy, Settings, Step, Submit};
use fax4a::operation::GetReport;
use fax4a::{Document, FaxJob, Region, Server};
use fax4a_tests::sample::{self, job_id};
use fax4a_tests::scenario::{Played, Reply, Scenario, Script};

use super::{SECOND, tries};

/// How long the first exchange of a flow may take, and when the flow gives it up itself.
fn timeout(mut flow: impl Flow) -> (Duration, Duration) {
    let now = Moment::START + 7 * SECOND;
    let Step::Send(exchange) = flow.poll(now) else {
        panic!("nothing to send")
    };
    let Step::Wait(wait) = flow.poll(now) else {
        panic!("nothing to wait for")
    };
    (exchange.timeout, now.until(wait.until.unwrap()))
}

/// Hands over a job whose document is so many MiB long in base64.
fn submit(megabytes: usize, settings: Settings) -> Submit {
    let document = Document::pdf("letter", vec![0; megabytes * 3 * 256 * 1024 + 1]);
    let job = FaxJob::to("+49891234567")
        .document(document)
        .build()
        .unwrap();
    Submit::new(sample::account(), &Region::germany(), &job, settings)
}

#[test]
fn timeouts_grow_with_the_body() {
    // A megabyte takes 16 s at 64 KiB/s.
    for (megabytes, seconds) in [(0, 30), (1, 46), (10, 190)] {
        let (timeout, given_up) = timeout(submit(megabytes, Settings::default()));
        assert_eq!(timeout.as_secs(), seconds);
        assert_eq!(given_up, timeout + Settings::GRACE);
    }
}

#[test]
fn the_slowest_upload_and_the_timeout_can_be_set() {
    let settings = Settings::default()
        .with_timeout(SECOND)
        .with_slowest_upload(1024 * 1024);
    assert_eq!(timeout(submit(8, settings)).0.as_secs(), 9);
    assert_eq!(
        Settings::default().with_slowest_upload(0).timeout_for(10),
        40 * SECOND
    );
    assert!(Settings::default().timeout_for(u64::MAX) > Duration::from_secs(1 << 30));
    assert_eq!(
        Settings::default()
            .with_timeout(Duration::MAX)
            .timeout_for(u64::MAX),
        Duration::MAX
    );
}

#[test]
fn a_read_has_the_plain_timeout() {
    let ask = AskAll::new(
        sample::account(),
        &Region::switzerland(),
        GetReport::new(job_id("A1")),
        Settings::default(),
    );
    assert_eq!(timeout(ask), (30 * SECOND, 35 * SECOND));
}

fn get(settings: Settings, replies: Vec<Reply>) -> Played {
    Scenario::scripted(Script::new().server("CH1", replies))
        .region(Region::switzerland())
        .settings(settings)
        .run(|it| {
            AskAll::new(
                it.account.clone(),
                &it.region,
                GetReport::new(job_id("A1")),
                it.settings.clone(),
            )
        })
}

#[test]
fn the_number_of_tries_can_be_set() {
    for max_attempts in [1, 2, 7] {
        let replies = vec![Reply::status(500); max_attempts as usize];
        assert_eq!(
            get(tries(max_attempts), replies).at_once.exchanges,
            max_attempts as usize
        );
    }
    assert_eq!(get(tries(0), vec![Reply::status(500)]).at_once.exchanges, 1);
}

#[test]
fn another_seed_means_other_waits() {
    let ended = |seed| {
        get(
            Settings::default().with_seed(seed),
            vec![Reply::status(500); 4],
        )
        .at_once
        .ended
    };
    assert_eq!(ended(7), ended(7));
    assert!((0..20).any(|seed| ended(seed) != ended(7)));
}

#[test]
fn an_empty_budget_ends_repeats_and_lets_first_tries_pass() {
    let region = Region::switzerland();
    let budget = RetryBudget::new(&region);
    let server = Server::DataCenter(region.data_centers()[0].data_center().clone());
    let patient = RetryPolicy::default()
        .with_max_attempts(u32::MAX)
        .with_max_elapsed(Duration::MAX);
    let settings = Settings::default()
        .with_retry(patient)
        .with_budget(budget.clone());
    // Each of the three runs of a scenario takes its repeats from the one budget.
    let scenario = Scenario::scripted(Script::new().for_ever("CH1", Reply::status(500)));
    let played = scenario
        .region(region.clone())
        .settings(settings)
        .run(|it| {
            AskAll::new(
                it.account.clone(),
                &it.region,
                GetReport::new(job_id("A1")),
                it.settings.clone(),
            )
        });
    assert_eq!(
        (played.at_once.exchanges, played.in_order.exchanges),
        (101, 1)
    );
    assert_eq!(budget.repeats_left(&server), Some(0));
    assert_eq!(budget.repeats_left(region.submission().server()), Some(100));
}
