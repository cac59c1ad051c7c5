//! One report at one of a region's data centers.

use fax4a::Region;
use fax4a::error::FailureKind;
use fax4a::flow::AskAll;
use fax4a::operation::{DeleteReport, GetReport};
use fax4a_tests::sample::job_id;
use fax4a_tests::scenario::{Played, Reply, Scenario, Script};
use http::header::RETRY_AFTER;
use insta::assert_snapshot;

use super::SECOND;

fn get(de1: impl IntoIterator<Item = Reply>, de2: impl IntoIterator<Item = Reply>) -> Played {
    let script = Script::new().server("DE1", de1).server("DE2", de2);
    Scenario::scripted(script).run(|it| {
        AskAll::new(
            it.account.clone(),
            &it.region,
            GetReport::new(job_id("A1")),
            it.settings.clone(),
        )
    })
}

fn delete(de1: impl IntoIterator<Item = Reply>, de2: impl IntoIterator<Item = Reply>) -> Played {
    let script = Script::new().server("DE1", de1).server("DE2", de2);
    Scenario::scripted(script).run(|it| {
        AskAll::new(
            it.account.clone(),
            &it.region,
            DeleteReport::new(job_id("A1")),
            it.settings.clone(),
        )
    })
}

fn report() -> Reply {
    Reply::report("A1", "OK")
}

fn not_found() -> Reply {
    Reply::status(404)
}

fn down() -> Vec<Reply> {
    vec![Reply::not_sent(FailureKind::Connect); 4]
}

#[test]
fn the_report_is_found_wherever_it_is() {
    assert_snapshot!(get([not_found()], [report().after(2 * SECOND)]));
}

#[test]
fn the_first_report_spares_the_rest() {
    assert_snapshot!(get([report()], [not_found().after(20 * SECOND)]));
}

#[test]
fn a_report_at_the_second_does_not_wait_for_a_slow_first() {
    let played = get([not_found().after(20 * SECOND)], [report()]);
    assert!(played.at_once.ended.since_start() < SECOND);
    assert_snapshot!(played);
}

#[test]
fn not_found_is_what_all_data_centers_said() {
    assert_snapshot!(get([not_found()], [not_found()]));
}

#[test]
fn not_found_and_a_failure_is_unknown() {
    assert_snapshot!(get([not_found()], down()));
}

#[test]
fn found_beats_a_failure() {
    assert_snapshot!(get(down(), [report()]));
}

#[test]
fn two_failures_are_both_told() {
    assert_snapshot!(get(
        vec![Reply::status(500); 4],
        [Reply::answer(401, "login", "")]
    ));
}

#[test]
fn a_server_error_that_passes_makes_no_difference() {
    assert_snapshot!(get(
        [Reply::status(500), not_found()],
        [Reply::status(503).header(RETRY_AFTER, "2"), report()]
    ));
}

#[test]
fn each_failing_data_center_is_asked_no_more_than_its_tries() {
    let played = get(vec![Reply::status(500); 4], vec![Reply::status(520); 4]);
    assert_eq!(played.at_once.exchanges, 8);
    assert!(played.outcome().starts_with("unknown"), "{played}");
}

#[test]
fn an_answer_that_cannot_be_read_is_not_not_found() {
    for broken in [
        Reply::answer(200, "<html>", "a page"),
        Reply::answer(200, "", "empty"),
        Reply::answer(200, "{\"jobId\":\"A1\",\"recip", "cut"),
        Reply::answer(200, "{}", "nothing"),
        Reply::report("B2", "OK"),
        Reply::status(302),
        Reply::status(204),
        Reply::status(400),
    ] {
        let note = broken.note.clone();
        assert!(
            get([broken], [not_found()])
                .outcome()
                .starts_with("unknown"),
            "{note}"
        );
    }
}

#[test]
fn a_data_center_that_never_answers_is_unknown_after_its_timeouts() {
    assert_snapshot!(get(vec![Reply::forgotten(); 4], [not_found()]));
}

#[test]
fn a_pending_report_is_found() {
    assert_snapshot!(get([not_found()], [Reply::report("A1", "PENDING")]).outcome());
}

#[test]
fn a_region_of_one_data_center_asks_one() {
    let script = Script::new().server("CH1", [not_found()]);
    let played = Scenario::scripted(script)
        .region(Region::switzerland())
        .run(|it| {
            AskAll::new(
                it.account.clone(),
                &it.region,
                GetReport::new(job_id("A1")),
                it.settings.clone(),
            )
        });
    assert_snapshot!(played);
}

fn deleted() -> Reply {
    Reply::answer(200, r#"{"jobId":"A1","deleted":true}"#, "deleted")
}

fn undeletable() -> Reply {
    Reply::answer(
        200,
        r#"{"jobId":"A1","deleted":false,"reason":"INTERNAL_ERROR"}"#,
        "INTERNAL_ERROR",
    )
}

fn nothing_to_delete() -> Reply {
    Reply::answer(
        200,
        r#"{"jobId":"A1","deleted":false,"reason":"NOT_FOUND"}"#,
        "NOT_FOUND",
    )
}

#[test]
fn a_report_is_deleted_wherever_it_is() {
    assert_snapshot!(delete([not_found()], [deleted()]));
}

#[test]
fn the_first_deletion_spares_the_rest() {
    assert_eq!(
        delete([deleted()], [not_found().after(20 * SECOND)])
            .in_order
            .exchanges,
        1
    );
}

#[test]
fn nothing_to_delete_anywhere_is_not_found_however_it_is_said() {
    for (de1, de2) in [
        (not_found(), nothing_to_delete()),
        (Reply::status(400), not_found()),
    ] {
        assert_eq!(delete([de1], [de2]).outcome(), "not found anywhere");
    }
}

#[test]
fn a_report_that_could_not_be_deleted_is_still_there() {
    assert_snapshot!(delete([undeletable()], [nothing_to_delete()]).outcome());
}

#[test]
fn deleted_beats_not_deleted() {
    assert_snapshot!(delete([undeletable()], [deleted()]).outcome());
}

#[test]
fn nothing_to_delete_and_a_failure_is_unknown() {
    assert_snapshot!(delete([not_found()], down()));
}
