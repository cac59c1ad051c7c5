//! A driver that does what it likes, and checks every line of the contract.

use std::collections::BTreeSet;
use std::time::Duration;

use fax4a::Region;
use fax4a::error::{Failure, FailureKind};
use fax4a::flow::{Call, Exchange, Flow, Moment, RetryPolicy, Settings, Step, Ticket, Wait};
use fax4a::operation::ListReports;
use serde_json::Value;

use super::{Caller, answer};
use crate::sample;
use crate::world::Dice;

/// How many steps a flow may take to its end once everything works.
const PATIENCE: usize = 3000;

/// What became of an exchange, as far as anybody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Open,
    Answered(u16),
    NotSent,
    Unknown,
}

/// One exchange.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    ticket: Ticket,
    over: Moment,
    pub(super) operation: &'static str,
    pub(super) server: String,
    pub(super) method: String,
    /// The jobs that it is about.
    pub(super) ids: Vec<String>,
    pub(super) fate: Fate,
}

pub(super) struct Driver {
    dice: Dice,
    steps: usize,
    now: Moment,
    pub(super) sent: Vec<Sent>,
    /// The last wait, unless something happened since.
    wait: Option<Wait>,
    is_done: bool,
    /// Tickets of another flow.
    strangers: Vec<Ticket>,
}

impl Driver {
    pub(super) fn new(script: &[u8]) -> Self {
        Self {
            dice: Dice::scripted(script),
            steps: script.len(),
            now: Moment::START,
            sent: Vec::new(),
            wait: None,
            is_done: false,
            strangers: strangers(),
        }
    }

    /// Calls the flow as the script says, and then so that it ends; or stops it in between.
    pub(super) fn run<F: Flow, C: Caller<F>>(&mut self, mut flow: F, caller: &mut C) -> F::Output {
        for _ in 0..self.steps {
            match self.dice.below(16) {
                0..6 => self.poll(&mut flow, caller),
                6..8 => self.pass_time(),
                8..11 => self.answer(&mut flow),
                11 => self.fail(&mut flow),
                12 => self.disturb(&mut flow),
                13..15 => {
                    if caller.act(&mut flow, &mut self.dice) {
                        self.is_done = false;
                    }
                    self.wait = None;
                }
                _ if self.dice.one_in(8) => return flow.into_output(),
                _ => {}
            }
        }
        // The script has ended, so that all dice are for calm.
        for _ in 0..PATIENCE {
            self.poll(&mut flow, caller);
            if self.is_done {
                return flow.into_output();
            }
            let Some(wait) = self.wait else { continue };
            if wait.in_flight > 0 {
                self.answer(&mut flow);
            } else if let Some(until) = wait.until {
                self.now = until;
            } else {
                assert!(caller.finish(&mut flow), "it waits for nobody");
                self.wait = None;
            }
        }
        panic!("no end at {}", self.now);
    }

    fn poll<F: Flow>(&mut self, flow: &mut F, caller: &mut impl Caller<F>) {
        let is_done = self.is_done;
        match flow.poll(self.now) {
            Step::Send(exchange) => {
                assert!(!is_done, "something to send after the end");
                self.wait = None;
                self.send(exchange, caller);
            }
            Step::Event(event) => {
                assert!(!is_done, "an event after the end");
                self.wait = None;
                caller.hear(flow, event, &mut self.dice);
            }
            Step::Wait(wait) => {
                assert!(!is_done, "a wait after the end");
                self.check_wait(wait);
                self.wait = Some(wait);
            }
            Step::Done => {
                self.expire();
                self.is_done = true;
            }
            _ => panic!("a step of a later version"),
        }
    }

    /// Lines 2 and 7 of the contract, and where requests may go.
    fn send<F: Flow>(&mut self, exchange: Exchange, caller: &impl Caller<F>) {
        let known: BTreeSet<Ticket> = self.sent.iter().map(|sent| sent.ticket).collect();
        assert!(!known.contains(&exchange.ticket), "a ticket that was there");
        assert!(exchange.timeout > Duration::ZERO && exchange.max_response_bytes > 0);
        assert!(exchange.label.attempt <= Settings::default().retry().max_attempts());
        let (uri, method) = (exchange.request.uri(), exchange.request.method());
        let is_front = uri.host().is_some_and(|host| host.starts_with("faxws-ha"));
        assert!(!is_front || exchange.label.operation == "sendJobRequest");
        assert!(method != "DELETE", "the delete of what nobody read");
        let body = exchange.request.body().to_bytes();
        let body: Value = serde_json::from_slice(&body).unwrap_or_default();
        let ids = body["jobIds"].as_array().cloned().unwrap_or_default();
        let path_id = uri.path().split("/reports/").nth(1).map(str::to_owned);
        let ids = ids.iter().filter_map(Value::as_str).map(str::to_owned);
        let server = exchange.label.server.data_center();
        let sent = Sent {
            ticket: exchange.ticket,
            over: self.now + exchange.timeout + Settings::GRACE,
            operation: exchange.label.operation,
            server: server.map_or("front", |it| it.name()).to_owned(),
            method: body["action"]
                .as_str()
                .unwrap_or(method.as_str())
                .to_owned(),
            ids: ids.chain(path_id).collect(),
            fate: Fate::Open,
        };
        assert!(
            caller.allows(&sent, &self.sent),
            "{sent:?} after {:?}",
            self.sent
        );
        self.sent.push(sent);
    }

