//! What a world is made of, and what goes wrong in it.

use std::time::Duration;

use fax4a_simulator::Config;

use super::way::Way;

mod chance;
mod scenarios;
mod window;

pub(super) use window::{Trouble, Window};

/// What a world is made of, and what goes wrong in it.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(super) senders: usize,
    pub(super) reconcilers: usize,
    pub(super) drainers: usize,
    pub(super) watchers: usize,
    pub(super) askers: usize,
    pub(super) janitors: usize,
    pub(super) listeners: usize,
    pub(super) letters: Vec<LetterPlan>,
    pub(super) questions: Vec<Duration>,
    /// Reports that each data center has from the start.
    pub(super) backlog: [u64; 2],
    /// When the faults stop.
    pub(super) calm_at: Duration,
    /// Of a thousand exchanges, how many meet a fault by chance.
    pub(super) trouble: u64,
    /// A program crashes at one step in so many; never if zero.
    pub(super) crash_one_in: u64,
    pub(super) windows: Vec<Window>,
    /// What happens at one exchange or step, counted from 1, whatever else is planned.
    pub(super) mishap: Option<(usize, Mishap)>,
    /// Whether all programs use transports that do one thing at a time; by chance if absent.
    pub(super) is_blocking: Option<bool>,
    pub(super) max_attempts: u32,
    pub(super) timeout: Duration,
    pub(super) has_budget: bool,
    pub(super) service: Config,
}

/// What happens once in a world of a sweep.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Mishap {
    /// This becomes of an exchange.
    Way(Way),
    /// The program that is to take a step crashes.
    Crash,
    /// The program that is to take a step stops its flow, and keeps what that knows.
    Stop,
}

impl Mishap {
    /// Everything that can happen.
    pub fn all() -> Vec<Self> {
        Way::all()
            .into_iter()
            .map(Self::Way)
            .chain([Self::Crash, Self::Stop])
            .collect()
    }
}

/// One letter of a plan.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LetterPlan {
    pub(super) at: Duration,
    pub(super) has_id: bool,
    pub(super) fail_over: bool,
    /// Whether the service is to push the report to the listener.
    pub(super) has_push: bool,
    pub(super) straight_to: Option<usize>,
    /// Another recipient, whose number decides what becomes of the job.
    pub(super) magic: Option<&'static str>,
}

const MINUTE: Duration = Duration::from_secs(60);

impl Plan {
    /// The same plan, with this happening at one exchange, or at one step if it happens to a program; counted from 1.
    #[must_use]
    pub fn with_mishap(mut self, at: usize, mishap: Mishap) -> Self {
        self.mishap = Some((at, mishap));
        self
    }
}
