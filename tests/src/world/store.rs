//! What the programs of a world store durably: all that is left of them after a crash.

use std::collections::BTreeMap;

use fax4a::push::PushKey;
use fax4a::{DataCenter, FaxJob, JobId};

use super::fact::Key;

/// The durable store of all programs together.
#[derive(Debug, Default)]
pub(super) struct Store {
    /// The sink: reports, by data center and job.
    reports: BTreeMap<Key, Kept>,
    /// How many reports the sink counted.
    counted: usize,
    pub(super) letters: Vec<Letter>,
    pub(super) watched: Vec<Watched>,
    pub(super) questions: Vec<u64>,
    /// What was pushed, by the push's key: which job is done, and whether its report was fetched since.
    pub(super) pushed: BTreeMap<PushKey, Hint>,
}

/// A report in the sink.
#[derive(Debug)]
pub(super) struct Kept {
    /// The id that the sender gave the job, if the report could be read.
    pub(super) customer_defined_id: Option<String>,
    /// Whether it was asked to be deleted at the service, with an answer.
    pub(super) is_cleaned: bool,
}

/// A push says that a job is done.
#[derive(Debug)]
pub(super) struct Hint {
    pub(super) job_id: JobId,
    pub(super) is_settled: bool,
}

/// One fax that somebody wants to be sent once.
#[derive(Debug)]
pub(super) struct Letter {
    pub(super) sender: usize,
    pub(super) job: FaxJob,
    pub(super) customer_defined_id: Option<String>,
    /// Straight to the region's data center of this place, instead of to the region.
    pub(super) straight_to: Option<usize>,
    pub(super) fail_over: bool,
    pub(super) state: LetterState,
    /// How often somebody decided to send it.
    pub(super) decisions: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LetterState {
    /// Nobody wants it yet.
    Planned,
    Queued,
    /// It is being sent, or was when its program crashed.
    Sending,
    /// Nobody knows whether it was accepted.
    Unsure,
    Accepted,
    /// Nobody tries any longer.
    GivenUp,
}

/// A job whose report somebody waits for.
#[derive(Debug)]
pub(super) struct Watched {
    pub(super) job_id: JobId,
    pub(super) data_center: Option<DataCenter>,
    pub(super) is_over: bool,
    /// How many watches ended without its report for no fault of the world.
    pub(super) fruitless: u32,
}

impl Store {
    /// Stores a report. One that is there already is not counted again.
    pub(super) fn put(&mut self, key: Key, customer_defined_id: Option<String>) {
        if let Some(kept) = self.reports.get_mut(&key) {
            kept.customer_defined_id = kept.customer_defined_id.take().or(customer_defined_id);
            return;
        }
        self.counted += 1;
        self.reports.insert(
            key,
            Kept {
                customer_defined_id,
                is_cleaned: false,
            },
        );
    }

    pub(super) fn has(&self, key: &Key) -> bool {
        self.reports.contains_key(key)
    }

    /// Whether there is a report on this job, wherever it came from.
    pub(super) fn has_job(&self, job_id: &str) -> bool {
        self.reports.keys().any(|key| key.job_id == job_id)
    }

    pub(super) fn reports(&self) -> impl ExactSizeIterator<Item = (&Key, &Kept)> {
        self.reports.iter()
    }

    pub(super) fn counted(&self) -> usize {
        self.counted
    }

    pub(super) fn cleaned(&mut self, job_id: &str) {
        for (_, kept) in self
            .reports
            .iter_mut()
            .filter(|(key, _)| key.job_id == job_id)
        {
            kept.is_cleaned = true;
        }
    }

    /// Notes that a job is to be watched.
    pub(super) fn watch(&mut self, job_id: JobId, data_center: Option<DataCenter>) {
        if self.watched.iter().all(|it| it.job_id != job_id) {
            self.watched.push(Watched {
                job_id,
                data_center,
                is_over: false,
                fruitless: 0,
            });
        }
    }
}