    /// Lines 1, 3, 6 and 7 of the contract.
    fn check_wait(&mut self, wait: Wait) {
        self.expire();
        let open = self.sent.iter().filter(|sent| sent.fate == Fate::Open);
        assert_eq!(wait.in_flight, open.count(), "in flight at {}", self.now);
        assert!(
            wait.until.is_none_or(|until| until > self.now),
            "a wait that is over"
        );
        assert!(
            wait.in_flight == 0 || wait.until.is_some(),
            "a wait without end"
        );
        if let Some(before) = self.wait {
            let is_over = before.until.is_some_and(|until| until <= self.now);
            assert!(is_over || before == wait, "{before:?} became {wait:?}");
        }
    }

    /// What got no answer in time is over.
    fn expire(&mut self) {
        for sent in &mut self.sent {
            if sent.fate == Fate::Open && sent.over <= self.now {
                sent.fate = Fate::Unknown;
            }
        }
    }

    fn pass_time(&mut self) {
        let until = self.wait.and_then(|wait| wait.until);
        self.now = match (self.dice.below(4), until) {
            (0, Some(until)) => self.now.max(until),
            (1, _) => self.now + Duration::from_secs(self.dice.below(120)),
            _ => self.now + Duration::from_millis(self.dice.below(1000)),
        };
    }

    /// One of those that have no answer.
    fn choose(&mut self) -> Option<usize> {
        let is_open = |sent: &Sent| sent.fate == Fate::Open;
        let open = (0..self.sent.len()).filter(|index| is_open(&self.sent[*index]));
        let open: Vec<usize> = open.collect();
        (!open.is_empty()).then(|| self.dice.among(&open))
    }

    fn answer(&mut self, flow: &mut impl Flow) {
        let Some(index) = self.choose() else { return };
        let response = answer::to(&self.sent[index], &mut self.dice);
        let sent = &mut self.sent[index];
        sent.fate = Fate::Answered(response.status().as_u16());
        flow.on_response(self.now, sent.ticket, answer::borrowed(&response));
        self.wait = None;
    }

    fn fail(&mut self, flow: &mut impl Flow) {
        let Some(index) = self.choose() else { return };
        let sent = &mut self.sent[index];
        let failure = if self.dice.one_in(2) {
            sent.fate = Fate::NotSent;
            Failure::not_sent(FailureKind::Connect)
        } else {
            sent.fate = Fate::Unknown;
            Failure::unknown(FailureKind::Interrupted)
        };
        flow.on_failure(self.now, sent.ticket, failure);
        self.wait = None;
    }

    /// Line 2: what is late, used or unknown changes nothing, so what was awaited before is awaited now.
    fn disturb(&mut self, flow: &mut impl Flow) {
        let is_open = |ticket: &Ticket| {
            let mut open = self.sent.iter().filter(|sent| sent.fate == Fate::Open);
            open.any(|sent| sent.ticket == *ticket)
        };
        let used = self.sent.iter().map(|sent| sent.ticket);
        let tickets: Vec<Ticket> = used.chain(self.strangers.iter().copied()).collect();
        let tickets: Vec<Ticket> = tickets.into_iter().filter(|it| !is_open(it)).collect();
        let ticket = self.dice.among(&tickets);
        if self.dice.one_in(2) {
            let like = self.sent.iter().find(|sent| sent.ticket == ticket);
            let like = like.or(self.sent.first()).cloned();
            if let Some(like) = like {
                let response = answer::to(&like, &mut self.dice);
                flow.on_response(self.now, ticket, answer::borrowed(&response));
            }
        } else {
            flow.on_failure(self.now, ticket, Failure::not_sent(FailureKind::Connect));
        }
    }
}

/// The tickets of a flow that asks many times.
fn strangers() -> Vec<Ticket> {
    let retry = RetryPolicy::default().with_max_attempts(20);
    let settings = Settings::default().with_retry(retry.with_max_elapsed(Duration::MAX));
    let url = Region::switzerland().data_centers()[0].clone();
    let list = ListReports::new();
    let mut flow = Call::new(sample::account(), url, list, settings);
    let (mut now, mut tickets) = (Moment::START, Vec::new());
    loop {
        match flow.poll(now) {
            Step::Send(exchange) => {
                tickets.push(exchange.ticket);
                let failure = Failure::unknown(FailureKind::Interrupted);
                flow.on_failure(now, exchange.ticket, failure);
            }
            Step::Wait(wait) => now = wait.until.expect("the next try"),
            _ => return tickets,
        }
    }
}
