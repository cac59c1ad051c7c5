use core::time::Duration;

use http::StatusCode;

use super::*;
use crate::account::{Credentials, CustomerNumber};
use crate::id::JobId;
use crate::operation::GetReport;
use crate::retry::RetryPolicy;
use crate::server::Region;

fn lane(max_attempts: u32) -> Lane<GetReport> {
    let credentials = Credentials::basic("user", "secret").unwrap();
    let account = Account::new(CustomerNumber::new("99999TE").unwrap(), credentials);
    let retry = RetryPolicy::default().with_max_attempts(max_attempts);
    let caller = Caller::new(account, Settings::default().with_retry(retry));
    let operation = GetReport::new(JobId::new("A1").unwrap());
    Lane::new(
        caller,
        Region::switzerland().data_centers()[0].clone(),
        Arc::new(operation),
    )
}

fn at(seconds: u64) -> Moment {
    Moment::after_start(Duration::from_secs(seconds))
}

fn send(lane: &mut Lane<GetReport>, now: Moment, tickets: &mut Tickets) -> Ticket {
    match lane.poll(now, tickets) {
        LaneStep::Send(exchange) => exchange.ticket,
        _ => panic!("nothing to send"),
    }
}

fn unavailable() -> Response<&'static [u8]> {
    let mut response = Response::new(&b""[..]);
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response
}

#[test]
fn a_failed_try_is_followed_by_a_wait_and_the_next() {
    let (mut lane, mut tickets) = (lane(2), Tickets::default());
    let first = send(&mut lane, at(0), &mut tickets);
    assert!(lane.awaits(first) && lane.on_response(at(1), first, unavailable()).is_none());
    let LaneStep::Wait(Wait {
        until: Some(due),
        in_flight: 0,
    }) = lane.poll(at(1), &mut tickets)
    else {
        panic!("no wait")
    };
    assert!(due > at(1) && !lane.awaits(first));
    let second = send(&mut lane, due, &mut tickets);
    assert!(second != first && lane.attempts() == 2);
    assert!(matches!(
        lane.on_response(due, second, unavailable()),
        Some(Err(Error::Server(_)))
    ));
}

#[test]
fn an_answer_for_another_ticket_changes_nothing() {
    let (mut lane, mut tickets) = (lane(1), Tickets::default());
    let other = tickets.next();
    let ticket = send(&mut lane, at(0), &mut tickets);
    assert!(lane.on_response(at(0), other, unavailable()).is_none());
    assert!(
        lane.on_failure(at(0), other, Failure::not_sent(FailureKind::Connect))
            .is_none()
    );
    assert!(lane.awaits(ticket));
}

#[test]
fn what_nobody_answers_expires() {
    let (mut lane, mut tickets) = (lane(1), Tickets::default());
    let ticket = send(&mut lane, at(0), &mut tickets);
    assert!(matches!(
        lane.poll(at(34), &mut tickets),
        LaneStep::Wait(Wait { in_flight: 1, .. })
    ));
    assert!(matches!(
        lane.poll(at(35), &mut tickets),
        LaneStep::GaveUp(Error::Transport(_))
    ));
    assert!(!lane.awaits(ticket));
}

#[test]
fn a_lane_that_is_stopped_knows_whether_anything_left() {
    let (mut lane, mut tickets) = (lane(2), Tickets::default());
    assert!(!lane.stopped().may_have_been_sent());
    let ticket = send(&mut lane, at(0), &mut tickets);
    assert!(lane.stopped().may_have_been_sent());
    lane.on_response(at(0), ticket, unavailable());
    assert_eq!(
        lane.stopped().status(),
        Some(StatusCode::SERVICE_UNAVAILABLE)
    );
}
