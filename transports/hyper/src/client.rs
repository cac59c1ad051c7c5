//! The client: the paved path, and a way to run any flow.

use std::convert::Infallible;
use std::sync::Arc;

use fax4a::flow::{
    Accepted, AskAll, AskEach, AsyncDriver, Call, Flow, Gathered, Located, Lookup, Lookups,
    Settings, Submit, SubmitError,
};
use fax4a::operation::{BulkDelete, BulkGet, DeleteReport, GetReport, ListReports, Operation};
use fax4a::report::Deletion;
use fax4a::{Account, Error, FaxJob, FaxReport, JobId, Region};
use tokio::sync::Semaphore;

use crate::builder::ClientBuilder;
use crate::exchange::HyperTransport;
use crate::random::Random;
use crate::run::{TokioClock, run};

mod long;

/// An asynchronous client for one account in one region.
///
/// Cloning is cheap, and clones share one connection pool and one limit of calls at once; a client can be used from many tasks at
/// once. Where a region has several data centers, they are asked at the same time, so that a lookup takes as long as the slower one.
///
/// All futures are `Send`, do nothing until they are polled, and start no task: dropping one gives the call up, wherever it is. A send
/// that is dropped may have arrived all the same, and nobody is told. Connections are tasks of the runtime that polls, so use a client
/// in one runtime only; of either flavor, with its clock and its I/O enabled.
#[derive(Clone, Debug)]
pub struct Client {
    account: Account,
    region: Region,
    settings: Settings,
    fail_over: bool,
    identify_jobs: bool,
    turns: Arc<Semaphore>,
    transport: HyperTransport,
    clock: TokioClock,
    random: Random,
}

impl Client {
    /// A client with the default settings and connections of its own.
    pub fn new(account: Account, region: Region) -> Self {
        Self::builder(account, region).build()
    }

    /// Starts a client with settings, a proxy or connections of your own.
    pub fn builder(account: Account, region: Region) -> ClientBuilder {
        ClientBuilder::new(account, region)
    }

    pub(crate) fn of(builder: ClientBuilder, transport: HyperTransport) -> Self {
        let ClientBuilder {
            account,
            region,
            settings,
            fail_over,
            identify_jobs,
            max_concurrent_calls,
            ..
        } = builder;
        Self {
            account,
            region,
            settings,
            fail_over,
            identify_jobs,
            turns: Arc::new(Semaphore::new(
                max_concurrent_calls.clamp(1, Semaphore::MAX_PERMITS),
            )),
            transport,
            clock: TokioClock::start(),
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
    pub async fn send(&self, job: &FaxJob) -> Result<Accepted, SubmitError> {
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
        .await
    }

    /// Looks for the report on one job in all data centers of the region.
    pub async fn report(&self, job_id: &JobId) -> Lookup<FaxReport> {
        self.ask_all(GetReport::new(job_id.clone())).await
    }

    /// The oldest reports of all data centers, up to a thousand of each.
    pub async fn reports(&self) -> Gathered<FaxReport> {
        self.ask_all(ListReports::new()).await
    }

    /// Looks for the reports on many jobs, a thousand in one request.
    pub async fn reports_of(&self, job_ids: &[JobId]) -> Lookups<FaxReport> {
        self.run_quietly(AskAll::<BulkGet>::bulk_get(
            self.account.clone(),
            &self.region,
            job_ids,
            self.settings(),
        ))
        .await
    }

    /// Deletes the report on one job, wherever it is.
    pub async fn delete(&self, job_id: &JobId) -> Lookup<Deletion> {
        self.ask_all(DeleteReport::new(job_id.clone())).await
    }

    /// Deletes a report that was found, and asks only the data center that has it.
    pub async fn delete_found(&self, report: &Located<FaxReport>) -> Lookup<Deletion> {
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
        .await
    }

    /// Deletes the reports on many jobs, wherever they are, a thousand in one request.
    pub async fn delete_many(&self, job_ids: &[JobId]) -> Lookups<Deletion> {
        self.run_quietly(AskAll::<BulkDelete>::bulk_delete(
            self.account.clone(),
            &self.region,
            job_ids,
            self.settings(),
        ))
        .await
    }

    /// Sends one operation to all data centers of the region and merges the answers.
    pub async fn ask_all<O: AskEach>(&self, operation: O) -> O::Merged {
        self.run_quietly(AskAll::new(
            self.account.clone(),
            &self.region,
            operation,
            self.settings(),
        ))
        .await
    }

    /// Performs one operation at one server, with repeats where they are safe.
    ///
    /// # Errors
    /// As [`Operation::response`], and [`Error::Transport`] when no complete answer came.
    pub async fn call<O: Operation>(
        &self,
        target: O::Target,
        operation: O,
    ) -> Result<O::Output, Error> {
        self.run_quietly(Call::new(
            self.account.clone(),
            target,
            operation,
            self.settings(),
        ))
        .await
    }

    /// Runs any flow to its end.
    ///
    /// `on_event` gets the flow as well, for the flows that are told something on the way. When the flow waits for a caller that has
    /// nothing more to say, it is stopped, and its output says what is left undone. To await something between events, take
    /// [`Client::driver`].
    pub async fn run<F: Flow>(&self, flow: F, on_event: impl FnMut(&mut F, F::Event)) -> F::Output {
        run(&self.transport, flow, on_event).await
    }

    /// Runs any flow from event to event, with time in between for whatever the caller does with them.
    ///
    /// What is under way goes on only while [`next_event`](AsyncDriver::next_event) is awaited, but its time goes on always: await
    /// nothing long in between without it. The flow's moments count from when the client was made.
    ///
    /// ```
    /// use fax4a::flow::{Watch, WatchEvent};
    /// use fax4a_hyper::Client;
    ///
    /// async fn tell(client: &Client, watch: Watch) {
    ///     let mut driver = client.driver(watch);
    ///     while let Some(event) = driver.next_event().await {
    ///         if let WatchEvent::Report(report) = event {
    ///             println!("{} is done", report.value.job_id().as_str());
    ///         }
    ///     }
    ///     println!("{} are not", driver.into_output().len());
    /// }
    /// ```
    pub fn driver<F: Flow>(&self, flow: F) -> AsyncDriver<'_, F, HyperTransport, TokioClock> {
        AsyncDriver::new(flow, &self.transport, &self.clock)
    }

    /// Runs a flow that is over once it has its answers, in its turn.
    async fn run_quietly<F: Flow<Event = Infallible>>(&self, flow: F) -> F::Output {
        // Taken before the flow is asked for anything, because from then on its clock is running: a request that waits here for long
        // must not look like one without an answer. It is never closed, so there is a turn for everybody.
        let _turn = self.turns.acquire().await;
        self.run(flow, |_, event| match event {}).await
    }
}
