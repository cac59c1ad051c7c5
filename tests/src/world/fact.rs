//! What happened in a world, as the invariants see it and the trace shows it.

use std::fmt;
use std::time::Duration;

use fax4a::flow::{
    Accepted, Batch, BatchId, DrainEvent, Drained, Gathered, Label, Located, Lookup, Lookups,
    Moment, Standing, SubmitError, Ticket, Unseen, Wait, WatchEvent,
};
use fax4a::report::Deletion;
use fax4a::{FaxReport, JobId};
use fax4a_simulator::{Endpoint, Operation, ViolationKind};

use super::reader::Entry;

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
    /// A report is in the sink, durably.
    Stored {
        run: RunId,
        key: Key,
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

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Began { run, process, kind } => write!(f, "{run} begins: {process}, {kind:?}"),
            Self::Decided { letter } => write!(f, "letter {letter} is to be sent"),
            Self::Asked { run, asked, way } => {
                let Asked {
                    ticket,
                    label,
                    job_ids,
                    ..
                } = asked;
                write!(
                    f,
                    "{run} → {label} ({ticket:?}, {} ids): {way}",
                    job_ids.len()
                )
            }
            Self::Served {
                server,
                operation,
                came,
                gone,
                violations,
            } => {
                write!(f, "{server} got {operation}")?;
                came.iter().try_for_each(|key| write!(f, ", + {key}"))?;
                gone.iter().try_for_each(|key| write!(f, ", - {key}"))?;
                violations
                    .iter()
                    .try_for_each(|kind| write!(f, ", {kind:?}"))
            }
            Self::Heard {
                run, ticket, heard, ..
            } => write!(f, "{run} ← {ticket:?} {heard}"),
            Self::Waits { run, wait, .. } => write!(f, "{run} waits: {wait:?}"),
            Self::Batch { run, batch } => {
                let Batch {
                    id,
                    data_center,
                    reports,
                    unreadable,
                    ..
                } = batch;
                write!(
                    f,
                    "{run} ! {id:?} of {data_center}, {} and {} unreadable",
                    reports.len(),
                    unreadable.len()
                )
            }
            Self::DrainTold { run, event } => write!(f, "{run} ! {event:?}"),
            Self::WatchTold { run, event } => write!(f, "{run} ! {event:?}"),
            Self::Stored { run, key } => write!(f, "{run} stores {key}"),
            Self::Confirmed { run, batch } => write!(f, "{run} confirms {batch:?}"),
            Self::Looked { run, .. } => write!(f, "{run} is looked at"),
            Self::Ended {
                run,
                stopped,
                ending,
            } => {
                write!(
                    f,
                    "{run} {}: {ending:?}",
                    if *stopped { "is stopped" } else { "ends" }
                )
            }
            Self::Crashed { process } => write!(f, "{process} crashes"),
            Self::ClockJumped { process, by } => {
                write!(f, "the clock of {process} jumps by {by:?}")
            }
            Self::Calm => f.write_str("the faults stop"),
            Self::Settled { unfinished } => write!(f, "all is quiet; unfinished: {unfinished:?}"),
        }
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.at, self.job_id)
    }
}

impl fmt::Display for Heard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer {
                status,
                entries: None,
                ..
            } => write!(f, "{status}"),
            Self::Answer {
                status,
                entries: Some(entries),
                ..
            } => write!(f, "{status}, {} entries", entries.len()),
            Self::Failure(failure) => write!(f, "{failure:?}"),
        }
    }
}
