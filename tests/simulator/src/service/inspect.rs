//! The hands of a test on the service: faults in, facts out.

use std::sync::Arc;
use std::time::Duration;

use super::job::{Facts, Options, Outcome, Recipient};
use super::push::Pushes;
use super::record::{Log, Received, Violation};
use super::view::JobView;
use super::{Center, Service};
use crate::{Config, Endpoint};

impl Service {
    /// The settings.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The latest virtual time that was seen.
    pub fn latest(&self) -> Duration {
        self.latest
    }

    /// The requests so far, the oldest first; [`Config::log_limit`] bounds how many are remembered.
    pub fn received(&self) -> impl ExactSizeIterator<Item = &Received> {
        self.log.entries()
    }

    /// What no client may do and one did, in order. [`Service::clear_log`] and [`Service::reset`] forget it.
    pub fn violations(&self) -> &[Violation] {
        &self.log.violations
    }

    /// Forgets the requests and violations so far; jobs and faults stay.
    pub fn clear_log(&mut self) {
        self.log.clear();
    }

    /// The jobs that a data center holds at a virtual time, in the order in which they came; none for a front.
    pub fn jobs(&self, endpoint: Endpoint, now: Duration) -> impl Iterator<Item = JobView<'_>> {
        let center = self.centers.iter().find(|it| it.endpoint == endpoint);
        let live = center
            .into_iter()
            .flat_map(move |center| center.jobs().map(move |job| JobView::new(center, job, now)));
        live.filter(|it| !it.is_expired())
    }

    /// How many jobs with this `customerDefinedId` were accepted, at all data centers together, since the start or the last reset.
    ///
    /// These counts stay when reports are deleted: they are the one thing that grows with the number of jobs.
    pub fn accepted_jobs(&self, customer_defined_id: &str) -> u64 {
        self.centers
            .iter()
            .map(|it| it.accepted(customer_defined_id))
            .sum()
    }

    /// How many reports of a data center were forgotten because their time was over.
    pub fn expired_reports(&self, endpoint: Endpoint) -> u64 {
        self.centers
            .iter()
            .filter(|it| it.endpoint == endpoint)
            .map(Center::expired)
            .sum()
    }

    /// Puts so many finished reports into a data center, completed now. They are alike but for the job id.
    ///
    /// A front stands for the first data center behind it.
    pub fn preload(&mut self, endpoint: Endpoint, now: Duration, reports: u64) {
        let now = self.at(now);
        let outcome = Outcome {
            status: "OK",
            duration_in_secs: 26,
            finished: Some(now),
        };
        let recipient = Recipient {
            number: "+99900000000".to_owned(),
            alternative_numbers: None,
            properties: None,
            digits: "99900000000".to_owned(),
            outcome,
        };
        let facts = Facts {
            recipients: vec![recipient],
            documents: Vec::new(),
            reference: None,
            pages: 1,
            options: Options::default(),
            report_mail: None,
            push: None,
            purge: None,
        };
        self.center_mut(endpoint)
            .add_many(&Arc::new(facts), reports);
    }

    /// Back to the start: no jobs, no faults, no log, the dice as seeded. Virtual time goes on, and so do the serial numbers in the
    /// job ids: an id is never given twice.
    pub fn reset(&mut self) {
        self.centers.iter_mut().for_each(Center::reset);
        self.faults.clear();
        self.dice = super::Dice::new(self.config.seed);
        self.turn = 0;
        self.log = Log::new(self.config.log_limit);
        self.pushes = Pushes::default();
    }
}
