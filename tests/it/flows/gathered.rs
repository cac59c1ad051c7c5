//! The lists of all data centers.

use fax4a::error::FailureKind;
use fax4a::flow::AskAll;
use fax4a::operation::{DeleteOldest, ListReports};
use fax4a_tests::sample::{job_ids, report_json};
use fax4a_tests::scenario::{Played, Reply, Scenario, Script};
use insta::assert_snapshot;

use super::SECOND;

fn list(de1: impl IntoIterator<Item = Reply>, de2: impl IntoIterator<Item = Reply>) -> Played {
    let script = Script::new().server("DE1", de1).server("DE2", de2);
    Scenario::scripted(script).run(|it| {
        AskAll::new(
            it.account.clone(),
            &it.region,
            ListReports::new(),
            it.settings.clone(),
        )
    })
}

fn delete_oldest(de1: Reply, de2: Reply) -> Played {
    let script = Script::new().server("DE1", [de1]).server("DE2", [de2]);
    Scenario::scripted(script).run(|it| {
        AskAll::new(
            it.account.clone(),
            &it.region,
            DeleteOldest::new(),
            it.settings.clone(),
        )
    })
}

fn reports<const N: usize>(job_ids: [&str; N]) -> Reply {
    Reply::list(&job_ids.map(|job_id| report_json(job_id, "OK")))
}

fn empty() -> Reply {
    reports([])
}

#[test]
fn the_reports_of_all_data_centers_come_together() {
    assert_snapshot!(list(
        [reports(["A1", "A2"]).after(2 * SECOND)],
        [reports(["B1"])]
    ));
}

#[test]
fn no_reports_anywhere_is_complete_however_it_is_said() {
    assert_snapshot!(list([empty()], [Reply::status(404)]));
}

#[test]
fn a_data_center_that_is_down_is_missing_and_hides_no_other() {
    assert_snapshot!(list(
        vec![Reply::not_sent(FailureKind::Connect); 4],
        [reports(["B1"])]
    ));
}

#[test]
fn both_data_centers_can_be_missing() {
    let garbage = Reply::answer(200, "<html>", "a page");
    assert_snapshot!(list(vec![Reply::status(500); 4], [garbage]).outcome());
}

#[test]
fn an_object_without_a_list_is_no_empty_list() {
    assert_snapshot!(list([Reply::answer(200, "{}", "{}")], [empty()]).outcome());
}

#[test]
fn one_unreadable_report_hides_no_other() {
    let page = Reply::list(&[
        report_json("A1", "OK"),
        r#"{"jobId":"A2","pages":"many"}"#.into(),
        report_json("A3", "OK"),
    ]);
    assert_snapshot!(list([page], [empty()]).outcome());
}

#[test]
fn a_full_list_says_that_there_may_be_more() {
    let full: Vec<String> = job_ids(1000)
        .iter()
        .map(|job_id| report_json(job_id.as_str(), "OK"))
        .collect();
    let played = list([Reply::list(&full)], [Reply::list(&full[..999])]);
    assert!(played.outcome().starts_with("1999 entries, not complete\n"));
    assert!(played.outcome().ends_with("\n  DE1: the list was full"));
}

#[test]
fn deletions_of_all_data_centers_come_together() {
    let de1 = Reply::list(&[
        r#"{"jobId":"A1","deleted":true}"#,
        r#"{"jobId":"A2","deleted":false,"reason":"INTERNAL_ERROR"}"#,
    ]);
    let de2 = Reply::answer(200, r#"[{"jobId":"B1"}]"#, "a bare array");
    assert_snapshot!(delete_oldest(de1, de2));
}

#[test]
fn deleting_what_is_oldest_is_tried_once_where_it_may_have_been_done() {
    assert_snapshot!(delete_oldest(
        Reply::lost(FailureKind::Interrupted),
        Reply::status(404)
    ));
}
