//! The client: the paved path, and a way to run any flow.

use std::error::Error as StdError;
use std::time::Duration;

use fax4a::flow::{
    Accepted, AskAll, AskEach, Batch, Call, Drain, DrainEvent, Drained, Flow, Gathered, Located,
    Lookup, Lookups, Reconcile, Settings, Standing, Submit, SubmitError, Unseen, Watch, WatchEvent,
};
use fax4a::operation::{BulkDelete, BulkGet, DeleteReport, GetReport, ListReports, Operation};
use fax4a::report::Deletion;
use fax4a::{Account, Error, FaxJob, FaxReport, JobId, Region};

use crate::builder::ClientBuilder;
use crate::exchange::UreqTransport;
use crate::random::Random;
use crate::run::run;

/// A blocking client for one account in one region.
///
/// Cloning is cheap, and clones share one connection pool; a client can be used from many threads at once. Where a region has several
/// data centers, they are asked at the same time, each on a thread of its own, so that a lookup takes as long as the slower one.
#[derive(Clone, Debug)]
pub struct Client {
    account: Account,
    region: Region,
    settings: Settings,
    fail_over: bool,
    identify_jobs: bool,
    transport: UreqTransport,
    random: Random,
}

impl Client {
    /// A client with the default settings and an agent of its own.
    pub fn new(account: Account, region: Region) -> Self {
        Self::builder(account, region).build()
    }

    /// Starts a client with settings or an agent of your own.
    pub fn builder(account: Account, region: Region) -> ClientBuilder {
        ClientBuilder::new(account, region)
    }

    pub(crate) fn of(builder: ClientBuilder, transport: UreqTransport) -> Self {
        let ClientBuilder {
            account,
            region,
            settings,
            fail_over,
            identify_jobs,
            ..
        } = builder;
        Self {
            account,
            region,
            settings,
            fail_over,
            identify_jobs,
            transport,
            random: Random::default(),
        }
    }

    /// The region whose servers are asked.
    pub fn region(&self) -> &Region {
        &self.region
    }

    /// The settings of the next flow: as configured, with a seed of its own.
    pub fn settings(&self) -> Settings {
        self.settings.clone().with_seed(self.random.next_u64())
    }

    /// Hands a job to the service. One `POST`, repeated only when the one before surely was not accepted.
    ///
    /// # Errors
    /// [`SubmitError::Refused`] when the service surely did not take the job, [`SubmitError::Unknown`] when nobody knows, so that
    /// sending again may fax twice.
    pub fn send(&self, job: &FaxJob) -> Result<Accepted, SubmitError> {
        let identified = self
            .identify_jobs
            .then(|| job.clone().identified(self.random.next_u128()));
        let job = identified.as_ref().unwrap_or(job);
        let submit = Submit::new(self.account.clone(), &self.region, job, self.settings());
        self.run_quietly(if self.fail_over {
            submit.with_fail_over(&self.region)
        } else {
            submit
        })
    }

    /// Looks for the report on one job in all data centers of the region.
    pub fn report(&self, job_id: &JobId) -> Lookup<FaxReport> {
        self.ask_all(GetReport::new(job_id.clone()))
    }

    /// The oldest reports of all data centers, up to a thousand of each.
    pub fn reports(&self) -> Gathered<FaxReport> {
        self.ask_all(ListReports::new())
    }

    /// Looks for the reports on many jobs, a thousand in one request.
    pub fn reports_of(&self, job_ids: &[JobId]) -> Lookups<FaxReport> {
        self.run_quietly(AskAll::<BulkGet>::bulk_get(
            self.account.clone(),
            &self.region,
            job_ids,
            self.settings(),
        ))
    }

    /// Deletes the report on one job, wherever it is.
    pub fn delete(&self, job_id: &JobId) -> Lookup<Deletion> {
        self.ask_all(DeleteReport::new(job_id.clone()))
    }

    /// Deletes a report that was found, and asks only the data center that has it.
    pub fn delete_found(&self, report: &Located<FaxReport>) -> Lookup<Deletion> {
        let only = self
            .region
            .data_center(&report.data_center)
            .map(|url| Region::of_one(url.clone()));
        let region = only.as_ref().unwrap_or(&self.region);
        let operation = DeleteReport::new(report.value.job_id().clone());
        self.run_quietly(AskAll::new(
            self.account.clone(),
            region,
            operation,
            self.settings(),
        ))
    }

