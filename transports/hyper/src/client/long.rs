//! The calls that may go on for hours.

use std::collections::VecDeque;
use std::error::Error as StdError;
use std::future::ready;
use std::time::Duration;

use fax4a::flow::{
    AsyncDriver, Batch, Drain, DrainEvent, Drained, Located, Reconcile, Standing, Unseen, Watch,
    WatchEvent,
};
use fax4a::{FaxReport, JobId};

use super::Client;
use crate::run::{TokioClock, beside, next};

impl Client {
    /// Waits for the final report on one job, for so long.
    ///
    /// # Errors
    /// What is known of the job when the time is up: a [`Standing`].
    pub async fn wait_for(
        &self,
        job_id: &JobId,
        time_limit: Duration,
    ) -> Result<Located<FaxReport>, Standing> {
        let mut found = None;
        let on_report = |report| {
            found = Some(report);
            ready(())
        };
        let mut unfinished = self
            .watch([job_id.clone()], Some(time_limit), on_report)
            .await;
        let standing = unfinished.pop().map(|(_, standing)| standing);
        found.ok_or_else(|| standing.unwrap_or_default())
    }

    /// Watches jobs, and hands out the report of each as it becomes final. Comes back with the jobs that have none when the time
    /// is up; without a limit, when all have one.
    ///
    /// The watch goes on while `on_report` is busy with a report; the next ones then wait in memory.
    ///
    /// For more say, such as adding jobs while it runs, [run](Self::run) a [`Watch`].
    #[must_use = "the jobs without a final report"]
    pub async fn watch<R>(
        &self,
        job_ids: impl IntoIterator<Item = JobId>,
        time_limit: Option<Duration>,
        mut on_report: impl FnMut(Located<FaxReport>) -> R,
    ) -> Vec<(JobId, Standing)>
    where
        R: Future<Output = ()>,
    {
        let watch = Watch::new(self.account.clone(), &self.region, job_ids, self.settings());
        let watch = time_limit.into_iter().fold(watch, Watch::with_time_limit);
        let clock = TokioClock::start();
        let mut driver = AsyncDriver::new(watch, &self.transport, &clock);
        let mut backlog = VecDeque::new();
        while let Some(event) = next(&mut driver, &mut backlog).await {
            if let WatchEvent::Report(report) = event {
                beside(&mut driver, &mut backlog, on_report(report)).await;
            }
        }
        driver.into_output()
    }

    /// Takes all reports from all data centers: each page is deleted only after `store` returned `Ok` for it.
    ///
    /// An `Err` ends the drain of that data center, and deletes nothing of the page. The program may end at any moment: what was
    /// not deleted comes again, so store by data center and job id.
    ///
    /// Pages are stored one after the other. While `store` is busy with that of one data center, the others go on up to their next.
    ///
    /// ```
    /// use std::io;
    /// use std::sync::Mutex;
    ///
    /// use fax4a_hyper::Client;
    ///
    /// async fn collect(client: &Client) -> Vec<String> {
    ///     // A future may outlive the call that made it, so it shares what it changes.
    ///     let stored = Mutex::new(Vec::new());
    ///     let store = async |batch: fax4a::flow::Batch| {
    ///         let mut stored = stored.lock().map_err(|_| io::Error::other("poisoned"))?;
    ///         stored.extend(batch.reports.iter().map(|report| report.job_id().as_str().to_owned()));
    ///         io::Result::Ok(())
    ///     };
    ///     let drained = client.drain(store).await;
    ///     println!("{} reports, everything: {}", drained.persisted(), drained.is_complete());
    ///     stored.into_inner().unwrap_or_default()
    /// }
    /// ```
    // No `AsyncFnMut`, whose futures the compiler (1.95) does not see to be `Send` inside of another future.
    pub async fn drain<S, E>(&self, mut store: impl FnMut(Batch) -> S) -> Drained
    where
        S: Future<Output = Result<(), E>>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let drain = Drain::new(self.account.clone(), &self.region, self.settings());
        let clock = TokioClock::start();
        let mut driver = AsyncDriver::new(drain, &self.transport, &clock);
        let mut backlog = VecDeque::new();
        while let Some(event) = next(&mut driver, &mut backlog).await {
            if let DrainEvent::Batch(batch) = event {
                let id = batch.id;
                match beside(&mut driver, &mut backlog, store(batch)).await {
                    Ok(()) => driver.flow_mut().persisted(id),
                    Err(error) => driver.flow_mut().rejected(id, error),
                }
            }
        }
        driver.into_output()
    }

    /// After a send that ended as [`SubmitError::Unknown`](fax4a::flow::SubmitError::Unknown), looks for the job's report by its own id, for so long.
    ///
    /// # Errors
    /// [`Unseen`] when there was none, which does **not** mean that the job was not accepted: see [`Reconcile`].
    pub async fn reconcile(
        &self,
        customer_defined_id: &str,
        time_limit: Duration,
    ) -> Result<Located<FaxReport>, Unseen> {
        let settings = self.settings();
        let reconcile = Reconcile::new(
            self.account.clone(),
            &self.region,
            customer_defined_id,
            time_limit,
            settings,
        );
        self.run(reconcile, |_, event| match event {}).await
    }
}
