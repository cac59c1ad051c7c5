//! What a program asks an outcome, and how soon it is known.

use std::error::Error as _;
use std::time::Duration;

use fax4a::error::{Failure, FailureKind};
use fax4a::flow::{
    Drain, DrainEnd, DrainEvent, Exchange, Flow, Moment, Reconcile, Settings, Step, Submit,
};
use fax4a::{Region, Server, SubmissionUrl};
use fax4a_tests::sample::{account, minimal_job, report_json};
use http::{Response, StatusCode};

use super::tries;

fn exchange(flow: &mut impl Flow) -> Exchange {
    match flow.poll(Moment::START) {
        Step::Send(exchange) => exchange,
        _ => panic!("nothing to send"),
    }
}

/// Answers what the flow sends next.
fn answer(flow: &mut impl Flow, status: u16, body: &str) {
    let ticket = exchange(flow).ticket;
    let mut response = Response::new(body.as_bytes());
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    flow.on_response(Moment::START, ticket, response);
}

fn submit_to(target: SubmissionUrl) -> Submit {
    Submit::to(account(), target, &minimal_job(), tries(1))
}

#[test]
fn a_job_that_was_handed_to_a_data_center_is_there() {
    let region = Region::germany();
    let at_center = SubmissionUrl::from(&region.data_centers()[1]);
    for (target, expected) in [
        (at_center, Some("DE2")),
        (region.submission().clone(), None),
    ] {
        let mut submit = submit_to(target);
        answer(&mut submit, 200, r#"{"jobId":"A1"}"#);
        let accepted = submit.into_output().unwrap();
        let data_center = accepted.data_center().map(|it| it.name());
        assert_eq!(data_center, expected);
    }
}

#[test]
fn only_an_unknown_outcome_may_have_been_sent() {
    for (status, expected) in [(400, false), (500, true)] {
        let mut submit = submit_to(Region::germany().submission().clone());
        answer(&mut submit, status, "");
        let error = submit.into_output().unwrap_err();
        assert_eq!(error.may_have_been_sent(), expected, "{status}");
        assert!(error.source().is_none());
    }
}

#[test]
fn the_transports_own_error_is_the_source() {
    let mut submit = submit_to(Region::germany().submission().clone());
    let ticket = exchange(&mut submit).ticket;
    let failure = Failure::not_sent(FailureKind::Connect).with_source("connection refused");
    submit.on_failure(Moment::START, ticket, failure);
    let error = submit.into_output().unwrap_err();
    assert_eq!(error.source().unwrap().to_string(), "connection refused");
}

#[test]
fn a_failed_list_is_known_at_once() {
    let region = Region::switzerland();
    let limit = Duration::from_secs(60);
    let mut reconcile = Reconcile::new(account(), &region, "4711", limit, tries(1));
    let ticket = exchange(&mut reconcile).ticket;
    let failure = Failure::not_sent(FailureKind::Connect);
    reconcile.on_failure(Moment::START, ticket, failure);
    assert!(matches!(reconcile.poll(Moment::START), Step::Wait(wait) if wait.in_flight == 0));
    let unseen = reconcile.into_output().unwrap_err();
    let server: Vec<_> = unseen.failures.iter().map(|it| it.server()).collect();
    let expected = Server::DataCenter(region.data_centers()[0].data_center().clone());
    assert_eq!(server, [Some(&expected)]);
}

#[test]
fn all_lists_that_are_in_flight_are_waited_for() {
    let limit = Duration::from_secs(60);
    let mut reconcile = Reconcile::new(account(), &Region::germany(), "4711", limit, tries(1));
    let _ = [exchange(&mut reconcile), exchange(&mut reconcile)];
    assert!(matches!(reconcile.poll(Moment::START), Step::Wait(wait) if wait.in_flight == 2));
}

#[test]
fn an_entry_without_an_id_that_stays_on_the_list_is_left_once() {
    let mut drain = Drain::new(account(), &Region::switzerland(), Settings::default());
    let list = |reports: &[String]| format!(r#"{{"reports":[{},{{}}]}}"#, reports.join(","));
    let reports: Vec<String> = (1..1000)
        .map(|n| report_json(&format!("J{n}"), "OK"))
        .collect();
    let deleted = |ids: std::ops::Range<u32>| {
        let entries: Vec<_> = ids
            .map(|n| format!(r#"{{"jobId":"J{n}","deleted":true}}"#))
            .collect();
        format!("[{}]", entries.join(","))
    };
    for (page, deleted) in [
        (list(&reports), deleted(1..1000)),
        (list(&[report_json("J1000", "OK")]), deleted(1000..1001)),
    ] {
        answer(&mut drain, 200, &page);
        let Step::Event(DrainEvent::Batch(batch)) = drain.poll(Moment::START) else {
            panic!("there is something new")
        };
        drain.persisted(batch.id);
        answer(&mut drain, 200, &deleted);
        assert!(matches!(
            drain.poll(Moment::START),
            Step::Event(DrainEvent::Deleted { .. })
        ));
    }
    let drained = drain.into_output();
    let end = &drained.sites[0].end;
    assert!(matches!(end, DrainEnd::Stalled { left: 1, .. }), "{end:?}");
}
