//! The contract of `fax4a::flow`, line by line. Every scenario of `flows` checks most of it on the way as well.

use std::time::Duration;

use fax4a::Region;
use fax4a::error::{Failure, FailureKind};
use fax4a::flow::{AskAll, Call, Exchange, Flow, Lookup, Moment, Settings, Step, Submit, Wait};
use fax4a::operation::GetReport;
use fax4a_tests::sample::{self, job_id, report_json};
use http::{Response, StatusCode};

const SECOND: Duration = Duration::from_secs(1);

fn at(seconds: u64) -> Moment {
    Moment::after_start(Duration::from_secs(seconds))
}

fn lookup() -> AskAll<GetReport> {
    AskAll::new(
        sample::account(),
        &Region::germany(),
        GetReport::new(job_id("A1")),
        Settings::default(),
    )
}

fn call() -> Call<GetReport> {
    let target = Region::germany().data_centers()[0].clone();
    Call::new(
        sample::account(),
        target,
        GetReport::new(job_id("A1")),
        Settings::default(),
    )
}

fn submit() -> Submit {
    Submit::new(
        sample::account(),
        &Region::germany(),
        &sample::minimal_job(),
        Settings::default(),
    )
}

fn send(flow: &mut impl Flow, now: Moment) -> Exchange {
    match flow.poll(now) {
        Step::Send(exchange) => exchange,
        _ => panic!("nothing to send at {now}"),
    }
}

fn wait(flow: &mut impl Flow, now: Moment) -> Wait {
    match flow.poll(now) {
        Step::Wait(wait) => wait,
        _ => panic!("no wait at {now}"),
    }
}

fn is_done(flow: &mut impl Flow, now: Moment) -> bool {
    matches!(flow.poll(now), Step::Done)
}

fn answer(flow: &mut impl Flow, now: Moment, exchange: &Exchange, status: u16, body: &str) {
    let mut response = Response::new(body.as_bytes());
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    flow.on_response(now, exchange.ticket, response);
}

fn lose(flow: &mut impl Flow, now: Moment, exchange: &Exchange) {
    flow.on_failure(
        now,
        exchange.ticket,
        Failure::unknown(FailureKind::Interrupted),
    );
}

/// Line 1.
#[test]
fn polling_without_news_repeats_the_same_wait_and_the_same_end() {
    let mut flow = lookup();
    let (de1, de2) = (send(&mut flow, at(1)), send(&mut flow, at(1)));
    let first = wait(&mut flow, at(1));
    for moment in [at(1), at(2), at(35), at(1)] {
        assert_eq!(wait(&mut flow, moment), first);
    }
    answer(&mut flow, at(2), &de1, 404, "");
    let second = wait(&mut flow, at(2));
    assert_eq!(second.in_flight, 1);
    assert_eq!(wait(&mut flow, at(3)), second);
    answer(&mut flow, at(3), &de2, 404, "");
    assert!((0..10).all(|seconds| is_done(&mut flow, at(seconds))));
    assert!(flow.into_output().is_not_found());
}

/// Line 1: "nothing has to be drained first".
#[test]
fn an_answer_may_come_before_everything_was_sent() {
    let mut flow = lookup();
    let de1 = send(&mut flow, at(0));
    answer(&mut flow, at(1), &de1, 404, "");
    let de2 = send(&mut flow, at(1));
    assert_eq!(de2.label.server.data_center().unwrap().name(), "DE2");
    answer(&mut flow, at(2), &de2, 404, "");
    assert!(is_done(&mut flow, at(2)));
}

/// Line 1: a wait that is over before anybody polls.
#[test]
fn an_answer_counts_although_the_wait_for_it_is_over() {
    let mut flow = call();
    let exchange = send(&mut flow, at(0));
    wait(&mut flow, at(0));
    answer(&mut flow, at(3600), &exchange, 404, "");
    assert!(is_done(&mut flow, at(3600)));
    assert_eq!(flow.into_output().unwrap(), None);
}

/// Line 2.
#[test]
fn every_send_has_a_fresh_ticket() {
    let mut flow = lookup();
    let mut tickets = Vec::new();
    let mut now = at(0);
    for _ in 0..1000 {
        match flow.poll(now) {
            Step::Send(exchange) => {
                assert!(!tickets.contains(&exchange.ticket));
                tickets.push(exchange.ticket);
                lose(&mut flow, now, &exchange);
            }
            Step::Wait(wait) => now = wait.until.unwrap(),
            _ => break,
        }
    }
    assert_eq!(tickets.len(), 8);
}

/// Line 2: tickets that are late, used or unknown.
#[test]
fn answers_to_late_used_and_unknown_tickets_are_ignored() {
    let mut flow = call();
    let first = send(&mut flow, at(0));
    let mut other = lookup();
    let unknown = [send(&mut other, at(0)), send(&mut other, at(0))]
        .into_iter()
        .find(|other| other.ticket != first.ticket);
    let unknown = unknown.unwrap();
    answer(&mut flow, at(0), &unknown, 200, &report_json("A1", "OK"));
    lose(&mut flow, at(0), &unknown);
    assert_eq!(wait(&mut flow, at(0)).in_flight, 1);

    answer(&mut flow, at(1), &first, 500, "");
    let due = wait(&mut flow, at(1));
    // Used: the same answer again, and another one.
    answer(&mut flow, at(1), &first, 500, "");
    answer(&mut flow, at(1), &first, 404, "");
    lose(&mut flow, at(1), &first);
    assert_eq!(wait(&mut flow, at(1)), due);

    let second = send(&mut flow, at(2));
    assert_ne!(second.ticket, first.ticket);
    // Late: the first answer when the second is under way.
    answer(&mut flow, at(2), &first, 404, "");
    assert_eq!(wait(&mut flow, at(2)).in_flight, 1);
    answer(&mut flow, at(3), &second, 200, &report_json("A1", "OK"));
    // Late: after the end.
    answer(&mut flow, at(4), &second, 404, "");
    lose(&mut flow, at(4), &first);
    assert!(is_done(&mut flow, at(4)));
    assert!(flow.into_output().unwrap().unwrap().is_delivered());
}

