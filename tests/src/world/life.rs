//! The life of a world: one occurrence after the other, each step of a program, and the invariants after each of them.

use fax4a::flow::Moment;

use super::errand::Desk;
use super::fact::{Fact, Heard, RunId};
use super::invariants::{self, Breach};
use super::plan::Mishap;
use super::process::{Process, Turn};
use super::queue::{Occurrence, Telling};
use super::store::LetterState;
use super::{PATIENCE, STEPS, World, reader};

impl World {
    pub(super) fn live(&mut self) -> Result<(), Breach> {
        self.check()?;
        let end = Moment::after_start(self.plan.calm_at + PATIENCE);
        while let Some((at, occurrence)) = self.queue.next() {
            if at > end || self.is_calm && self.unfinished().is_empty() {
                break;
            }
            self.now = at;
            self.evidence.now = at;
            self.happen(occurrence)?;
        }
        let unfinished = self.unfinished();
        self.facts.push(Fact::Settled { unfinished });
        self.check()
    }

    fn happen(&mut self, occurrence: Occurrence) -> Result<(), Breach> {
        match occurrence {
            Occurrence::Arrival(passage) => {
                self.arrive(*passage);
                self.check()
            }
            Occurrence::Telling(telling) => self.tell(telling),
            Occurrence::Wake { process, call } if self.processes[process].expects_call(call) => {
                self.drive(process)
            }
            Occurrence::Wake { .. } => Ok(()),
            Occurrence::PushesDue => {
                self.push();
                self.check()
            }
            Occurrence::Push(pushed) => {
                self.receive(&pushed);
                self.check()
            }
            Occurrence::Letter(letter) => {
                self.evidence.store.letters[letter].state = LetterState::Queued;
                Ok(())
            }
            Occurrence::Question(question) => {
                self.evidence.store.questions.push(question);
                Ok(())
            }
            Occurrence::Restart(process) => {
                self.processes[process].start(self.now);
                self.drive(process)
            }
            Occurrence::Calm => {
                self.is_calm = true;
                self.facts.push(Fact::Calm);
                self.check()
            }
        }
    }

    /// Tells a program what came of an exchange, if it still runs the flow that asked.
    fn tell(&mut self, telling: Telling) -> Result<(), Breach> {
        let Telling {
            asker,
            news,
            is_tampered,
        } = telling;
        let process = &self.processes[asker.process];
        if !process.is_running(asker.run) {
            return Ok(());
        }
        let at = process.clock.now(self.now);
        let heard = match &news {
            Ok(response) => Heard::Answer {
                status: response.status().as_u16(),
                entries: reader::entries(asker.operation, response),
                retry_after: reader::retry_after(response),
                is_tampered,
            },
            Err(failure) => Heard::Failure(failure.clone()),
        };
        self.facts.push(Fact::Heard {
            run: asker.run,
            ticket: asker.ticket,
            at,
            heard,
        });
        self.check()?;
        let news = news.as_ref().map(|response| {
            let mut answer = http::Response::new(&response.body()[..]);
            *answer.status_mut() = response.status();
            answer.headers_mut().clone_from(response.headers());
            answer
        });
        self.processes[asker.process].hear(asker.run, at, asker.ticket, news.map_err(Clone::clone));
        if !self.is_calm && self.plan.trouble > 0 && self.dice.one_in(200) {
            self.jump(asker.process);
        }
        self.drive(asker.process)
    }

    fn jump(&mut self, index: usize) {
        let by = self.dice.seconds(1, 7200);
        let process = &mut self.processes[index];
        process.clock.jump(by);
        self.facts.push(Fact::ClockJumped {
            process: process.name.clone(),
            by,
        });
    }

    /// Lets a program go on until it has nothing to do.
    fn drive(&mut self, index: usize) -> Result<(), Breach> {
        for _ in 0..STEPS {
            self.steps += 1;
            self.strike(index);
            self.check()?;
            let turn = self.at_desk(index, |process, runs, desk| process.turn(runs, desk));
            self.check()?;
            match turn {
                Turn::GoOn => {}
                Turn::Send(run, exchange) => {
                    self.send(index, run, exchange);
                    self.check()?;
                }
                Turn::Wait(until) => {
                    self.wait(index, until);
                    return self.check();
                }
            }
        }
        Err(Breach::of(
            8,
            format!(
                "{} takes {STEPS} steps at one moment",
                self.processes[index].name
            ),
        ))
    }

    /// A program crashes or is stopped, as planned or by chance.
    fn strike(&mut self, index: usize) {
        let one_in = self.plan.crash_one_in;
        match &self.plan.mishap {
            Some((step, Mishap::Crash)) if *step == self.steps => self.crash(index),
            Some((step, Mishap::Stop)) if *step == self.steps => self.stop(index),
            _ if one_in == 0 || self.is_calm || !self.dice.one_in(one_in) => {}
            _ if self.dice.one_in(4) => self.stop(index),
            _ => self.crash(index),
        }
    }

    fn at_desk<T>(
        &mut self,
        index: usize,
        act: impl FnOnce(&mut Process, &mut u64, &mut Desk<'_>) -> T,
    ) -> T {
        let process = &mut self.processes[index];
        let mut desk = Desk {
            now: process.clock.now(self.now),
            run: RunId(0),
            stopped: false,
            is_calm: self.is_calm,
            dice: &mut self.dice,
            store: &mut self.evidence.store,
            office: &self.office,
            facts: &mut self.facts,
        };
        act(process, &mut self.runs, &mut desk)
    }

    fn crash(&mut self, index: usize) {
        self.processes[index].crash();
        self.facts.push(Fact::Crashed {
            process: self.processes[index].name.clone(),
        });
        let back = self.now + self.dice.seconds(1, 600);
        self.queue.at(back, Occurrence::Restart(index));
    }

    fn stop(&mut self, index: usize) {
        self.at_desk(index, |process, _, desk| process.stop(desk));
    }

    /// Orders a call for when the program has something to do. Now and then somebody looks at its flow meanwhile.
    fn wait(&mut self, index: usize, until: Option<Moment>) {
        let process = &mut self.processes[index];
        let call = process.order_call();
        if let Some(until) = until {
            let at = process.clock.world(until).max(self.now);
            self.queue.at(
                at,
                Occurrence::Wake {
                    process: index,
                    call,
                },
            );
        }
        if let Some((run, text)) = process.show().filter(|_| self.dice.one_in(60)) {
            self.facts.push(Fact::Looked { run, text });
        }
    }

    /// Takes note of what happened, and checks every invariant against it.
    fn check(&mut self) -> Result<(), Breach> {
        for fact in core::mem::take(&mut self.facts) {
            self.evidence.note(&fact);
            self.tally.count(&fact);
            // Waits are most of what happens, and have nothing in them but times.
            let is_shown = self.trace.is_complete() || !matches!(fact, Fact::Waits { .. });
            self.evidence.line = if is_shown {
                fact.to_string()
            } else {
                String::new()
            };
            if is_shown {
                self.trace.write(self.now, &self.evidence.line);
            }
            invariants::check(&self.evidence, &fact)?;
        }
        Ok(())
    }
}
