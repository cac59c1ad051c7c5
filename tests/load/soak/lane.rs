//! One region, with rounds of everything in it: send, watch, look up, delete, drain.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use fax4a::flow::{Batch, Lookup, SubmitError};
use fax4a::{Document, FaxJob, JobId};

use super::caller::Caller;

/// What one round does. In a region with two data centers it is about 900 requests.
const SENDS: u64 = 300;
const LOOKUPS: usize = 250;
const UNKNOWN_LOOKUPS: usize = 20;
const DELETIONS: usize = 10;

/// A drain that a data center did not let finish is begun again, not for ever.
const DRAINS: usize = 5;

pub(crate) struct Lane {
    pub(crate) name: &'static str,
    callers: [Caller; 2],
    document: Bytes,
    rounds: usize,
    /// All faxes so far; they are called by the lane's name and a number.
    pub(crate) sent: u64,
    /// Of how many nobody knew whether they were accepted.
    pub(crate) in_doubt: u64,
    /// Of how many of these no report came: they were not.
    pub(crate) lost: u64,
    /// How many lookups found out nothing.
    pub(crate) unanswered: u64,
    pub(crate) deleted: u64,
    pub(crate) drained: u64,
}

/// The faxes of one round, by the ids that they were given.
struct Faxes {
    accepted: BTreeMap<String, JobId>,
    in_doubt: BTreeSet<String>,
}

impl Lane {
    pub(crate) fn new(name: &'static str, callers: [Caller; 2]) -> Self {
        Self {
            name,
            callers,
            document: Bytes::from(vec![b'x'; 1024]),
            rounds: 0,
            sent: 0,
            in_doubt: 0,
            lost: 0,
            unanswered: 0,
            deleted: 0,
            drained: 0,
        }
    }

    /// Everything once. At its end, nothing of this round is left at the service.
    pub(crate) fn round(&mut self) {
        let faxes = self.send();
        let mut job_ids: Vec<JobId> = faxes.accepted.values().cloned().collect();
        self.watch(&faxes, &job_ids);
        self.look_up(&job_ids);
        let to_delete = job_ids.split_off(job_ids.len().saturating_sub(DELETIONS));
        let deleted = self.delete(to_delete);
        self.drain(faxes, deleted);
        self.rounds += 1;
    }

    /// The one that has its turn to send; the other one reads.
    fn sender(&self) -> &Caller {
        &self.callers[self.rounds % 2]
    }

    fn reader(&self) -> &Caller {
        &self.callers[(self.rounds + 1) % 2]
    }

    fn send(&mut self) -> Faxes {
        let names: Vec<String> = (self.sent..self.sent + SENDS)
            .map(|number| format!("{}-{number}", self.name))
            .collect();
        let jobs: Vec<FaxJob> = names.iter().map(|name| self.job(name)).collect();
        let outcomes = self.sender().send(&jobs);
        let mut faxes = Faxes {
            accepted: BTreeMap::new(),
            in_doubt: BTreeSet::new(),
        };
        for (name, outcome) in names.into_iter().zip(outcomes) {
            match outcome {
                Ok(accepted) => _ = faxes.accepted.insert(name, accepted.job_id),
                Err(SubmitError::Unknown { .. }) => _ = faxes.in_doubt.insert(name),
                Err(refused) => panic!("{name}: {refused}"),
            }
        }
        self.sent += SENDS;
        self.in_doubt += faxes.in_doubt.len() as u64;
        faxes
    }

    fn job(&self, name: &str) -> FaxJob {
        FaxJob::to("+99900000000")
            .document(Document::text("soak.txt", self.document.clone()))
            .customer_defined_id(name)
            .build()
            .expect("a job")
    }

    /// Each accepted fax comes to its end, and is told once.
    fn watch(&self, faxes: &Faxes, job_ids: &[JobId]) {
        let reports = self.reader().watch(job_ids);
        assert_eq!(reports.len(), job_ids.len(), "{}: reports", self.name);
        for report in &reports {
            let name = report
                .value
                .customer_defined_id()
                .expect("the fax's own id");
            assert_eq!(
                faxes.accepted.get(name),
                Some(report.value.job_id()),
                "{name}"
            );
            assert!(report.value.is_delivered(), "{name}");
        }
    }

    fn look_up(&mut self, job_ids: &[JobId]) {
        let some = &job_ids[..LOOKUPS.min(job_ids.len())];
        for (job_id, lookup) in some.iter().zip(self.reader().look_up(some)) {
            match lookup {
                Lookup::Found(report) => assert_eq!(report.value.job_id(), job_id),
                Lookup::Unknown { .. } => self.unanswered += 1,
                other => panic!("a report that is there: {other:?}"),
            }
        }
        let nobody: Vec<JobId> = (0..UNKNOWN_LOOKUPS)
            .map(|number| JobId::new(&format!("NOBODY{number}")).expect("an id"))
            .collect();
        for lookup in self.reader().look_up(&nobody) {
            match lookup {
                Lookup::NotFound => {}
                Lookup::Unknown { .. } => self.unanswered += 1,
                other => panic!("a report that nobody has: {other:?}"),
            }
        }
    }

    /// Those of which the service does not say that they are deleted stay to be drained. A deletion whose answer was lost was made
    /// all the same: then its repeat finds nothing.
    fn delete(&mut self, mut job_ids: Vec<JobId>) -> BTreeSet<JobId> {
        let deletions = self.reader().delete(&job_ids);
        let mut outcomes = deletions.iter();
        job_ids.retain(|_| !matches!(outcomes.next(), Some(Lookup::Unknown { .. })));
        self.unanswered += (deletions.len() - job_ids.len()) as u64;
        job_ids.into_iter().collect()
    }

    /// All that is left comes, once: every accepted fax that was not deleted, and of those in doubt the ones that were accepted.
    fn drain(&mut self, mut faxes: Faxes, deleted: BTreeSet<JobId>) {
        let sent = faxes.accepted.len() + faxes.in_doubt.len();
        let (mut seen, mut drained) = (BTreeSet::new(), 0);
        let mut store = |batch: &Batch| {
            assert!(batch.unreadable.is_empty(), "nothing is garbled on a list");
            for report in &batch.reports {
                if !seen.insert((batch.data_center.clone(), report.job_id().clone())) {
                    continue; // Its deletion was not confirmed, so it came again.
                }
                drained += 1;
                let name = report.customer_defined_id().expect("the fax's own id");
                assert!(!deleted.contains(report.job_id()), "{name} was deleted");
                let expected = faxes.accepted.remove(name);
                let known = expected.as_ref() == Some(report.job_id());
                assert!(
                    known || expected.is_none() && faxes.in_doubt.remove(name),
                    "{name} came twice"
                );
            }
        };
        let complete = (0..DRAINS).any(|_| self.reader().drain(&mut store).is_complete());
        assert!(
            complete,
            "{}: {DRAINS} drains did not take everything",
            self.name
        );
        // What is neither drained nor surely deleted is a deletion whose outcome nobody knows, or a fax that was not accepted.
        self.lost += faxes.in_doubt.len() as u64;
        self.drained += drained;
        self.deleted += faxes.accepted.len() as u64;
        let gone: BTreeSet<JobId> = faxes.accepted.into_values().collect();
        assert!(
            gone.is_superset(&deleted),
            "{}: deleted means gone",
            self.name
        );
        assert!(
            gone.len() <= DELETIONS,
            "{}: {} of {sent} reports are lost",
            self.name,
            gone.len()
        );
    }
}
