//! What lies between the programs and the service: delays, losses, doubles, and answers that come too late.

use std::time::Duration;

use fax4a::error::{Failure, FailureKind};
use fax4a::flow::{Exchange, Moment, Settings};
use fax4a_simulator::{Endpoint, Fault, Operation, Reply, Transport};

use super::World;
use super::fact::{Asked, Fact, RunId};
use super::ledger::DATA_CENTERS;
use super::plan::{Mishap, Trouble, Window};
use super::queue::{Asker, Occurrence, Passage, Telling};
use super::reader;
use super::way::Way;

impl World {
    /// Sends an exchange on its way.
    pub(super) fn send(&mut self, process: usize, run: RunId, exchange: Exchange) {
        self.exchanges += 1;
        let request = exchange.request.map(|body| body.to_bytes());
        let (server, operation) = (reader::server(&request), reader::operation(&request));
        let now = self.processes[process].clock.now(self.now);
        let way = match (server, &operation) {
            (Some(server), Some((operation, _))) => self.choose_way(server, *operation),
            _ => Way::RequestLost,
        };
        let (operation, job_ids) = operation.unzip();
        let asked = Asked {
            ticket: exchange.ticket,
            server,
            operation,
            job_ids: job_ids.unwrap_or_default(),
            label: exchange.label,
            at: now,
            expires: now + exchange.timeout + Settings::GRACE,
        };
        self.facts.push(Fact::Asked {
            run,
            asked,
            way: way.to_string(),
        });
        // Who asks the wrong server is found out by what was just noted.
        let (Some(server), Some(operation)) = (server, operation) else {
            return;
        };
        let passage = Passage {
            asker: Asker {
                process,
                run,
                ticket: exchange.ticket,
                operation,
            },
            server,
            request,
            way,
            deadline: self.now + exchange.timeout,
            is_blocking: self.processes[process].is_blocking,
        };
        let soon = self.now + self.delay();
        match passage.way {
            Way::Refused => self.fail(&passage, soon, Failure::not_sent(FailureKind::Connect)),
            Way::RequestLost => {
                self.fail(&passage, soon, Failure::unknown(FailureKind::Interrupted))
            }
            Way::RequestVanishes => self.time_out(&passage),
            _ => self.queue.at(soon, Occurrence::Arrival(Box::new(passage))),
        }
    }

    fn choose_way(&mut self, server: Endpoint, operation: Operation) -> Way {
        let now = self.now.since_start();
        let mut windows = self
            .plan
            .windows
            .iter()
            .filter(|it| it.is_open(server, now))
            .map(|it| &it.trouble);
        let way = match &self.plan.mishap {
            Some((exchange, Mishap::Way(way))) if *exchange == self.exchanges => way.clone(),
            _ if windows.clone().any(|it| matches!(it, Trouble::Unreachable)) => Way::Refused,
            _ if windows.any(|it| matches!(it, Trouble::BlackHole)) => Way::RequestVanishes,
            _ if !self.is_calm && self.dice.below(1000) < self.plan.trouble => {
                Way::by_chance(&mut self.dice)
            }
            _ => Way::Through,
        };
        if way.is_fair(operation) {
            way
        } else {
            Way::Through
        }
    }

    /// How long something is on its way.
    pub(super) fn delay(&mut self) -> Duration {
        let millis = if !self.is_calm && self.dice.one_in(20) {
            12_000
        } else {
            300
        };
        self.dice
            .time(Duration::from_millis(5), Duration::from_millis(millis))
    }

