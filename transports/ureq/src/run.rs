//! The driver: performs what a flow asks for, at the same time where it asks for several things.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Instant;

use fax4a::error::{Failure, FailureKind};
use fax4a::flow::{Exchange, Flow, Moment, Step, Ticket, Transport as _};
use http::Response;

use crate::exchange::UreqTransport;

type Answer = (Ticket, Result<Response<Vec<u8>>, Failure>);

/// Runs a flow to its end. An exchange that is alone runs on this thread; several run on threads of their own, which end with
/// their exchange, also when the flow needs no more answers.
pub(crate) fn run<F: Flow>(
    transport: &UreqTransport,
    mut flow: F,
    mut on_event: impl FnMut(&mut F, F::Event),
) -> F::Output {
    let start = Instant::now();
    let now = || Moment::after_start(start.elapsed());
    let (sender, answers) = mpsc::channel();
    // Held back until it is clear whether there is another one to perform beside it.
    let mut held: Option<Exchange> = None;
    loop {
        let (asked_at, step) = (now(), flow.poll(now()));
        match (step, held.take()) {
            (Step::Send(exchange), before) => {
                held = Some(exchange);
                if let Some(before) = before {
                    perform_beside(transport, before, &sender);
                }
            }
            (Step::Event(event), before) => {
                held = before;
                on_event(&mut flow, event);
            }
            (Step::Wait(wait), Some(exchange)) => {
                let nothing_before = wait
                    .until
                    .is_none_or(|until| asked_at + exchange.timeout <= until);
                if wait.in_flight == 1 && nothing_before {
                    tell(&mut flow, now, perform(transport, exchange));
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
                    tell(&mut flow, now, answer);
                }
            }
            (Step::Done, _) => return flow.into_output(),
            // A kind of step that this driver does not know: stop with what is known rather than spin.
            (_, _) => return flow.into_output(),
        }
    }
}

fn perform(transport: &UreqTransport, exchange: Exchange) -> Answer {
    (exchange.ticket, transport.execute(exchange))
}

fn perform_beside(transport: &UreqTransport, exchange: Exchange, answers: &Sender<Answer>) {
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
