use http::StatusCode;

use super::*;
use crate::account::{Credentials, CustomerNumber};

fn watch_in(region: &Region) -> Watch {
    let credentials = Credentials::basic("user", "secret").unwrap();
    let account = Account::new(CustomerNumber::new("99999TE").unwrap(), credentials);
    let jobs = [JobId::new("A1").unwrap()];
    Watch::new(account, region, jobs, Settings::default())
}

fn watch() -> Watch {
    watch_in(&Region::switzerland())
}

fn ask(watch: &mut Watch, now: Moment) -> Ticket {
    match watch.poll(now) {
        Step::Send(exchange) => exchange.ticket,
        Step::Event(_) | Step::Wait(_) | Step::Done => panic!("nothing to send"),
    }
}

fn answer(watch: &mut Watch, now: Moment, ticket: Ticket, status: u16, body: &[u8]) {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    watch.on_response(now, ticket, response);
}

/// Found by the simulation: a question whose first try failed was not given up yet when the time was over, and the answer
/// before it counted as the last.
#[test]
fn a_job_is_not_called_not_found_while_the_question_is_asked_again() {
    let not_found = br#"{"reports":[{"jobId":"A1","reason":"NOT_FOUND"}]}"#;
    let later = Moment::after_start(Duration::from_secs(60));
    let mut watch = watch();
    let first = ask(&mut watch, Moment::START);
    answer(&mut watch, Moment::START, first, 200, not_found);
    assert!(matches!(
        watch.poll(Moment::START),
        Step::Event(WatchEvent::Round { failure: None, .. })
    ));
    let second = ask(&mut watch, later);
    answer(&mut watch, later, second, 500, b"");
    let [(_, Standing::Unknown { failures })] = &watch.into_output()[..] else {
        panic!("the data center failed when it was last asked")
    };
    assert_eq!(
        failures[0].status(),
        Some(StatusCode::INTERNAL_SERVER_ERROR)
    );
}

/// Nothing else would tell that the one data center that may know the job is down.
#[test]
fn a_job_whose_data_center_fails_is_pending_there_with_the_failure() {
    let mut watch = watch();
    let data_center = Region::switzerland().data_centers()[0]
        .data_center()
        .clone();
    watch.add_at(JobId::new("A1").unwrap(), &data_center);
    let first = ask(&mut watch, Moment::START);
    answer(&mut watch, Moment::START, first, 401, b"");
    let [(_, Standing::Pending { failure, .. })] = &watch.into_output()[..] else {
        panic!("the caller said where the job is")
    };
    let failure = failure.as_ref().expect("the data center's answer");
    assert_eq!(failure.status(), Some(StatusCode::UNAUTHORIZED));
}

const NOT_FOUND: &[u8] = br#"{"reports":[{"jobId":"A1","reason":"NOT_FOUND"}]}"#;
const PENDING: &[u8] =
    br#"{"reports":[{"jobId":"A1","recipientStatus":[{"number":"+4989123","status":"PENDING"}]}]}"#;

/// Of two data centers the first was asked once and has the job; the second is asked no more.
fn located_at_the_first() -> Watch {
    let mut watch = watch_in(&Region::germany());
    let [first, second] = [(); 2].map(|()| ask(&mut watch, Moment::START));
    answer(&mut watch, Moment::START, first, 200, PENDING);
    answer(&mut watch, Moment::START, second, 200, NOT_FOUND);
    watch
}

/// The next request after events and waits, and which data center it goes to.
fn next_request(watch: &mut Watch) -> (Moment, Ticket, DataCenter) {
    let mut now = Moment::START;
    loop {
        match watch.poll(now) {
            Step::Send(exchange) => {
                let data_center = exchange.label.server.data_center().cloned();
                return (now, exchange.ticket, data_center.unwrap());
            }
            Step::Event(_) => {}
            Step::Wait(wait) => now = wait.until.unwrap(),
            Step::Done => panic!("a job is unfinished"),
        }
    }
}

#[test]
fn a_data_center_that_has_none_of_the_jobs_is_not_searched_for_them_at_every_poll() {
    let mut watch = located_at_the_first();
    let (now, _, data_center) = next_request(&mut watch);
    assert_eq!(data_center.name(), "DE1");
    let later = now + Duration::from_secs(5);
    assert!(matches!(watch.poll(later), Step::Wait(_)));
    // Who looked would find a job that was not added as it should be.
    let stray = (JobId::new("B2").unwrap(), Job::default());
    watch.jobs.by_id.extend([stray]);
    assert!(matches!(watch.poll(later), Step::Wait(_)));
    watch.add(JobId::new("C3").unwrap());
    ask(&mut watch, later);
}