    /// A request reaches its server.
    pub(super) fn arrive(&mut self, passage: Passage) {
        let Passage {
            server,
            way,
            request,
            asker,
            ..
        } = &passage;
        self.service.clear_log();
        self.service.clear_faults();
        if let Way::Service(effect) = way {
            self.service
                .inject(Fault::new(effect.clone()).at(*server).once());
        }
        let windows = self.plan.windows.iter().filter(|_| !self.is_calm);
        windows
            .filter_map(Window::fault)
            .for_each(|fault| self.service.inject(fault));
        let reply = self
            .service
            .respond(*server, self.now.since_start(), request);
        let is_tampered = self
            .service
            .received()
            .next()
            .is_some_and(|it| it.fault == Some("wrongJobIds"));
        let violations = self.service.violations().iter().map(|it| it.kind).collect();
        let changes = !matches!(
            asker.operation,
            Operation::GetReport | Operation::ListReports | Operation::BulkGet
        );
        let (came, gone) = if changes {
            self.look_at_service()
        } else {
            Default::default()
        };
        self.facts.push(Fact::Served {
            server: *server,
            operation: asker.operation,
            violations,
            came,
            gone,
        });
        self.expect_pushes();
        self.answer(&passage, reply, is_tampered);
    }

    /// Brings the ledger up to date.
    pub(super) fn look_at_service(&mut self) -> (Vec<super::fact::Key>, Vec<super::fact::Key>) {
        let (mut came, mut gone) = (Vec::new(), Vec::new());
        for at in DATA_CENTERS {
            let (new, deleted) =
                self.evidence
                    .ledger
                    .look(&self.service, at, self.now.since_start());
            came.extend(new);
            gone.extend(deleted);
        }
        (came, gone)
    }

    /// Sends an answer, or what is left of it, on its way back.
    fn answer(&mut self, passage: &Passage, reply: Reply, is_tampered: bool) {
        let mut at = self.now + self.delay();
        let length = reply.response.body().len();
        let interrupted = || Err(Failure::unknown(FailureKind::Interrupted));
        let news = match reply.transport {
            Transport::Deliver { after, .. } => {
                at = at + after;
                Ok(reply.response)
            }
            Transport::Drip { bytes, every, .. } => {
                at = at + every * u32::try_from(length / bytes).unwrap_or(u32::MAX);
                Ok(reply.response)
            }
            Transport::Refuse => Err(Failure::not_sent(FailureKind::Connect)),
            Transport::Freeze => return self.time_out(passage),
            _ => interrupted(),
        };
        let telling = Telling {
            asker: passage.asker,
            news,
            is_tampered,
        };
        let later = |telling: &Telling| Occurrence::Telling(telling.clone());
        let a_moment = self.delay();
        match passage.way {
            Way::AnswerLost => self.fail(passage, at, Failure::unknown(FailureKind::Interrupted)),
            Way::AnswerVanishes => self.time_out(passage),
            Way::Forgotten if passage.is_blocking => self.time_out(passage),
            Way::Forgotten => {}
            Way::AnswerTooLarge => {
                self.fail(passage, at, Failure::unknown(FailureKind::ResponseTooLarge))
            }
            Way::AnswerAfterExpiry => self.queue.at(
                passage.deadline + Settings::GRACE + a_moment,
                later(&telling),
            ),
            Way::AnswerLate => {
                self.time_out(passage);
                self.queue.at(passage.deadline + a_moment, later(&telling));
            }
            _ if at > passage.deadline => self.time_out(passage),
            Way::AnswerShort => {
                let news = telling
                    .news
                    .map(|response| response.map(|body| body[..body.len() / 2].to_vec()));
                self.queue
                    .at(at, Occurrence::Telling(Telling { news, ..telling }));
            }
            Way::AnswerTwice => {
                self.queue.at(at, later(&telling));
                self.queue.at(at + a_moment, later(&telling));
            }
            Way::AnswerThenFailure => {
                self.queue.at(at, later(&telling));
                self.fail(
                    passage,
                    at + a_moment,
                    Failure::unknown(FailureKind::Interrupted),
                );
            }
            _ => self.queue.at(at, Occurrence::Telling(telling)),
        }
    }

    fn fail(&mut self, passage: &Passage, at: Moment, failure: Failure) {
        let telling = Telling {
            asker: passage.asker,
            news: Err(failure),
            is_tampered: false,
        };
        self.queue
            .at(at.min(passage.deadline), Occurrence::Telling(telling));
    }

    /// The transport gives up when its time is over.
    fn time_out(&mut self, passage: &Passage) {
        self.fail(
            passage,
            passage.deadline,
            Failure::unknown(FailureKind::Timeout),
        );
    }
}
