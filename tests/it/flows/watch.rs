//! From job ids to final reports.

use std::time::Duration;

use fax4a::error::FailureKind;
use fax4a::flow::{Watch, WatchEvent};
use fax4a_tests::sample::{job_id, report_json};
use fax4a_tests::scenario::{Played, Reply, Scenario, Script};
use insta::assert_snapshot;

use super::tries;

/// Watches these jobs for a minute.
fn watch(job_ids: &[&str], script: Script) -> Played {
    let scenario = Scenario::scripted(script).settings(tries(1));
    scenario.run_with(
        |it| {
            let job_ids: Vec<_> = job_ids.iter().map(|id| job_id(id)).collect();
            let watch = Watch::new(it.account.clone(), &it.region, job_ids, it.settings.clone());
            watch.with_time_limit(Duration::from_secs(10))
        },
        |_, event| match event {
            WatchEvent::Report(found) => format!(
                "report on {} at {}",
                found.value.job_id(),
                found.data_center
            ),
            WatchEvent::Unreadable(found) => format!(
                "unreadable at {}: {}",
                found.data_center,
                found.value.error()
            ),
            WatchEvent::Round {
                data_center,
                unfinished,
                failure,
                ..
            } => {
                let failure = failure.map(|error| format!(", {error}"));
                format!(
                    "round at {data_center}, {unfinished} unfinished{}",
                    failure.unwrap_or_default()
                )
            }
            other => format!("{other:?}"),
        },
    )
}

fn not_found(job_id: &str) -> String {
    format!(r#"{{"jobId":"{job_id}","reason":"NOT_FOUND"}}"#)
}

fn one(entry: &str) -> Reply {
    Reply::list(&[entry])
}

#[test]
fn a_job_that_was_located_is_asked_about_only_there() {
    let script = Script::new().server("DE1", [one(&not_found("A1"))]).server(
        "DE2",
        [
            one(&report_json("A1", "PENDING")),
            one(&report_json("A1", "OK")),
        ],
    );
    assert_snapshot!(watch(&["A1"], script));
}

#[test]
fn each_job_is_told_as_soon_as_it_is_final() {
    let script = Script::new()
        .server(
            "DE1",
            [
                Reply::list(&[report_json("A1", "OK"), not_found("A2")]),
                one(&not_found("A2")),
            ],
        )
        .server(
            "DE2",
            [
                Reply::list(&[not_found("A1"), not_found("A2")]),
                one(&report_json("A2", "BUSY")),
            ],
        );
    assert_snapshot!(watch(&["A1", "A2"], script).at_once);
}

#[test]
fn a_data_center_that_is_down_has_its_turn_again_and_delays_no_other() {
    let script = Script::new()
        .server(
            "DE1",
            [
                Reply::not_sent(FailureKind::Connect),
                one(&report_json("A1", "OK")),
            ],
        )
        .server("DE2", [one(&not_found("A1")), one(&not_found("A1"))]);
    assert_snapshot!(watch(&["A1"], script).at_once);
}

#[test]
fn a_job_that_nobody_knows_is_not_found_at_the_end() {
    let script = Script::new()
        .for_ever("DE1", one(&not_found("A1")))
        .for_ever("DE2", one(&not_found("A1")));
    assert_eq!(
        watch(&["A1"], script).outcome(),
        "1 unfinished\n  A1: not found anywhere"
    );
}

#[test]
fn a_job_that_one_does_not_know_while_the_other_is_down_is_unknown_at_the_end() {
    let script = Script::new()
        .for_ever("DE1", one(&not_found("A1")))
        .for_ever("DE2", Reply::status(500));
    assert_snapshot!(watch(&["A1"], script).outcome());
}

#[test]
fn a_report_that_nobody_asked_about_and_one_without_recipients_end_nothing() {
    let script = Script::new()
        .for_ever("DE1", one(&report_json("B2", "OK")))
        .for_ever("DE2", one(r#"{"jobId":"A1","recipientStatus":[]}"#));
    assert_snapshot!(watch(&["A1"], script).outcome());
}

#[test]
fn an_unreadable_report_is_told_once_and_watched_on() {
    let script = Script::new()
        .for_ever("DE1", one(r#"{"jobId":"A1","pages":"?"}"#))
        .for_ever("DE2", one(&not_found("A1")));
    let played = watch(&["A1"], script);
    assert_eq!(
        played.at_once.transcript.matches("unreadable at").count(),
        1
    );
    assert_snapshot!(played.outcome());
}

#[test]
fn no_jobs_need_no_request() {
    assert_eq!(watch(&[], Script::new()).at_once.exchanges, 0);
}
