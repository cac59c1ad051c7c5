//! What is going to happen, in the order of time.

use std::collections::BTreeMap;

use fax4a::flow::{Moment, Ticket};
use http::{Request, Response};

use super::fact::RunId;
use super::way::Way;

/// Something that happens at one moment.
#[derive(Debug)]
pub(super) enum Occurrence {
    /// A request reaches its server.
    Arrival(Box<Passage>),
    /// A process learns what came of an exchange.
    Telling {
        from: Sender,
        news: Result<Response<Vec<u8>>, fax4a::error::Failure>,
        tampered: bool,
    },
    /// A process has something to do, unless it was told of another time since.
    Wake { process: usize, call: u64 },
    /// Somebody wants a fax to be sent.
    Letter(usize),
    /// Somebody wants to know something.
    Question(usize),
    /// A process that crashed is started again.
    Restart(usize),
    /// The faults stop.
    Calm,
}

/// Which exchange it was, of whom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sender {
    pub(super) process: usize,
    pub(super) run: RunId,
    pub(super) ticket: Ticket,
}

/// A request on its way.
#[derive(Debug)]
pub(super) struct Passage {
    pub(super) from: Sender,
    pub(super) to: fax4a_simulator::Endpoint,
    pub(super) operation: fax4a_simulator::Operation,
    pub(super) request: Request<bytes::Bytes>,
    pub(super) way: Way,
    /// When the transport gives up.
    pub(super) given_up: Moment,
    pub(super) max_response_bytes: usize,
    /// Whether the transport does one thing at a time, so that it has to come back.
    pub(super) is_blocking: bool,
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