/// Line 2: also for what was given up, which for a send decides whether a fax goes out twice.
#[test]
fn an_answer_after_the_flow_gave_up_does_not_change_the_outcome() {
    let mut flow = submit();
    let exchange = send(&mut flow, at(0));
    assert!(is_done(&mut flow, at(60)));
    answer(&mut flow, at(61), &exchange, 201, r#"{"jobId":"A1"}"#);
    assert!(is_done(&mut flow, at(61)));
    assert!(flow.into_output().unwrap_err().may_have_been_sent());
}

/// Line 3: none of these flows ever waits for its caller; who would is told apart from who waits for answers.
#[test]
fn waiting_for_the_caller_is_told_apart_from_waiting_for_answers() {
    let mut flow = lookup();
    let exchanges = [send(&mut flow, at(0)), send(&mut flow, at(0))];
    let waits = wait(&mut flow, at(0));
    assert_eq!((waits.in_flight, waits.until.is_some()), (2, true));
    lose(&mut flow, at(0), &exchanges[0]);
    lose(&mut flow, at(0), &exchanges[1]);
    let waits = wait(&mut flow, at(0));
    assert_eq!((waits.in_flight, waits.until.is_some()), (0, true));
}

/// Line 4.
#[test]
fn the_output_can_be_taken_at_any_step() {
    let unknown = |flow: AskAll<GetReport>| match flow.into_output() {
        Lookup::Unknown { failures } => failures.len(),
        other => panic!("{other:?}"),
    };
    assert_eq!(unknown(lookup()), 2);
    let mut flow = lookup();
    let de1 = send(&mut flow, at(0));
    answer(&mut flow, at(0), &de1, 404, "");
    assert_eq!(unknown(flow), 1);
    let mut flow = lookup();
    let de1 = send(&mut flow, at(0));
    send(&mut flow, at(0));
    answer(&mut flow, at(0), &de1, 200, &report_json("A1", "OK"));
    assert_eq!(
        flow.into_output().found().unwrap().data_center.name(),
        "DE1"
    );
}

/// Line 5.
#[test]
fn a_clock_that_goes_back_only_makes_the_flow_wait() {
    let mut flow = call();
    let exchange = send(&mut flow, at(100));
    let first = wait(&mut flow, at(50));
    assert_eq!(first.until, Some(at(135)));
    lose(&mut flow, at(50), &exchange);
    let due = wait(&mut flow, at(40)).until.unwrap();
    assert!(at(50) < due && due < at(52));
    send(&mut flow, due);
}

/// Line 5: at the end of time.
#[test]
fn the_last_moment_is_no_overflow() {
    let end = Moment::after_start(Duration::MAX);
    let mut flow = call();
    let mut sent = 0;
    while let Step::Send(exchange) = flow.poll(end) {
        sent += 1;
        lose(&mut flow, end, &exchange);
    }
    assert!(sent >= 1 && is_done(&mut flow, end));
}

/// Line 6.
#[test]
fn every_poll_sends_waits_for_an_answer_or_names_a_later_moment() {
    let mut flow = lookup();
    let (mut now, mut in_flight) = (at(0), Vec::new());
    for step in 0.. {
        assert!(step < 100, "no end");
        match flow.poll(now) {
            Step::Send(exchange) => in_flight.push(exchange),
            Step::Wait(wait) => {
                assert_eq!(wait.in_flight, in_flight.len());
                assert!(wait.until.unwrap() > now);
                match in_flight.pop() {
                    Some(exchange) => answer(&mut flow, now, &exchange, 500, ""),
                    None => now = wait.until.unwrap(),
                }
            }
            Step::Done => break,
            Step::Event(event) => match event {},
            _ => panic!("a step of a later version"),
        }
    }
}

/// Line 7.
#[test]
fn an_exchange_without_an_answer_is_over_after_its_timeout_and_a_grace() {
    let settings = Settings::default().with_timeout(10 * SECOND);
    let mut flow = Submit::new(
        sample::account(),
        &Region::germany(),
        &sample::minimal_job(),
        settings,
    );
    let exchange = send(&mut flow, at(0));
    let over = Moment::START + exchange.timeout + Settings::GRACE;
    assert_eq!(wait(&mut flow, at(0)).until, Some(over));
    let before = Moment::START + (exchange.timeout + Settings::GRACE - Duration::from_nanos(1));
    assert_eq!(wait(&mut flow, before).in_flight, 1);
    assert!(is_done(&mut flow, over));
    let error = flow.into_output().unwrap_err();
    assert!(error.may_have_been_sent());
    let expected = "the job may have been accepted, sending again may fax twice: no answer came in time with the submission \
        address of DE; the request may have arrived";
    assert_eq!(error.to_string(), expected);
}

/// Line 7: a read is asked again instead.
#[test]
fn a_read_that_is_over_is_asked_again() {
    let mut flow = call();
    let first = send(&mut flow, at(0));
    let due = wait(&mut flow, at(35)).until.unwrap();
    let second = send(&mut flow, due);
    assert_eq!((first.label.attempt, second.label.attempt), (1, 2));
}
