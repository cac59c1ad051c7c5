//! Drivers with a virtual clock that write down what they do, and check the contract on the way.

use std::collections::BTreeSet;
use std::time::Duration;

use fax4a::Region;
use fax4a::error::{Failure, FailureKind};
use fax4a::flow::{Exchange, Flow, Label, Moment, Step, Ticket, Wait};

use super::run::{Run, name, seconds};
use super::{Ending, Reply, World};
use crate::describe::Describe;

/// How a driver goes about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// One exchange to its end, then the next.
    OneByOne,
    /// Everything that the flow wants to send is on its way together.
    AtOnce,
    /// As `AtOnce`, and each answer is followed by a failure for the same ticket; what is left at the end comes late.
    Noisy,
}

/// More steps than any scenario takes.
const STEPS: usize = 100_000;

pub(super) struct Runner<'a, F, E> {
    flow: F,
    world: Box<dyn World>,
    region: &'a Region,
    on_event: E,
    now: Moment,
    tickets: BTreeSet<Ticket>,
    coming: Vec<Coming>,
    transcript: String,
}

/// An ending on its way.
struct Coming {
    at: Moment,
    ticket: Ticket,
    server: String,
    ending: Ending,
    note: String,
}

impl<'a, F, E> Runner<'a, F, E>
where
    F: Flow,
    F::Output: Describe,
    E: FnMut(&mut F, F::Event) -> String,
{
    pub(super) fn new(flow: F, world: Box<dyn World>, region: &'a Region, on_event: E) -> Self {
        let (now, tickets, coming, transcript) =
            (Moment::START, BTreeSet::new(), Vec::new(), String::new());
        Self {
            flow,
            world,
            region,
            on_event,
            now,
            tickets,
            coming,
            transcript,
        }
    }

    /// Runs to the end, or for so many steps.
    pub(super) fn run(mut self, order: Order, mut steps: usize) -> Run {
        let mut all = 0;
        let is_stopped = loop {
            all += 1;
            assert!(all < STEPS, "this does not end:\n{}", self.transcript);
            if steps == 0 {
                break true;
            }
            steps -= 1;
            match self.flow.poll(self.now) {
                Step::Send(exchange) => {
                    self.send(exchange);
                    if order == Order::OneByOne {
                        self.deliver_next(order);
                    }
                }
                Step::Event(event) => {
                    let line = (self.on_event)(&mut self.flow, event);
                    self.write("!", &line);
                }
                Step::Wait(wait) if wait.until.is_none() && wait.in_flight == 0 => {
                    self.write("?", "waits for its caller");
                    break false;
                }
                Step::Wait(wait) => self.wait(wait, order),
                Step::Done => {
                    self.finish(order);
                    break false;
                }
                other => panic!(
                    "unknown step {other:?}",
                    other = core::mem::discriminant(&other)
                ),
            }
        };
        let exchanges = self.tickets.len();
        Run {
            transcript: self.transcript,
            outcome: self.flow.into_output().describe(),
            exchanges,
            ended: self.now,
            is_stopped,
        }
    }

    fn write(&mut self, sign: &str, text: &str) {
        self.transcript += &format!("{} {sign} {text}\n", seconds(self.now));
    }

    fn send(&mut self, exchange: Exchange) {
        assert!(
            self.tickets.insert(exchange.ticket),
            "a ticket was handed out twice: {}",
            exchange.label
        );
        self.check_address(&exchange);
        let Label {
            operation,
            server,
            attempt,
            ..
        } = &exchange.label;
        let server = name(server).to_owned();
        let line = format!("{server} {operation}, try {attempt}{}", job_ids(&exchange));
        self.write("→", &line);
        let reply = self
            .world
            .perform(self.now, &exchange)
            .within(exchange.timeout, exchange.max_response_bytes);
        let Reply {
            latency,
            ending,
            note,
        } = reply;
        if !matches!(ending, Ending::Forgotten) {
            self.coming.push(Coming {
                at: self.now + latency,
                ticket: exchange.ticket,
                server,
                ending,
                note,
            });
        }
    }

    /// A report request never goes to a submission address, and a label names the server that the request goes to.
    fn check_address(&self, Exchange { request, label, .. }: &Exchange) {
        let submission = self.region.submission();
        let base = if label.server == *submission.server() {
            assert_eq!(label.operation, "sendJobRequest");
            submission.as_str()
        } else {
            let data_center = label
                .server
                .data_center()
                .and_then(|data_center| self.region.data_center(data_center));
            data_center
                .unwrap_or_else(|| panic!("not of this region: {label}"))
                .as_str()
        };
        let uri = request.uri().to_string();
        assert!(
            uri.starts_with(&format!("{base}/")),
            "{label} goes to {uri}"
        );
    }

    /// Gives the flow what comes next, if anything is on its way.
    fn deliver_next(&mut self, order: Order) {
        let next = (0..self.coming.len()).min_by_key(|index| self.coming[*index].at);
        let Some(Coming {
            at,
            ticket,
            server,
            ending,
            note,
        }) = next.map(|index| self.coming.remove(index))
        else {
            return;
        };
        self.now = self.now.max(at);
        match ending {
            Ending::Answer(response) => {
                self.write("←", &format!("{server} {note}"));
                let (parts, body) = response.into_parts();
                self.flow
                    .on_response(self.now, ticket, http::Response::from_parts(parts, &body));
            }
            Ending::Failure(failure) => {
                self.write("×", &format!("{server} {note}"));
                self.flow.on_failure(self.now, ticket, failure);
            }
            Ending::Forgotten => {}
        }
        if order == Order::Noisy {
            self.flow
                .on_failure(self.now, ticket, Failure::unknown(FailureKind::Interrupted));
            self.flow
                .on_response(self.now, ticket, http::Response::new(&b"{}"[..]));
        }
    }

    /// Lets time pass until the flow has something to do.
    fn wait(&mut self, wait: Wait, order: Order) {
        assert!(
            wait.until.is_none_or(|until| until > self.now),
            "a wait that is over: a busy loop\n{}",
            self.transcript
        );
        let answer = self.coming.iter().map(|coming| coming.at).min();
        let next = answer.into_iter().chain(wait.until).min();
        let next = next.unwrap_or_else(|| {
            panic!(
                "waits for ever for {} answers\n{}",
                wait.in_flight, self.transcript
            )
        });
        let halfway = self.now + self.now.until(next) / 2;
        for moment in [self.now, self.now, halfway] {
            match self.flow.poll(moment) {
                Step::Wait(again) => assert_eq!(
                    again, wait,
                    "at {moment}, and nothing new happened\n{}",
                    self.transcript
                ),
                _ => panic!(
                    "something to do at {moment}, and nothing new happened\n{}",
                    self.transcript
                ),
            }
        }
        if answer == Some(next) {
            self.deliver_next(order);
        } else {
            self.now = next;
        }
    }

    /// Done can be asked again, later, and whatever comes late.
    fn finish(&mut self, order: Order) {
        while order == Order::Noisy && !self.coming.is_empty() {
            self.deliver_next(order);
        }
        for moment in [self.now, self.now + Duration::from_secs(3600)] {
            assert!(
                matches!(self.flow.poll(moment), Step::Done),
                "no longer done at {moment}\n{}",
                self.transcript
            );
        }
    }
}

/// How many job ids a bulk request names, and the first of them.
fn job_ids(exchange: &Exchange) -> String {
    let body = exchange.request.body();
    if body.is_empty() || !exchange.label.operation.starts_with("bulk") {
        return String::new();
    }
    let body: serde_json::Value =
        serde_json::from_slice(&body.to_bytes()).expect("a bulk request is JSON");
    let job_ids = body["jobIds"]
        .as_array()
        .expect("a bulk request names jobs");
    format!(
        ", {} ids from {}",
        job_ids.len(),
        job_ids[0].as_str().expect("an id is text")
    )
}
