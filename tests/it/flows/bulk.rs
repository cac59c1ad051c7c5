//! Many jobs at once, a thousand in one request.

use fax4a::JobId;
use fax4a::error::FailureKind;
use fax4a::flow::AskAll;
use fax4a_tests::sample::{job_id, job_ids, report_json};
use fax4a_tests::scenario::{Played, Reply, Scenario, Script};
use insta::assert_snapshot;

fn ids(ids: &[&str]) -> Vec<JobId> {
    ids.iter().map(|id| job_id(id)).collect()
}

fn get(job_ids: &[JobId], script: Script) -> Played {
    Scenario::scripted(script)
        .run(|it| AskAll::bulk_get(it.account.clone(), &it.region, job_ids, it.settings.clone()))
}

fn delete(job_ids: &[JobId], script: Script) -> Played {
    Scenario::scripted(script)
        .run(|it| AskAll::bulk_delete(it.account.clone(), &it.region, job_ids, it.settings.clone()))
}

fn report(job_id: &str) -> String {
    report_json(job_id, "OK")
}

fn not_found(job_id: &str) -> String {
    format!(r#"{{"jobId":"{job_id}","reason":"NOT_FOUND"}}"#)
}

fn failed(job_id: &str) -> String {
    format!(r#"{{"jobId":"{job_id}","reason":"INTERNAL_ERROR"}}"#)
}

#[test]
fn each_job_is_found_where_it_is() {
    let script = Script::new()
        .server(
            "DE1",
            [Reply::list(&[
                report("A1"),
                not_found("A2"),
                not_found("A3"),
            ])],
        )
        .server(
            "DE2",
            [Reply::list(&[
                not_found("A3"),
                report("A2"),
                not_found("A1"),
            ])],
        );
    assert_snapshot!(get(&ids(&["A1", "A2", "A3"]), script));
}

#[test]
fn found_beats_not_found_beats_nothing_beats_failure() {
    let script = Script::new()
        .server(
            "DE1",
            [Reply::list(&[
                failed("A1"),
                failed("A2"),
                not_found("A4"),
                failed("A5"),
            ])],
        )
        .server(
            "DE2",
            [Reply::list(&[
                report("A1"),
                not_found("A2"),
                not_found("A3"),
                not_found("A4"),
                failed("A5"),
            ])],
        );
    assert_snapshot!(get(&ids(&["A1", "A2", "A3", "A4", "A5"]), script).outcome());
}

#[test]
fn a_data_center_that_is_down_makes_what_the_other_has_not_unknown() {
    let script = Script::new()
        .server("DE1", vec![Reply::not_sent(FailureKind::Connect); 4])
        .server("DE2", [Reply::list(&[report("A1"), not_found("A2")])]);
    assert_snapshot!(get(&ids(&["A1", "A2"]), script));
}

#[test]
fn an_unreadable_entry_makes_its_job_unknown_and_no_other() {
    let script = Script::new()
        .server(
            "DE1",
            [Reply::list(&[
                r#"{"jobId":"A1","pages":"?"}"#.into(),
                report("A2"),
            ])],
        )
        .server("DE2", [Reply::list(&[not_found("A1"), not_found("A2")])]);
    assert_snapshot!(get(&ids(&["A1", "A2"]), script).outcome());
}

#[test]
fn reports_on_jobs_that_nobody_asked_about_answer_nothing() {
    let script = Script::new()
        .server("DE1", [Reply::list(&[report("B1"), report("B2")])])
        .server("DE2", [Reply::list(&[not_found("A1")])]);
    assert_snapshot!(get(&ids(&["A1"]), script).outcome());
}

#[test]
fn a_job_that_is_named_twice_is_asked_about_once() {
    let answer = || Reply::list(&[report("A1")]);
    let script = Script::new()
        .server("DE1", [answer()])
        .server("DE2", [answer()]);
    assert_snapshot!(get(&ids(&["A1", "A1", "A1"]), script));
}

#[test]
fn no_jobs_need_no_request() {
    let played = get(&[], Script::new());
    assert_eq!(played.outcome(), "0 jobs, 0 found, complete");
    assert_eq!(played.at_once.exchanges, 0);
    assert_eq!(delete(&[], Script::new()).at_once.exchanges, 0);
}

/// What a server that has all of these jobs, or none of them, answers to a request for part of them.
fn all(job_ids: &[JobId], entry: fn(&str) -> String) -> Reply {
    Reply::list(
        &job_ids
            .iter()
            .map(|job_id| entry(job_id.as_str()))
            .collect::<Vec<_>>(),
    )
}

/// The transcripts, and the first line of the outcome.
fn without_entries(played: &Played) -> String {
    let text = played.to_string();
    text.lines()
        .take_while(|line| !line.starts_with("  J"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn more_than_a_thousand_jobs_are_asked_about_part_by_part() {
    let job_ids = job_ids(2500);
    let parts: Vec<&[JobId]> = job_ids.chunks(1000).collect();
    let script = Script::new()
        .server(
            "DE1",
            [
                all(parts[0], report),
                all(parts[1], not_found),
                all(parts[2], not_found),
            ],
        )
        .server(
            "DE2",
            [
                all(parts[0], not_found),
                all(parts[1], report),
                all(parts[2], not_found),
            ],
        );
    let played = get(&job_ids, script);
    assert_snapshot!(without_entries(&played));
    let order: Vec<&str> = played
        .outcome()
        .lines()
        .filter(|line| line.starts_with("  J"))
        .collect();
    assert!(order.len() == 2500 && order.is_sorted());
    assert!(
        order[0].starts_with("  J00000: found at DE1: ")
            && order[1999].starts_with("  J01999: found at DE2: ")
    );
    assert_eq!(order[2000], "  J02000: not found anywhere");
}

#[test]
fn a_data_center_that_fails_in_the_second_part_is_not_asked_for_the_third() {
    let job_ids = job_ids(2500);
    let parts: Vec<&[JobId]> = job_ids.chunks(1000).collect();
    let script = Script::new()
        .server("DE1", [all(parts[0], report), Reply::status(401)])
        .server(
            "DE2",
            [
                all(parts[0], not_found),
                all(parts[1], not_found),
                all(parts[2], report),
            ],
        );
    let played = get(&job_ids, script);
    assert_snapshot!(played.at_once.transcript);
    let unknown: Vec<&str> = played
        .outcome()
        .lines()
        .filter(|line| line.ends_with(": unknown"))
        .collect();
    assert_eq!(
        (unknown.len(), unknown[0].trim()),
        (1000, "J01000: unknown")
    );
    assert!(
        played
            .outcome()
            .starts_with("2500 jobs, 1500 found, not complete")
    );
}

fn deleted(job_id: &str) -> String {
    format!(r#"{{"jobId":"{job_id}","deleted":true}}"#)
}

fn not_deleted(job_id: &str, reason: &str) -> String {
    format!(r#"{{"jobId":"{job_id}","deleted":false,"reason":"{reason}"}}"#)
}

#[test]
fn each_report_is_deleted_where_it_is() {
    let script = Script::new()
        .server(
            "DE1",
            [Reply::list(&[
                deleted("A1"),
                not_deleted("A2", "NOT_FOUND"),
                not_deleted("A3", "NOT_FOUND"),
            ])],
        )
        .server(
            "DE2",
            [Reply::list(&[
                not_deleted("A1", "NOT_FOUND"),
                deleted("A2"),
                not_deleted("A3", "NOT_FOUND"),
            ])],
        );
    assert_snapshot!(delete(&ids(&["A1", "A2", "A3"]), script));
}

#[test]
fn a_report_that_could_not_be_deleted_is_still_where_it_is() {
    let script = Script::new()
        .server(
            "DE1",
            [Reply::list(&[
                not_deleted("A1", "INTERNAL_ERROR"),
                not_deleted("A2", "INTERNAL_ERROR"),
            ])],
        )
        .server(
            "DE2",
            [Reply::list(&[
                not_deleted("A1", "NOT_FOUND"),
                deleted("A2"),
            ])],
        );
    assert_snapshot!(delete(&ids(&["A1", "A2"]), script).outcome());
}

#[test]
fn a_deletion_that_was_not_answered_is_unknown() {
    let script = Script::new()
        .server("DE1", [Reply::list(&[deleted("A1")])])
        .server("DE2", vec![Reply::lost(FailureKind::Interrupted); 4]);
    assert_snapshot!(delete(&ids(&["A1", "A2"]), script));
}
