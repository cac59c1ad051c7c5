//! The driver: performs what a flow asks for, at the same time where it asks for several things.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Instant;

use fax4a::error::{Failure, FailureKind};
use fax4a::flow::{Exchange, Flow, Moment, Step, Ticket, Transport};
use http::Response;

use crate::exchange::UreqTransport;

type Answer = (Ticket, Result<Response<Vec<u8>>, Failure>);

/// Runs a flow to its end. An exchange that is alone runs on this thread; several run on threads of their own, which end with
/// their exchange, also when the flow needs no more answers.
pub(crate) fn run<F: Flow>(
    transport: &UreqTransport,
    flow: F,
    on_event: impl FnMut(&mut F, F::Event),
) -> F::Output {
    let start = Instant::now();
    run_by(
        || Moment::after_start(start.elapsed()),
        transport,
        flow,
        on_event,
    )
}

/// As [`run`], by this clock.
fn run_by<F: Flow>(
    now: impl Fn() -> Moment,
    transport: &(impl Transport + Clone + Send + 'static),
    mut flow: F,
    mut on_event: impl FnMut(&mut F, F::Event),
) -> F::Output {
    let (sender, answers) = mpsc::channel();
    // Held back until it is clear whether there is another one to perform beside it.
    let mut held: Option<Exchange> = None;
    loop {
        // Before the flow learns how late it is: the caller may have been away for long, and an answer that is there by now must
        // not look like one that never came.
        while let Ok(answer) = answers.try_recv() {
            tell(&mut flow, &now, answer);
        }
        let asked_at = now();
        match (flow.poll(asked_at), held.take()) {
            (Step::Send(exchange), before) => {
                held = Some(exchange);
                if let Some(before) = before {
                    perform_beside(transport, before, &sender);
                }
            }
            (Step::Event(event), before) => {
                // Its time is running, and nobody knows how long the caller takes.
                if let Some(before) = before {
                    perform_beside(transport, before, &sender);
                }
                on_event(&mut flow, event);
            }
            (Step::Wait(wait), Some(exchange)) => {
                let nothing_before = wait
                    .until
                    .is_none_or(|until| asked_at + exchange.timeout <= until);
                if wait.in_flight == 1 && nothing_before {
                    tell(&mut flow, &now, perform(transport, exchange));
                } else {
                    perform_beside(transport, exchange, &sender);
                }
            }
            (Step::Wait(wait), None) => {
                let answer = match wait.until {
                    Some(until) => answers.recv_timeout(asked_at.until(until)),
                    None if wait.in_flight > 0 => {
                        answers.recv().map_err(|_| RecvTimeoutError::Disconnected)
                    }
                    None => return flow.into_output(),
                };
                if let Ok(answer) = answer {
                    tell(&mut flow, &now, answer);
                }
            }
            (Step::Done, _) => return flow.into_output(),
            // A kind of step that this driver does not know: stop with what is known rather than spin.
            (_, _) => return flow.into_output(),
        }
    }
}

fn perform(transport: &impl Transport, exchange: Exchange) -> Answer {
    (exchange.ticket, transport.execute(exchange))
}

fn perform_beside(
    transport: &(impl Transport + Clone + Send + 'static),
    exchange: Exchange,
    answers: &Sender<Answer>,
) {
    let (ticket, transport, sender) = (exchange.ticket, transport.clone(), answers.clone());
    // The flow may be over when the answer comes; then nobody listens, and that is fine.
    let spawned =
        thread::Builder::new().spawn(move || sender.send(perform(&transport, exchange)).is_ok());
    if let Err(error) = spawned {
        let failure = Failure::not_sent(FailureKind::Other).with_source(error);
        let _ = answers.send((ticket, Err(failure)));
    }
}

fn tell<F: Flow>(flow: &mut F, now: impl Fn() -> Moment, (ticket, result): Answer) {
    match result {
        Ok(response) => {
            let (parts, body) = response.into_parts();
            flow.on_response(now(), ticket, Response::from_parts(parts, &body));
        }
        Err(failure) => flow.on_failure(now(), ticket, failure),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Barrier, Mutex, PoisonError};
    use std::time::Duration;

    use fax4a::flow::{Drain, DrainEvent, RetryPolicy, Settings};
    use fax4a::{Account, Credentials, CustomerNumber, Region};

    use super::*;

    fn drain() -> Drain {
        let credentials = Credentials::basic("user", "secret").unwrap();
        let account = Account::new(CustomerNumber::new("99999TE").unwrap(), credentials);
        let settings = Settings::default().with_retry(RetryPolicy::never());
        Drain::new(account, &Region::germany(), settings)
    }

    fn is_at(exchange: &Exchange, name: &str) -> bool {
        exchange
            .label
            .server
            .data_center()
            .is_some_and(|it| it.name() == name)
    }

    #[test]
    fn an_answer_that_came_while_the_caller_was_away_is_not_taken_for_late() {
        let clock = Mutex::new(Moment::START);
        let now = || *clock.lock().unwrap_or_else(PoisonError::into_inner);
        // The second data center answers while the caller stores the page of the first.
        let away = Arc::new(Barrier::new(2));
        let transport = {
            let away = Arc::clone(&away);
            move |exchange: Exchange| {
                if is_at(&exchange, "DE2") {
                    away.wait();
                }
                Ok(Response::new(br#"{"reports":[{"jobId":"A1"}]}"#.to_vec()))
            }
        };
        let mut batches = Vec::new();
        let _ = run_by(now, &transport, drain(), |drain, event| {
            let DrainEvent::Batch(batch) = event else {
                return;
            };
            if batches.is_empty() {
                away.wait();
                // This and the one in `transport` are left once the threads of both exchanges have handed in their answers.
                while Arc::strong_count(&away) > 2 {
                    thread::yield_now();
                }
                *clock.lock().unwrap() = Moment::after_start(Duration::from_secs(600));
            }
            batches.push(batch.data_center.name().to_owned());
            drain.rejected(batch.id, "kept");
        });
        assert_eq!(batches, ["DE1", "DE2"]);
    }
}
