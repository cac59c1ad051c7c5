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

use fax4a::flow::Moment;
use fax4a_simulator::Service;

mod canary;
mod dice;
mod errand;
mod evidence;
mod fact;
mod history;
mod invariants;
mod ledger;
mod life;
mod listener;
mod network;
mod plan;
mod process;
mod queue;
mod reader;
mod roles;
mod settled;
mod setup;
mod store;
mod tally;
mod trace;
mod way;

pub use dice::Dice;
pub use plan::{Mishap, Plan};
pub use tally::Tally;
pub use way::Way;

use errand::Office;
use evidence::Evidence;
use fact::Fact;
use invariants::Breach;
use process::Process;
use queue::Queue;
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
    /// How many exchanges, steps and flows there were.
    exchanges: usize,
    steps: usize,
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
    /// How many steps the programs took.
    pub steps: usize,
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
                steps: world.steps,
            }),
            Err(breach) => Err(world.broken(&breach)),
        }
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
