//! One of the two transports, so that a lane need not know which.

use std::convert::Infallible;
use std::future::ready;
use std::time::Duration;

use fax4a::flow::{Accepted, Backoff, Batch, Drained, Located, Lookup, RetryPolicy, SubmitError};
use fax4a::report::Deletion;
use fax4a::{Account, Credentials, CustomerNumber, FaxJob, FaxReport, JobId, Region};
use fax4a_simulator::Config;
use tokio::runtime::Handle;

/// How many calls of a lane are under way at once.
const AT_ONCE: usize = 8;

/// Far above what a watch of finished jobs takes.
const TIME_LIMIT: Duration = Duration::from_secs(300);

pub(crate) enum Caller {
    Hyper(fax4a_hyper::Client, Handle),
    Ureq(fax4a_ureq::Client),
}

impl Caller {
    pub(crate) fn both(region: &Region, runtime: &Handle) -> [Self; 2] {
        let number = CustomerNumber::new(Config::CUSTOMER_NUMBER).expect("a customer number");
        let credentials =
            Credentials::basic(Config::USER_NAME, Config::PASSWORD).expect("credentials");
        let account = Account::new(number, credentials);
        let backoff = Backoff::new(Duration::from_millis(5), Duration::from_millis(100));
        let retry = RetryPolicy::default().with_backoff(backoff);
        let hyper = fax4a_hyper::Client::builder(account.clone(), region.clone()).retry(retry);
        let ureq = fax4a_ureq::Client::builder(account, region.clone()).retry(retry);
        [
            Self::Hyper(hyper.build(), runtime.clone()),
            Self::Ureq(ureq.build()),
        ]
    }

    pub(crate) fn send(&self, jobs: &[FaxJob]) -> Vec<Result<Accepted, SubmitError>> {
        match self {
            Self::Hyper(client, runtime) => {
                tasks(client, runtime, jobs, |client, job| async move {
                    client.send(&job).await
                })
            }
            Self::Ureq(client) => threads(jobs, |job| client.send(job)),
        }
    }

    pub(crate) fn look_up(&self, job_ids: &[JobId]) -> Vec<Lookup<FaxReport>> {
        match self {
            Self::Hyper(client, runtime) => {
                tasks(client, runtime, job_ids, |client, id| async move {
                    client.report(&id).await
                })
            }
            Self::Ureq(client) => threads(job_ids, |id| client.report(id)),
        }
    }

    pub(crate) fn delete(&self, job_ids: &[JobId]) -> Vec<Lookup<Deletion>> {
        match self {
            Self::Hyper(client, runtime) => {
                tasks(client, runtime, job_ids, |client, id| async move {
                    client.delete(&id).await
                })
            }
            Self::Ureq(client) => threads(job_ids, |id| client.delete(id)),
        }
    }

    /// The final reports, of which each job has to have one.
    pub(crate) fn watch(&self, job_ids: &[JobId]) -> Vec<Located<FaxReport>> {
        let (job_ids, mut reports) = (job_ids.iter().cloned(), Vec::new());
        let unfinished = match self {
            Self::Hyper(client, runtime) => {
                runtime.block_on(client.watch(job_ids, Some(TIME_LIMIT), |report| {
                    reports.push(report);
                    ready(())
                }))
            }
            Self::Ureq(client) => {
                client.watch(job_ids, Some(TIME_LIMIT), |report| reports.push(report))
            }
        };
        assert!(
            unfinished.is_empty(),
            "jobs without a report: {unfinished:?}"
        );
        reports
    }

    pub(crate) fn drain(&self, mut store: impl FnMut(&Batch)) -> Drained {
        match self {
            Self::Hyper(client, runtime) => runtime.block_on(client.drain(|batch| {
                store(&batch);
                ready(Ok::<_, Infallible>(()))
            })),
            Self::Ureq(client) => client.drain(|batch| {
                store(batch);
                Ok::<_, Infallible>(())
            }),
        }
    }
}

/// Calls a client for each item, some at once, and gives the results in the items' order.
fn tasks<T, R, F>(
    client: &fax4a_hyper::Client,
    runtime: &Handle,
    items: &[T],
    call: impl Fn(fax4a_hyper::Client, T) -> F,
) -> Vec<R>
where
    T: Clone,
    R: Send + 'static,
    F: Future<Output = R> + Send + 'static,
{
    let mut results = Vec::with_capacity(items.len());
    for some in items.chunks(AT_ONCE) {
        let running: Vec<_> = some
            .iter()
            .map(|item| runtime.spawn(call(client.clone(), item.clone())))
            .collect();
        results.extend(
            running
                .into_iter()
                .map(|one| runtime.block_on(one).expect("a task")),
        );
    }
    results
}

/// The same on threads.
fn threads<T: Sync, R: Send>(items: &[T], call: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let share = items.len().div_ceil(AT_ONCE).max(1);
    std::thread::scope(|scope| {
        let call = &call;
        let running: Vec<_> = items
            .chunks(share)
            .map(|some| scope.spawn(move || some.iter().map(call).collect::<Vec<_>>()))
            .collect();
        running
            .into_iter()
            .flat_map(|one| one.join().expect("a thread"))
            .collect()
    })
}
