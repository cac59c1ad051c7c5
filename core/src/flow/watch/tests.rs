use http::StatusCode;

use super::*;
use crate::account::{Credentials, CustomerNumber};

fn watch() -> Watch {
    let credentials = Credentials::basic("user", "secret").unwrap();
    let account = Account::new(CustomerNumber::new("99999TE").unwrap(), credentials);
    let jobs = [JobId::new("A1").unwrap()];
    Watch::new(account, &Region::switzerland(), jobs, Settings::default())
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
