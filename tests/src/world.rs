//! A world in a box: the model service, programs that use it through the flows, everything that can go wrong between them, and
//! the invariants, which are checked after every single step.
//!
//! Nothing in it is real but the flows. Time is a number, the service is [`fax4a_simulator::Service`], the network is a queue,
//! and all decisions come from one [`Dice`]: the same dice give the same world, to the last byte of its trace.
//!
//! - [`Plan`]: what a world is made of, and what goes wrong in it.
//! - `roles`: what programs do. Each runs one flow at a time; what it did not store durably is gone when it crashes.
//! - `way`, `network`: what becomes of an exchange.
//! - `fact`, `history`, `ledger`, `reader`: what happened, by the world's own account.
//! - `invariants`: what must hold. Each is a function of what is known and of what just happened.

use std::fmt;
use std::time::Duration;

use fax4a::Region;
use fax4a::flow::{Moment, RetryBudget, RetryPolicy, Settings};
use fax4a_simulator::Service;

mod canary;
mod dice;
mod errand;
mod evidence;
mod fact;
mod history;
mod invariants;
mod ledger;
mod network;
mod plan;
mod process;
mod queue;
mod reader;
mod roles;
mod setup;
mod store;
mod tally;
mod trace;
mod way;

pub use dice::Dice;
pub use plan::{Mishap, Plan};
pub use tally::Tally;
pub use way::Way;

use errand::{Desk, Office};
use evidence::Evidence;
use fact::{Fact, Heard, RunId};
use invariants::Breach;
use process::{Process, Turn};
use queue::{Occurrence, Queue, Telling};
use store::LetterState;
use trace::Trace;

/// How long a world may take to come to rest after its faults stopped.
const PATIENCE: Duration = Duration::from_secs(48 * 3600);

/// How many steps a program may take at one moment: storing a backlog takes some dozens.
const STEPS: usize = 10_000;

/// A world in a box.
pub struct World {
    plan: Plan,
    now: Moment,
    dice: Dice,
    queue: Queue,
    service: Service,
    office: Office,
    processes: Vec<Process>,
    evidence: Evidence,
    /// What happened since the invariants were last checked.
    facts: Vec<Fact>,
    trace: Trace,
    tally: Tally,
    /// How many exchanges and flows there were.
    exchanges: usize,
    runs: u64,
    is_calm: bool,
}

/// A world that came to rest with all invariants kept.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rest {
    /// What happened; only the end of it unless everything was asked for.
    pub trace: String,
    /// What there was to see.
    pub tally: Tally,
    /// How many requests were made.
    pub exchanges: usize,
}

/// An invariant that did not hold.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Broken {
    /// Its number in the list of invariants.
    pub number: u32,
    /// Which, how, and what happened before.
    pub text: String,
}

impl World {
    /// Lets a world run until it comes to rest.
    ///
    /// # Errors
    /// [`Broken`] when an invariant does not hold.
    pub fn run(plan: Plan, dice: Dice, whole_trace: bool) -> Result<Rest, Broken> {
        let mut world = Self::new(plan, dice, whole_trace);
        match world.live() {
            Ok(()) => Ok(Rest {
                trace: world.trace.text(),
                tally: world.tally,
                exchanges: world.exchanges,
            }),
            Err(breach) => Err(world.broken(&breach)),
        }
    }

    fn live(&mut self) -> Result<(), Breach> {
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
            let fate = self.plan.crash_one_in;
            if fate > 0 && !self.is_calm && self.dice.one_in(fate) {
                if self.dice.one_in(4) {
                    self.stop(index);
                } else {
                    self.crash(index);
                }
                self.check()?;
            }
            let turn = self.at_desk(index, |process, runs, desk| process.turn(runs, desk));
            self.check()?;
            match turn {
                Turn::GoOn => {}
                Turn::Send(run, exchange) => {
                    self.send(index, run, exchange);
                    self.check()?;
                    match self.plan.mishap {
                        Some((exchange, Mishap::Crash)) if exchange == self.exchanges => {
                            self.crash(index)
                        }
                        Some((exchange, Mishap::Stop)) if exchange == self.exchanges => {
                            self.stop(index)
                        }
                        _ => {}
                    }
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
            self.evidence.line = fact.to_string();
            self.trace.write(self.now, &self.evidence.line);
            invariants::check(&self.evidence, &fact)?;
        }
        Ok(())
    }

    /// What keeps the world from coming to rest.
    fn unfinished(&self) -> Vec<String> {
        let mut unfinished = Vec::new();
        let idle = |process: &&Process| !process.is_idle();
        unfinished.extend(
            self.processes
                .iter()
                .filter(idle)
                .map(|process| process.name.clone()),
        );
        let store = &self.evidence.store;
        for (index, letter) in store.letters.iter().enumerate() {
            let is_over = match letter.state {
                LetterState::Accepted | LetterState::GivenUp => true,
                LetterState::Unsure => {
                    self.plan.reconcilers == 0 && letter.customer_defined_id.is_some()
                }
                _ => false,
            };
            if !is_over {
                unfinished.push(format!("letter {index}"));
            }
        }
        if self.plan.watchers > 0 {
            let waiting = store.watched.iter().filter(|it| !it.is_over);
            unfinished.extend(waiting.map(|it| format!("the watch of {}", it.job_id)));
        }
        let now = self.now.since_start();
        let ledger = &self.evidence.ledger;
        if self.plan.drainers > 0
            && (ledger.is_working(now) || ledger.backlog(now).next().is_some())
        {
            unfinished.push("the backlog".into());
        }
        if self.queue.has_arrivals() || !store.questions.is_empty() {
            unfinished.push("questions".into());
        }
        unfinished
    }

    fn broken(&self, breach: &Breach) -> Broken {
        let text = format!("{breach}\n\n{}", self.trace.text());
        Broken {
            number: breach.number,
            text,
        }
    }
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World")
            .field("now", &self.now)
            .field("exchanges", &self.exchanges)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
