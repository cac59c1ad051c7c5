//! What one data center holds. Everything that a request needs is found in logarithmic time, whatever the backlog.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use super::id;
use super::job::{Facts, Job};
use crate::Endpoint;

#[derive(Clone)]
pub(crate) struct Center {
    pub(crate) endpoint: Endpoint,
    seed: u64,
    retention: Duration,
    next_serial: u64,
    jobs: BTreeMap<u64, Job>,
    /// By the time of completion, those of the future included: what is listed is a range.
    finished: BTreeSet<(Duration, u64)>,
    /// By the time at which the report is forgotten.
    expiring: BTreeSet<(Duration, u64)>,
    /// How often each `customerDefinedId` was accepted.
    accepted: BTreeMap<String, u64>,
    expired: u64,
}

impl Center {
    pub(crate) fn new(endpoint: Endpoint, seed: u64, retention: Duration) -> Self {
        Self {
            endpoint,
            seed,
            retention,
            next_serial: 0,
            jobs: BTreeMap::new(),
            finished: BTreeSet::new(),
            expiring: BTreeSet::new(),
            accepted: BTreeMap::new(),
            expired: 0,
        }
    }

    /// Takes a job and returns its serial number.
    pub(crate) fn add(&mut self, facts: Arc<Facts>) -> u64 {
        let serial = self.next_serial;
        self.next_serial += 1;
        if let Some(id) = facts.customer_defined_id() {
            *self.accepted.entry(id.to_owned()).or_default() += 1;
        }
        if let Some((finished, expires)) = self.times(&facts) {
            self.finished.insert((finished, serial));
            self.expiring.insert((expires, serial));
        }
        self.jobs.insert(serial, Job { serial, facts });
        serial
    }

    /// Takes the same job so many times.
    pub(crate) fn add_many(&mut self, facts: &Arc<Facts>, count: u64) {
        let serials = self.next_serial..self.next_serial + count;
        self.next_serial += count;
        if let Some((finished, expires)) = self.times(facts) {
            self.finished
                .extend(serials.clone().map(|it| (finished, it)));
            self.expiring
                .extend(serials.clone().map(|it| (expires, it)));
        }
        self.jobs.extend(serials.map(|serial| {
            (
                serial,
                Job {
                    serial,
                    facts: Arc::clone(facts),
                },
            )
        }));
    }

    /// When a job is finished and when its report is forgotten.
    fn times(&self, facts: &Facts) -> Option<(Duration, Duration)> {
        let finished = facts.finished()?;
        let kept = finished.saturating_add(self.retention);
        Some((
            finished,
            facts
                .purge
                .map_or(kept, |it| it.clamp(finished, kept.max(finished))),
        ))
    }

    /// Forgets the reports whose time is over.
    pub(crate) fn expire(&mut self, now: Duration) {
        while let Some((_, serial)) = self.expiring.first().copied().filter(|(at, _)| *at <= now) {
            self.remove(serial);
            self.expired += 1;
        }
    }

    /// When the report of a job is forgotten.
    pub(crate) fn expires_at(&self, job: &Job) -> Option<Duration> {
        self.times(&job.facts).map(|(_, expires)| expires)
    }

    /// Forgets everything but which serial numbers were used.
    pub(crate) fn reset(&mut self) {
        let next_serial = self.next_serial;
        *self = Self {
            next_serial,
            ..Self::new(self.endpoint, self.seed, self.retention)
        };
    }

    /// Forgets a job; whether there was one.
    pub(crate) fn remove(&mut self, serial: u64) -> bool {
        let Some(job) = self.jobs.remove(&serial) else {
            return false;
        };
        if let Some((finished, expires)) = self.times(&job.facts) {
            self.finished.remove(&(finished, serial));
            self.expiring.remove(&(expires, serial));
        }
        true
    }

