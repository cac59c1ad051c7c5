//! What the programs of a world are for.

use std::fmt;
use std::time::Duration;

use super::errand::{Desk, Errand};

mod asker;
mod drainer;
mod janitor;
mod listener;
mod reconciler;
mod sender;
mod watcher;

/// What a program is for. All that it knows from one errand to the next is in the store.
#[derive(Clone, Copy, Debug)]
pub(super) enum Role {
    /// Sends the letters that are queued for it.
    Sender(usize),
    /// Looks for the letters of which nobody knows whether they were accepted.
    Reconciler,
    /// Takes all reports into the sink, again and again.
    Drainer,
    /// Waits for the reports on accepted letters: on each, or on every so many-th.
    Watcher { number: usize, of: usize },
    /// Asks for reports now and then.
    Asker,
    /// Deletes what is in the sink.
    Janitor,
    /// Fetches the reports that pushes tell of.
    Listener,
}

impl Role {
    /// What there is to do now, if anything.
    pub(super) fn next(self, desk: &mut Desk<'_>) -> Option<Box<dyn Errand>> {
        match self {
            Self::Sender(number) => sender::next(number, desk),
            Self::Reconciler => reconciler::next(desk),
            Self::Drainer => Some(drainer::next(desk)),
            Self::Watcher { number, of } => watcher::next(number, of, desk),
            Self::Asker => asker::next(desk),
            Self::Janitor => janitor::next(desk),
            Self::Listener => listener::next(desk),
        }
    }

    /// How long it does nothing after an errand, or when there is nothing to do.
    pub(super) fn rest(self, desk: &mut Desk<'_>) -> Duration {
        match self {
            Self::Drainer => desk.dice.seconds(30, 1200),
            Self::Janitor => desk.dice.seconds(30, 900),
            _ => desk.dice.seconds(1, 60),
        }
    }

    /// Whether it always finds something to do.
    pub(super) fn is_restless(self) -> bool {
        matches!(self, Self::Drainer)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sender(number) => write!(f, "sender {number}"),
            Self::Watcher { number, .. } => write!(f, "watcher {number}"),
            role => f.write_str(match role {
                Self::Reconciler => "reconciler",
                Self::Drainer => "drainer",
                Self::Asker => "asker",
                Self::Listener => "listener",
                _ => "janitor",
            }),
        }
    }
}
