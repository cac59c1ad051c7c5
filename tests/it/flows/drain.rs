//! Emptying the data centers: `unconfirmed_batch_is_never_deleted`, and no report is lost.

use fax4a::error::FailureKind;
use fax4a::flow::{Drain, DrainEvent};
use fax4a_tests::sample::{job_ids, report_json};
use fax4a_tests::scenario::{Played, Reply, Scenario, Script};
use insta::assert_snapshot;

use super::tries;

/// What a caller does with a batch.
#[derive(Clone, Copy)]
enum Caller {
    Stores,
    StoresOnlyThatOf(&'static str),
    Refuses,
}

fn drain(script: Script, caller: Caller) -> Played {
    let scenario = Scenario::scripted(script).settings(tries(2));
    scenario.run_with(
        |it| Drain::new(it.account.clone(), &it.region, it.settings.clone()),
        |drain, event| match event {
            DrainEvent::Batch(batch) => {
                let data_center = batch.data_center.name();
                let (count, unreadable) = (batch.reports.len(), batch.unreadable.len());
                match caller {
                    Caller::Stores => drain.persisted(batch.id),
                    Caller::StoresOnlyThatOf(name) if data_center == name => {
                        drain.persisted(batch.id)
                    }
                    Caller::StoresOnlyThatOf(_) => {}
                    Caller::Refuses => drain.rejected(batch.id, "the disk is full"),
                }
                format!("batch of {count} at {data_center}, {unreadable} unreadable")
            }
            DrainEvent::Deleted { deleted, left, .. } => format!("{deleted} deleted, {left} left"),
            other => format!("{other:?}"),
        },
    )
}

fn list(job_ids: &[&str]) -> Reply {
    Reply::list(
        &job_ids
            .iter()
            .map(|job_id| report_json(job_id, "OK"))
            .collect::<Vec<_>>(),
    )
}

fn empty() -> Reply {
    list(&[])
}

fn deleted(job_ids: &[&str]) -> Reply {
    Reply::list(
        &job_ids
            .iter()
            .map(|job_id| format!(r#"{{"jobId":"{job_id}","deleted":true}}"#))
            .collect::<Vec<_>>(),
    )
}

fn down() -> Reply {
    Reply::not_sent(FailureKind::Connect)
}

#[test]
fn each_page_is_stored_and_then_deleted_by_its_ids_where_it_is() {
    let script = Script::new()
        .server("DE1", [list(&["A1", "A2"]), deleted(&["A1", "A2"])])
        .server("DE2", [list(&["B1"]), deleted(&["B1"])]);
    assert_snapshot!(drain(script, Caller::Stores));
}

#[test]
fn unconfirmed_batch_is_never_deleted() {
    let script = Script::new()
        .server("DE1", [list(&["A1"])])
        .server("DE2", [empty()]);
    assert_snapshot!(drain(script, Caller::StoresOnlyThatOf("DE2")));
}

#[test]
fn a_rejected_batch_is_never_deleted() {
    let script = Script::new()
        .server("DE1", [list(&["A1"])])
        .server("DE2", [Reply::status(404)]);
    assert_snapshot!(drain(script, Caller::Refuses));
}

#[test]
fn an_unconfirmed_batch_holds_up_no_other_data_center() {
    let script = Script::new()
        .server("DE1", [list(&["A1"])])
        .server("DE2", [list(&["B1"]), deleted(&["B1"])]);
    assert_snapshot!(drain(script, Caller::StoresOnlyThatOf("DE2")).outcome());
}

#[test]
fn a_data_center_that_is_down_holds_up_no_other() {
    let script = Script::new()
        .for_ever("DE1", down())
        .server("DE2", [list(&["B1"]), deleted(&["B1"])]);
    assert_snapshot!(drain(script, Caller::Stores));
}

#[test]
fn a_data_center_that_never_answers_does_not_hang_a_driver_that_waits_for_its_caller() {
    let script = Script::new()
        .for_ever("DE1", Reply::forgotten())
        .server("DE2", [list(&["B1"])]);
    assert_snapshot!(drain(script, Caller::StoresOnlyThatOf("DE1")));
}

#[test]
fn a_full_page_is_followed_by_the_next() {
    let ids = job_ids(1500);
    let ids: Vec<&str> = ids.iter().map(fax4a::JobId::as_str).collect();
    let (first, second) = ids.split_at(1000);
    let script = Script::new()
        .server(
            "DE1",
            [list(first), deleted(first), list(second), deleted(second)],
        )
        .server("DE2", [empty()]);
    assert_snapshot!(drain(script, Caller::Stores));
}

#[test]
fn a_page_of_reports_that_cannot_be_deleted_ends_as_stalled() {
    let ids = job_ids(1000);
    let ids: Vec<&str> = ids.iter().map(fax4a::JobId::as_str).collect();
    let refused = |job_id: &&str| {
        format!(r#"{{"jobId":"{job_id}","deleted":false,"reason":"INTERNAL_ERROR"}}"#)
    };
    let refused = Reply::list(&ids.iter().map(refused).collect::<Vec<_>>());
    let script = Script::new()
        .server("DE1", [list(&ids), refused, list(&ids)])
        .server("DE2", [empty()]);
    assert_snapshot!(drain(script, Caller::Stores));
}

#[test]
fn a_delete_without_an_answer_is_repeated_for_the_same_ids() {
    let lost = Reply::lost(FailureKind::Interrupted);
    let script = Script::new()
        .server(
            "DE1",
            [
                list(&["A1"]),
                lost,
                Reply::list(&[r#"{"jobId":"A1","deleted":false,"reason":"NOT_FOUND"}"#]),
            ],
        )
        .server("DE2", [empty()]);
    assert_snapshot!(drain(script, Caller::Stores));
}

#[test]
fn an_unreadable_report_is_handed_out_before_it_is_deleted() {
    let page = Reply::list(&[
        report_json("A1", "OK"),
        r#"{"jobId":"A2","pages":"?"}"#.into(),
        r#"{"pages":1}"#.into(),
    ]);
    let script = Script::new()
        .server("DE1", [page, deleted(&["A1", "A2"])])
        .server("DE2", [empty()]);
    assert_snapshot!(drain(script, Caller::Stores));
}

#[test]
fn a_list_that_cannot_be_read_is_not_an_empty_one() {
    let script = Script::new()
        .server("DE1", [Reply::answer(200, "{}", "{}")])
        .server("DE2", [empty()]);
    assert_snapshot!(drain(script, Caller::Stores).outcome());
}

#[test]
fn a_deletion_that_the_answer_does_not_name_is_left() {
    let script = Script::new()
        .server("DE1", [list(&["A1", "A2"]), deleted(&["A2", "B7"])])
        .server("DE2", [empty()]);
    assert_snapshot!(drain(script, Caller::Stores).outcome());
}

#[test]
fn two_entries_on_one_job_are_both_handed_out_and_deleted_by_one_id() {
    let page = Reply::list(&[
        report_json("A1", "OK"),
        report_json("A1", "BUSY"),
        r#"{"jobId":"A1","pages":"?"}"#.into(),
    ]);
    let script = Script::new()
        .server("DE1", [page, deleted(&["A1"])])
        .server("DE2", [empty()]);
    assert_snapshot!(drain(script, Caller::Stores));
}