    /// The job with this id, finished or not.
    pub(crate) fn find(&self, job_id: &str) -> Option<&Job> {
        let job = self.jobs.get(&id::serial(job_id)?)?;
        (self.job_id(job.serial) == job_id).then_some(job)
    }

    pub(crate) fn job_id(&self, serial: u64) -> String {
        id::job_id(self.seed, self.endpoint, serial)
    }

    /// All jobs in the order in which they came.
    pub(crate) fn jobs(&self) -> impl ExactSizeIterator<Item = &Job> {
        self.jobs.values()
    }

    /// The finished jobs, the oldest first.
    pub(crate) fn finished(&self, now: Duration) -> impl Iterator<Item = &Job> {
        self.finished
            .range(..=(now, u64::MAX))
            .filter_map(|(_, serial)| self.jobs.get(serial))
    }

    pub(crate) fn accepted(&self, customer_defined_id: &str) -> u64 {
        self.accepted
            .get(customer_defined_id)
            .copied()
            .unwrap_or_default()
    }

    pub(crate) fn expired(&self) -> u64 {
        self.expired
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::job::{Options, Outcome, Recipient};

    const SECOND: Duration = Duration::from_secs(1);

    fn facts(finished: Option<Duration>, purge: Option<Duration>) -> Arc<Facts> {
        let outcome = Outcome {
            status: "OK",
            duration_in_secs: 1,
            finished,
        };
        let recipient = Recipient {
            number: "+4989123".to_owned(),
            alternative_numbers: None,
            properties: None,
            digits: "4989123".to_owned(),
            outcome,
        };
        Arc::new(Facts {
            recipients: vec![recipient],
            documents: Vec::new(),
            reference: None,
            pages: 1,
            options: Options::default(),
            report_mail: None,
            push: None,
            purge,
        })
    }

    fn listed(center: &Center, now: Duration) -> Vec<u64> {
        center.finished(now).map(|it| it.serial).collect()
    }

    #[test]
    fn jobs_are_listed_by_completion_and_never_before() {
        let mut center = Center::new(Endpoint::De1, 0, 100 * SECOND);
        center.add(facts(Some(3 * SECOND), None));
        center.add(facts(Some(2 * SECOND), None));
        center.add(facts(None, None));
        assert_eq!(listed(&center, SECOND), [0; 0]);
        assert_eq!(listed(&center, 2 * SECOND), [1]);
        assert_eq!(listed(&center, 3 * SECOND), [1, 0]);
    }

    #[test]
    fn a_report_goes_at_its_purge_time_or_when_its_retention_ends() {
        let mut center = Center::new(Endpoint::De1, 0, 10 * SECOND);
        center.add(facts(Some(SECOND), None));
        center.add(facts(Some(SECOND), Some(5 * SECOND)));
        center.add(facts(Some(SECOND), Some(50 * SECOND)));
        center.expire(5 * SECOND);
        assert_eq!(listed(&center, 5 * SECOND), [0, 2]);
        center.expire(11 * SECOND);
        assert_eq!(
            (listed(&center, 11 * SECOND), center.expired()),
            (vec![], 3)
        );
    }

    #[test]
    fn a_removed_job_leaves_nothing_behind() {
        let mut center = Center::new(Endpoint::De1, 0, 10 * SECOND);
        center.add_many(&facts(Some(SECOND), None), 3);
        let id = center.job_id(1);
        assert!(center.find(&id).is_some());
        assert!(center.remove(1) && !center.remove(1));
        assert!(center.find(&id).is_none());
        assert_eq!(
            (
                center.jobs.len(),
                center.finished.len(),
                center.expiring.len()
            ),
            (2, 2, 2)
        );
    }

    #[test]
    fn a_foreign_id_with_a_known_serial_is_unknown() {
        let mut center = Center::new(Endpoint::De1, 0, SECOND);
        center.add(facts(None, None));
        assert!(center.find(&id::job_id(0, Endpoint::De2, 0)).is_none());
        assert!(center.find(&center.job_id(0)).is_some());
    }
}
