//! What happened in a world, as the invariants see it and the trace shows it.

use std::time::Duration;

use fax4a::flow::{
    Accepted, Batch, BatchId, DrainEvent, Drained, Gathered, Label, Located, Lookup, Lookups,
    Moment, Standing, SubmitError, Ticket, Unseen, Wait, WatchEvent,
};
use fax4a::push::{PushError, StatusPush};
use fax4a::report::Deletion;
use fax4a::{FaxReport, JobId};
use fax4a_simulator::{Endpoint, Operation, ViolationKind};

use super::reader::Entry;

mod display;

/// Names one life of one flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RunId(pub(super) u64);

/// Names a job by where it is. The same id at two data centers is two jobs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) at: Endpoint,
    pub(super) job_id: String,
}

impl Key {
    pub(super) fn new(at: Endpoint, job_id: impl Into<String>) -> Self {
        Self {
            at,
            job_id: job_id.into(),
        }
    }
}

/// What kind of flow a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Asks once: a submission, a lookup, a deletion.
    Once,
    Drain,
    /// Asks in rounds: a watch, a reconciliation.
    Rounds,
}

/// An exchange that a flow handed out, by what the request itself says.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) ticket: Ticket,
    /// Where the address leads; nowhere if it is none of the service's.
    pub(super) server: Option<Endpoint>,
    pub(super) operation: Option<Operation>,
    pub(super) job_ids: Vec<String>,
    pub(super) label: Label,
    /// By the process's own clock.
    pub(super) at: Moment,
    pub(super) expires: Moment,
}

/// What a flow was told of an exchange.
#[derive(Clone, Debug)]
pub(super) enum Heard {
    Answer {
        status: u16,
        /// What a success says, if it can be read.
        entries: Option<Vec<Entry>>,
        retry_after: Option<Duration>,
        /// Whether it names jobs that are not there.
        is_tampered: bool,
    },
    Failure(fax4a::error::Failure),
}

/// What a flow ended with.
#[derive(Debug)]
pub(super) enum Ending {
    Sent {
        letter: usize,
        result: Result<Accepted, SubmitError>,
    },
    Reconciled {
        letter: usize,
        result: Result<Located<FaxReport>, Unseen>,
    },
    Drained(Drained),
    Watched(Vec<(JobId, Standing)>),
    Report {
        job_id: JobId,
        lookup: Lookup<FaxReport>,
    },
    Reports(Lookups<FaxReport>),
    List(Gathered<FaxReport>),
    Deletion {
        job_id: JobId,
        lookup: Lookup<Deletion>,
    },
    Deletions(Lookups<Deletion>),
}

/// One thing that happened.
#[derive(Debug)]
pub(super) enum Fact {
    /// A flow was made.
    Began {
        run: RunId,
        process: String,
        kind: Kind,
    },
    /// Somebody decided that a letter is sent, perhaps again.
    Decided {
        letter: usize,
    },
    Asked {
        run: RunId,
        asked: Asked,
        way: String,
    },
    /// A request arrived and was processed, or not.
    Served {
        server: Endpoint,
        operation: Operation,
        violations: Vec<ViolationKind>,
        came: Vec<Key>,
        gone: Vec<Key>,
    },
    Heard {
        run: RunId,
        ticket: Ticket,
        at: Moment,
        heard: Heard,
    },
    /// A flow has nothing to do, and said so again when it was asked at once.
    Waits {
        run: RunId,
        at: Moment,
        wait: Wait,
        again: Option<Wait>,
    },
    Batch {
        run: RunId,
        batch: Batch,
    },
    DrainTold {
        run: RunId,
        event: DrainEvent,
    },
    WatchTold {
        run: RunId,
        event: WatchEvent,
    },
    /// Reports are in the sink, durably.
    Stored {
        run: RunId,
        keys: Vec<Key>,
    },
    /// A push came in.
    Pushed {
        result: Result<StatusPush, PushError>,
        is_genuine: bool,
        is_new: bool,
    },
    Confirmed {
        run: RunId,
        batch: BatchId,
    },
    /// What `Debug` shows of a flow.
    Looked {
        run: RunId,
        text: String,
    },
    /// A flow is over: done, or stopped by its caller.
    Ended {
        run: RunId,
        stopped: bool,
        ending: Ending,
    },
    Crashed {
        process: String,
    },
    ClockJumped {
        process: String,
        by: Duration,
    },
    Calm,
    /// Nothing more happens, or far too much time has passed.
    Settled {
        unfinished: Vec<String>,
    },
}
