//! Flows against scripted or simulated servers, with a virtual clock: seconds and hours pass in no time, and every run is the same.
//!
//! A [`Scenario`] runs a flow as different drivers would: in order (one exchange to its end, then the next), at once (everything that
//! the flow wants is on its way together), at once over a transport that says everything twice and late, and with the library's own
//! two drivers. The outcome must be the same. On the way the contract of [`fax4a::flow`] is checked: fresh tickets, polls that repeat themselves, no busy loop.
//!
//! ```text
//! at once, until +0.120s
//!    0.000s → DE1 getStatusReport, try 1
//!    0.000s → DE2 getStatusReport, try 1
//!    0.050s ← DE1 404
//!    0.120s ← DE2 200 report on A, OK
//! ```

use std::convert::Infallible;
use std::fmt;

use fax4a::flow::{Exchange, Flow, Moment, Settings};
use fax4a::{Account, Region};

use crate::describe::{Describe, indent};
use crate::sample;

mod library;
mod reply;
mod run;
mod runner;
mod script;
mod simulated;

pub use reply::{Ending, Reply};
pub use run::Run;
pub use script::Script;
pub use simulated::Simulated;

use runner::{Order, Runner};

/// The other end of all connections.
pub trait World {
    /// What comes of this exchange when it is performed now.
    fn perform(&mut self, now: Moment, exchange: &Exchange) -> Reply;
}

/// Servers, and who asks them.
pub struct Scenario {
    world: Box<dyn Fn() -> Box<dyn World>>,
    /// Who asks. The sample account unless changed.
    pub account: Account,
    /// Who is asked. Germany unless changed.
    pub region: Region,
    /// How patient the flow is. The defaults unless changed.
    pub settings: Settings,
}

impl fmt::Debug for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scenario")
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}

impl Scenario {
    /// A scenario in a world that is made anew for every run.
    pub fn new<W: World + 'static>(world: impl Fn() -> W + 'static) -> Self {
        Self {
            world: Box::new(move || Box::new(world())),
            account: sample::account(),
            region: Region::germany(),
            settings: Settings::default(),
        }
    }

    /// A scenario with these replies.
    pub fn scripted(script: Script) -> Self {
        Self::new(move || script.clone())
    }

    /// The same, in another region.
    #[must_use]
    pub fn region(mut self, region: Region) -> Self {
        self.region = region;
        self
    }

    /// The same, with these settings.
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// Runs a flow as each driver would, and checks that the outcome is the same.
    pub fn run<F>(&self, flow: impl Fn(&Self) -> F) -> Played
    where
        F: Flow<Event = Infallible>,
        F::Output: Describe,
    {
        self.run_with(flow, |_, event| match event {})
    }

    /// The same for a flow with events; what `on_event` returns goes into the transcript.
    pub fn run_with<F>(
        &self,
        flow: impl Fn(&Self) -> F,
        on_event: impl Fn(&mut F, F::Event) -> String,
    ) -> Played
    where
        F: Flow,
        F::Output: Describe,
    {
        let run = |order| {
            Runner::new(flow(self), (self.world)(), &self.region, &on_event).run(order, usize::MAX)
        };
        let (at_once, in_order, noisy) =
            (run(Order::AtOnce), run(Order::OneByOne), run(Order::Noisy));
        assert_eq!(
            at_once.outcome, in_order.outcome,
            "the drivers differ:\n{at_once}\n{in_order}"
        );
        assert_eq!(
            at_once.outcome, noisy.outcome,
            "late and doubled answers make a difference:\n{at_once}\n{noisy}"
        );
        let tell = |flow: &mut F, event| drop(on_event(flow, event));
        let blocking = library::run_blocking(flow(self), (self.world)(), tell).describe();
        let asynchronous = library::run_async(flow(self), (self.world)(), tell).describe();
        assert_eq!(
            at_once.outcome, blocking,
            "`drive` ends otherwise:\n{at_once}"
        );
        assert_eq!(
            at_once.outcome, asynchronous,
            "`AsyncDriver` ends otherwise:\n{at_once}"
        );
        Played { at_once, in_order }
    }

    /// Stops a flow, driven at once, after each number of steps, and tells what is known there: one paragraph for each change.
    pub fn stop_everywhere<F>(&self, flow: impl Fn(&Self) -> F) -> String
    where
        F: Flow<Event = Infallible>,
        F::Output: Describe,
    {
        let (mut text, mut before) = (String::new(), String::new());
        for steps in 0.. {
            let runner =
                Runner::new(
                    flow(self),
                    (self.world)(),
                    &self.region,
                    |_, event| match event {},
                );
            let run = runner.run(Order::AtOnce, steps);
            if run.outcome != before {
                let last = run
                    .transcript
                    .lines()
                    .next_back()
                    .unwrap_or("at the start")
                    .trim();
                text += &format!("{last}\n{}\n", indent(&run.outcome));
                before.clone_from(&run.outcome);
            }
            if !run.is_stopped {
                break;
            }
        }
        text
    }
}

/// A flow as two drivers ran it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Played {
    /// With everything on its way together.
    pub at_once: Run,
    /// With one exchange after the other.
    pub in_order: Run,
}

impl Played {
    /// What the flow ended with.
    pub fn outcome(&self) -> &str {
        &self.at_once.outcome
    }
}

/// Both transcripts, or one if they are the same, and the outcome.
impl fmt::Display for Played {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.at_once.transcript == self.in_order.transcript {
            write!(f, "at once and in order, {}", self.at_once)?;
        } else {
            write!(f, "at once, {}in order, {}", self.at_once, self.in_order)?;
        }
        write!(f, "= {}", self.outcome())
    }
}
