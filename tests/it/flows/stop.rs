//! A flow that is stopped early tells what is known: each paragraph is the last thing that happened, and the output right after it.

use fax4a::error::FailureKind;
use fax4a::flow::{AskAll, Call, Submit};
use fax4a::operation::{GetReport, ListReports};
use fax4a_tests::sample::{self, job_id, job_ids, report_json};
use fax4a_tests::scenario::{Reply, Scenario, Script};
use insta::assert_snapshot;

use super::SECOND;

#[test]
fn a_call_that_is_stopped_knows_whether_it_was_sent() {
    let script = Script::new().server("DE1", [Reply::status(500), Reply::report("A1", "OK")]);
    assert_snapshot!(Scenario::scripted(script).stop_everywhere(|it| {
        let (target, get) = (
            it.region.data_centers()[0].clone(),
            GetReport::new(job_id("A1")),
        );
        Call::new(it.account.clone(), target, get, it.settings.clone())
    }));
}

#[test]
fn a_submit_that_is_stopped_is_refused_until_bytes_may_have_left() {
    let script = Script::new().server(
        "DE",
        [Reply::not_sent(FailureKind::Connect), Reply::accepted("A1")],
    );
    assert_snapshot!(Scenario::scripted(script).stop_everywhere(|it| {
        Submit::new(
            it.account.clone(),
            &it.region,
            &sample::minimal_job(),
            it.settings.clone(),
        )
    }));
}

#[test]
fn a_lookup_that_is_stopped_is_unknown_where_nobody_answered() {
    let script = Script::new().server("DE1", [Reply::status(404)]).server(
        "DE2",
        [
            Reply::status(503),
            Reply::report("A1", "OK").after(2 * SECOND),
        ],
    );
    assert_snapshot!(Scenario::scripted(script).stop_everywhere(|it| {
        AskAll::new(
            it.account.clone(),
            &it.region,
            GetReport::new(job_id("A1")),
            it.settings.clone(),
        )
    }));
}

#[test]
fn a_list_that_is_stopped_keeps_what_came() {
    let script = Script::new()
        .server("DE1", [Reply::list(&[report_json("A1", "OK")])])
        .server(
            "DE2",
            [Reply::list(&[report_json("B1", "OK")]).after(SECOND)],
        );
    assert_snapshot!(Scenario::scripted(script).stop_everywhere(|it| {
        AskAll::new(
            it.account.clone(),
            &it.region,
            ListReports::new(),
            it.settings.clone(),
        )
    }));
}

#[test]
fn a_bulk_request_that_is_stopped_keeps_the_parts_that_came() {
    let job_ids = job_ids(1001);
    let found = |ids: &[fax4a::JobId]| {
        Reply::list(
            &ids.iter()
                .map(|job_id| report_json(job_id.as_str(), "OK"))
                .collect::<Vec<_>>(),
        )
    };
    let script = Script::new()
        .server(
            "DE1",
            [
                found(&job_ids[..1000]),
                found(&job_ids[1000..]).after(SECOND),
            ],
        )
        .for_ever("DE2", Reply::forgotten());
    let text = Scenario::scripted(script).stop_everywhere(|it| {
        AskAll::bulk_get(
            it.account.clone(),
            &it.region,
            &job_ids,
            it.settings.clone(),
        )
    });
    let firsts: Vec<&str> = text
        .lines()
        .filter(|line| line.contains(" jobs, ") || line.contains(['\u{2190}', '\u{2192}']))
        .collect();
    assert_snapshot!(firsts.join("\n"));
}
