//! One operation at one server.

use fax4a::error::FailureKind;
use fax4a::flow::Call;
use fax4a::operation::{DeleteOldest, DeleteReport, GetReport, Operation, SendFax};
use fax4a::{DataCenterUrl, SubmissionUrl};
use fax4a_tests::describe::Describe;
use fax4a_tests::sample::{self, job_id};
use fax4a_tests::scenario::{Played, Reply, Scenario, Script};
use http::header::{DATE, LOCATION, RETRY_AFTER};
use insta::assert_snapshot;

use super::SECOND;

fn ask<O>(script: Script, operation: impl Fn() -> O) -> Played
where
    O: Operation<Target = DataCenterUrl>,
    O::Output: Describe,
{
    Scenario::scripted(script).run(|it| {
        Call::new(
            it.account.clone(),
            it.region.data_centers()[0].clone(),
            operation(),
            it.settings.clone(),
        )
    })
}

/// Asks DE1 for the report on A1.
fn get(replies: impl IntoIterator<Item = Reply>) -> Played {
    ask(Script::new().server("DE1", replies), || {
        GetReport::new(job_id("A1"))
    })
}

fn send(replies: impl IntoIterator<Item = Reply>) -> Played {
    let target = |it: &Scenario| -> SubmissionUrl { it.region.submission().clone() };
    Scenario::scripted(Script::new().server("DE", replies)).run(|it| {
        Call::new(
            it.account.clone(),
            target(it),
            SendFax::new(&sample::minimal_job()),
            it.settings.clone(),
        )
    })
}

#[test]
fn an_answer_is_the_result() {
    assert_snapshot!(get([Reply::report("A1", "OK")]));
}

#[test]
fn not_found_is_a_result_and_not_repeated() {
    assert_snapshot!(get([Reply::status(404)]));
}

#[test]
fn a_read_is_repeated_after_a_server_error() {
    assert_snapshot!(get([
        Reply::status(500),
        Reply::status(502),
        Reply::status(520),
        Reply::report("A1", "OK")
    ]));
}

#[test]
fn a_read_is_repeated_after_a_failure_of_any_delivery() {
    assert_snapshot!(get([
        Reply::not_sent(FailureKind::Connect),
        Reply::lost(FailureKind::Interrupted),
        Reply::not_sent(FailureKind::Resolve),
        Reply::report("A1", "OK"),
    ]));
}

#[test]
fn tries_are_bounded() {
    let played = get(vec![Reply::status(500); 4]);
    assert_eq!(played.at_once.exchanges, 4);
    assert_snapshot!(played);
}

#[test]
fn what_does_not_change_by_asking_again_is_not_repeated() {
    for reply in [
        Reply::status(400),
        Reply::status(401),
        Reply::status(403),
        Reply::status(302).header(LOCATION, "https://elsewhere.example.com/"),
        Reply::not_sent(FailureKind::Tls),
        Reply::lost(FailureKind::ResponseTooLarge),
        Reply::answer(200, "<html>", "a page"),
        Reply::answer(200, "{\"jobId\":\"A1\"", "cut"),
        Reply::answer(
            200,
            sample::report_json("B2", "OK"),
            "report on another job",
        ),
    ] {
        let note = reply.note.clone();
        assert_eq!(get([reply]).at_once.exchanges, 1, "{note}");
    }
}

#[test]
fn a_redirect_is_told_and_not_followed() {
    assert_snapshot!(get([
        Reply::status(302).header(LOCATION, "https://elsewhere.example.com/")
    ]));
}

#[test]
fn the_server_says_how_long_to_wait() {
    assert_snapshot!(get([
        Reply::status(503).header(RETRY_AFTER, "30"),
        Reply::status(429)
            .header(RETRY_AFTER, "Mon, 23 Nov 2026 12:00:20 GMT")
            .header(DATE, "Mon, 23 Nov 2026 12:00:00 GMT"),
        Reply::report("A1", "OK"),
    ]));
}

#[test]
fn a_wish_to_wait_too_long_ends_it() {
    assert_snapshot!(get([Reply::status(503).header(RETRY_AFTER, "3600")]));
}

#[test]
fn a_slow_answer_within_the_timeout_is_an_answer() {
    assert_snapshot!(get([Reply::report("A1", "OK").after(29 * SECOND)]));
}

#[test]
fn the_transports_timeout_is_a_failure_and_reads_are_repeated() {
    assert_snapshot!(get([
        Reply::report("A1", "OK").after(31 * SECOND),
        Reply::report("A1", "OK")
    ]));
}

#[test]
fn a_transport_that_forgets_does_not_hang_the_flow() {
    assert_snapshot!(get([Reply::forgotten(), Reply::report("A1", "OK")]));
}

#[test]
fn repeats_end_when_their_time_is_over() {
    assert_snapshot!(get(vec![Reply::forgotten(); 4]));
}

#[test]
fn an_answer_that_is_too_large_is_a_failure() {
    let script = Script::new().server("DE1", [Reply::report("A1", "OK")]);
    let mut scenario = Scenario::scripted(script);
    scenario.settings = scenario.settings.with_max_response_bytes(50);
    let played = scenario.run(|it| {
        let (target, get) = (
            it.region.data_centers()[0].clone(),
            GetReport::new(job_id("A1")),
        );
        Call::new(it.account.clone(), target, get, it.settings.clone())
    });
    assert_snapshot!(played.outcome());
}

#[test]
fn a_delete_of_one_report_is_repeated() {
    let deleted = Reply::answer(200, r#"{"jobId":"A1","deleted":true}"#, "deleted");
    let script = Script::new().server("DE1", [Reply::lost(FailureKind::Interrupted), deleted]);
    assert_snapshot!(ask(script, || DeleteReport::new(job_id("A1"))));
}

#[test]
fn deleting_what_is_oldest_is_not_repeated_when_it_may_have_been_done() {
    for reply in [
        Reply::lost(FailureKind::Interrupted),
        Reply::status(500),
        Reply::status(502),
    ] {
        let played = ask(Script::new().server("DE1", [reply]), DeleteOldest::new);
        assert_eq!(played.at_once.exchanges, 1);
    }
    let refused = Script::new().server(
        "DE1",
        [
            Reply::status(503),
            Reply::not_sent(FailureKind::Connect),
            Reply::list::<&str>(&[]),
        ],
    );
    assert_eq!(ask(refused, DeleteOldest::new).at_once.exchanges, 3);
}

#[test]
fn a_send_is_repeated_only_when_it_was_surely_not_accepted() {
    assert_snapshot!(send([
        Reply::not_sent(FailureKind::Connect),
        Reply::status(503).header(RETRY_AFTER, "3"),
        Reply::status(429),
        Reply::accepted("A1"),
    ]));
}

#[test]
fn a_send_that_may_have_been_accepted_is_not_repeated() {
    for reply in [
        Reply::lost(FailureKind::Timeout),
        Reply::lost(FailureKind::Interrupted),
        Reply::status(408),
        Reply::status(500),
        Reply::status(502),
        Reply::status(504),
        Reply::status(520),
        Reply::forgotten(),
    ] {
        let note = reply.note.clone();
        assert_eq!(send([reply]).at_once.exchanges, 1, "{note}");
    }
}