#[test]
fn a_job_that_its_data_center_has_lost_is_looked_for_elsewhere_at_once() {
    let mut watch = located_at_the_first();
    let (now, ticket, data_center) = next_request(&mut watch);
    assert_eq!(data_center.name(), "DE1");
    let now = now + Duration::from_secs(5);
    assert!(matches!(watch.poll(now), Step::Wait(_)));
    answer(&mut watch, now, ticket, 200, NOT_FOUND);
    let sent = core::iter::from_fn(|| match watch.poll(now) {
        Step::Event(_) => Some(None),
        Step::Send(exchange) => Some(exchange.label.server.data_center().cloned()),
        Step::Wait(_) | Step::Done => None,
    });
    assert_eq!(sent.flatten().next().unwrap().name(), "DE2");
}

fn id(text: &str) -> JobId {
    JobId::new(text).unwrap()
}

#[test]
fn a_job_that_is_added_is_asked_about_and_counts_until_it_is_final() {
    let final_report =
        br#"{"reports":[{"jobId":"A1","recipientStatus":[{"number":"1","status":"OK"}]}]}"#;
    let mut watch = watch();
    assert_eq!(watch.unfinished(), 1);
    watch.add(id("A2"));
    watch.add(id("A3"));
    assert_eq!(watch.unfinished(), 3);
    let Step::Send(exchange) = watch.poll(Moment::START) else {
        panic!("nothing to send")
    };
    let body = exchange.request.body().to_bytes();
    for id in ["A1", "A2", "A3"] {
        assert!(
            body.windows(2).any(|window| window == id.as_bytes()),
            "{id}"
        );
    }
    answer(
        &mut watch,
        Moment::START,
        exchange.ticket,
        200,
        final_report,
    );
    assert_eq!(watch.unfinished(), 2);
}

#[test]
fn a_watch_that_is_stopped_tells_what_is_due_and_is_done() {
    let mut watch = watch();
    let ticket = ask(&mut watch, Moment::START);
    answer(&mut watch, Moment::START, ticket, 500, b"");
    watch.stop();
    while let Step::Event(_) = watch.poll(Moment::START) {}
    assert!(matches!(watch.poll(Moment::START), Step::Done));
    assert_eq!(watch.into_output()[0].0, id("A1"));
}

#[test]
fn a_data_center_that_does_not_know_its_job_any_more_is_believed() {
    let mut watch = watch();
    let later = Moment::after_start(Duration::from_secs(60));
    let pending =
        br#"{"reports":[{"jobId":"A1","recipientStatus":[{"number":"1","status":"PENDING"}]}]}"#;
    let not_found = br#"{"reports":[{"jobId":"A1","reason":"NOT_FOUND"}]}"#;
    for (now, body) in [(Moment::START, &pending[..]), (later, &not_found[..])] {
        let ticket = ask(&mut watch, now);
        answer(&mut watch, now, ticket, 200, body);
        assert!(matches!(
            watch.poll(now),
            Step::Event(WatchEvent::Round { .. })
        ));
    }
    assert!(matches!(watch.into_output()[..], [(_, Standing::NotFound)]));
}

#[test]
fn a_job_that_the_last_answer_leaves_out_is_unknown_and_no_longer_not_found() {
    let mut watch = watch();
    let later = Moment::after_start(Duration::from_secs(60));
    let not_found = br#"{"reports":[{"jobId":"A1","reason":"NOT_FOUND"}]}"#;
    for (now, body) in [
        (Moment::START, &not_found[..]),
        (later, br#"{"reports":[]}"#),
    ] {
        let ticket = ask(&mut watch, now);
        answer(&mut watch, now, ticket, 200, body);
        assert!(matches!(
            watch.poll(now),
            Step::Event(WatchEvent::Round { .. })
        ));
    }
    assert!(matches!(
        watch.into_output()[..],
        [(_, Standing::Unknown { .. })]
    ));
}

#[test]
fn a_round_tells_how_many_jobs_are_left() {
    let mut watch = watch();
    watch.add(id("A2"));
    let ticket = ask(&mut watch, Moment::START);
    answer(&mut watch, Moment::START, ticket, 200, br#"{"reports":[]}"#);
    let Step::Event(WatchEvent::Round { unfinished, .. }) = watch.poll(Moment::START) else {
        panic!("the round is over")
    };
    assert_eq!(unfinished, 2);
}

#[test]
fn an_answer_after_the_end_tells_nothing() {
    let mut watch = watch();
    let ticket = ask(&mut watch, Moment::START);
    watch.stop();
    assert!(matches!(watch.poll(Moment::START), Step::Done));
    let found = br#"{"reports":[{"jobId":"A1","recipientStatus":[{"number":"1","status":"OK"}]}]}"#;
    answer(&mut watch, Moment::START, ticket, 200, found);
    assert!(matches!(watch.poll(Moment::START), Step::Done));
    assert_eq!(watch.into_output().len(), 1);
}
