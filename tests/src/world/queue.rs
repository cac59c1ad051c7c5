//! What is going to happen, in the order of time.

use std::collections::BTreeMap;

use fax4a::error::Failure;
use fax4a::flow::{Moment, Ticket};
use fax4a_simulator::{Endpoint, Operation};
use http::{Request, Response};

use super::fact::RunId;
use super::way::Way;

/// Something that happens at one moment.
#[derive(Debug)]
pub(super) enum Occurrence {
    /// A request reaches its server.
    Arrival(Box<Passage>),
    /// A program learns what came of an exchange.
    Telling(Telling),
    /// A program has something to do, unless it ordered another call since.
    Wake { process: usize, call: u64 },
    /// The service has reports to push.
    PushesDue,
    /// A push reaches the listener.
    Push(Box<Pushed>),
    /// Somebody wants this letter to be sent.
    Letter(usize),
    /// Somebody wants to know something.
    Question(u64),
    /// A program that crashed is started again.
    Restart(usize),
    /// The faults stop.
    Calm,
}

/// Which exchange it is, of whom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asker {
    pub(super) process: usize,
    pub(super) run: RunId,
    pub(super) ticket: Ticket,
    pub(super) operation: Operation,
}

/// A request on its way.
#[derive(Debug)]
pub(super) struct Passage {
    pub(super) asker: Asker,
    pub(super) server: Endpoint,
    pub(super) request: Request<bytes::Bytes>,
    pub(super) way: Way,
    /// When the transport gives up.
    pub(super) deadline: Moment,
    /// Whether the transport does one thing at a time, so that it has to come back.
    pub(super) is_blocking: bool,
}

/// What came of an exchange, on its way to the program.
#[derive(Clone, Debug)]
pub(super) struct Telling {
    pub(super) asker: Asker,
    pub(super) news: Result<Response<Vec<u8>>, Failure>,
    /// Whether the service named jobs that are not there.
    pub(super) is_tampered: bool,
}

/// A status push on its way.
#[derive(Clone, Debug)]
pub(super) struct Pushed {
    pub(super) request: Request<Vec<u8>>,
    /// Whether it is as the service made it.
    pub(super) is_genuine: bool,
}

/// What is going to happen. What happens at one moment happens in the order in which it was arranged.
#[derive(Debug, Default)]
pub(super) struct Queue {
    occurrences: BTreeMap<(Moment, u64), Occurrence>,
    arranged: u64,
}

impl Queue {
    pub(super) fn at(&mut self, moment: Moment, occurrence: Occurrence) {
        self.arranged += 1;
        self.occurrences.insert((moment, self.arranged), occurrence);
    }

    pub(super) fn next(&mut self) -> Option<(Moment, Occurrence)> {
        self.occurrences
            .pop_first()
            .map(|((moment, _), occurrence)| (moment, occurrence))
    }

    /// Whether a request is still on its way.
    pub(super) fn has_arrivals(&self) -> bool {
        self.occurrences
            .values()
            .any(|it| matches!(it, Occurrence::Arrival(_)))
    }
}