    /// Deletes the reports on many jobs, wherever they are, a thousand in one request.
    pub fn delete_many(&self, job_ids: &[JobId]) -> Lookups<Deletion> {
        self.run_quietly(AskAll::<BulkDelete>::bulk_delete(
            self.account.clone(),
            &self.region,
            job_ids,
            self.settings(),
        ))
    }

    /// Waits for the final report on one job, for so long.
    ///
    /// # Errors
    /// What is known of the job when the time is up: a [`Standing`].
    pub fn wait_for(
        &self,
        job_id: &JobId,
        time_limit: Duration,
    ) -> Result<Located<FaxReport>, Standing> {
        let mut found = None;
        let mut unfinished = self.watch([job_id.clone()], Some(time_limit), |report| {
            found = Some(report);
        });
        let standing = unfinished.pop().map(|(_, standing)| standing);
        found.ok_or_else(|| standing.unwrap_or_default())
    }

    /// Watches jobs, and hands out the report of each as it becomes final. Comes back with the jobs that have none when the time
    /// is up; without a limit, when all have one.
    ///
    /// For more say, such as adding jobs while it runs, [run](Self::run) a [`Watch`].
    #[must_use = "the jobs without a final report"]
    pub fn watch(
        &self,
        job_ids: impl IntoIterator<Item = JobId>,
        time_limit: Option<Duration>,
        mut on_report: impl FnMut(Located<FaxReport>),
    ) -> Vec<(JobId, Standing)> {
        let watch = Watch::new(self.account.clone(), &self.region, job_ids, self.settings());
        let watch = time_limit.into_iter().fold(watch, Watch::with_time_limit);
        self.run(watch, |_, event| {
            if let WatchEvent::Report(report) = event {
                on_report(report);
            }
        })
    }

    /// Takes all reports from all data centers: each page is deleted only after `store` returned `Ok` for it.
    ///
    /// An `Err` ends the drain of that data center, and deletes nothing of the page. The program may end at any moment: what was
    /// not deleted comes again, so store by data center and job id.
    pub fn drain<E>(&self, mut store: impl FnMut(&Batch) -> Result<(), E>) -> Drained
    where
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let drain = Drain::new(self.account.clone(), &self.region, self.settings());
        self.run(drain, |drain, event| {
            if let DrainEvent::Batch(batch) = event {
                match store(&batch) {
                    Ok(()) => drain.persisted(batch.id),
                    Err(error) => drain.rejected(batch.id, error),
                }
            }
        })
    }

    /// After a send that ended as [`SubmitError::Unknown`], looks for the job's report by its own id, for so long.
    ///
    /// # Errors
    /// [`Unseen`] when there was none, which does **not** mean that the job was not accepted: see [`Reconcile`].
    pub fn reconcile(
        &self,
        customer_defined_id: &str,
        time_limit: Duration,
    ) -> Result<Located<FaxReport>, Unseen> {
        let settings = self.settings();
        self.run_quietly(Reconcile::new(
            self.account.clone(),
            &self.region,
            customer_defined_id,
            time_limit,
            settings,
        ))
    }

    /// Sends one operation to all data centers of the region and merges the answers.
    pub fn ask_all<O: AskEach>(&self, operation: O) -> O::Merged {
        self.run_quietly(AskAll::new(
            self.account.clone(),
            &self.region,
            operation,
            self.settings(),
        ))
    }

    /// Performs one operation at one server, with repeats where they are safe.
    ///
    /// # Errors
    /// As [`Operation::response`], and [`Error::Transport`] when no complete answer came.
    pub fn call<O: Operation>(&self, target: O::Target, operation: O) -> Result<O::Output, Error> {
        self.run_quietly(Call::new(
            self.account.clone(),
            target,
            operation,
            self.settings(),
        ))
    }

    /// Runs any flow to its end.
    ///
    /// `on_event` gets the flow as well, for the flows that are told something on the way. When the flow waits for a caller that has
    /// nothing more to say, it is stopped, and its output says what is left undone.
    pub fn run<F: Flow>(&self, flow: F, on_event: impl FnMut(&mut F, F::Event)) -> F::Output {
        run(&self.transport, flow, on_event)
    }

    fn run_quietly<F: Flow<Event = core::convert::Infallible>>(&self, flow: F) -> F::Output {
        self.run(flow, |_, event| match event {})
    }
}
