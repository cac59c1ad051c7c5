//! The clients, each by the methods that its users call.

use std::future::Future;
use std::time::{Duration, Instant};

use fax4a::flow::{
    Accepted, AskAll, AskEach, Batch, Call, Drain, DrainEvent, Drained, Flow, Gathered, Located,
    Lookup, Lookups, Reconcile, Settings, Standing, Submit, SubmitError, Unseen, Watch, WatchEvent,
    drive,
};
use fax4a::operation::{
    BulkDelete, BulkGet, DeleteOldest, DeleteReport, GetReport, ListReports, Operation,
};
use fax4a::report::Deletion;
use fax4a::{Account, DataCenterUrl, Error, FaxJob, FaxReport, JobId, Region};
use tokio::runtime::Runtime;

use super::transports::own::TcpTransport;
use super::transports::{Clock, Transport, plain_hyper};

/// What a listing is.
pub(super) type Listed = <ListReports as Operation>::Output;

/// Stores what a drain brings.
pub(super) type Store<'a> = dyn FnMut(&Batch) -> Result<(), &'static str> + 'a;

/// What a client is made of.
#[derive(Clone)]
pub(super) struct Setup {
    pub(super) account: Account,
    pub(super) region: Region,
    pub(super) settings: Settings,
    pub(super) fail_over: bool,
}

/// A client's methods, with their names.
pub(super) trait Client {
    fn send(&self, job: &FaxJob) -> Result<Accepted, SubmitError>;
    fn report(&self, job_id: &JobId) -> Lookup<FaxReport>;
    fn reports(&self) -> Gathered<FaxReport>;
    fn reports_of(&self, job_ids: &[JobId]) -> Lookups<FaxReport>;
    fn delete(&self, job_id: &JobId) -> Lookup<Deletion>;
    fn delete_found(&self, report: &Located<FaxReport>) -> Lookup<Deletion>;
    fn delete_many(&self, job_ids: &[JobId]) -> Lookups<Deletion>;
    /// `ask_all`, with an operation that has no method of its own.
    fn delete_oldest(&self) -> Gathered<Deletion>;
    /// `call`, with some operation.
    fn list_at(&self, data_center: DataCenterUrl) -> Result<Listed, Error>;
    fn wait_for(&self, id: &JobId, limit: Duration) -> Result<Located<FaxReport>, Standing>;
    fn drain(&self, store: &mut Store<'_>) -> Drained;
    fn reconcile(&self, id: &str, limit: Duration) -> Result<Located<FaxReport>, Unseen>;
}

impl Transport {
    pub(super) fn client(self, setup: Setup) -> Box<dyn Client> {
        let Setup {
            account,
            region,
            settings,
            fail_over,
        } = setup.clone();
        match self.runtime() {
            Some(runtime) => {
                let client = plain_hyper(account, region);
                let client = client.settings(settings).fail_over(fail_over).build();
                blocking(client, runtime)
            }
            None if self == Self::Own => Box::new(setup),
            None => {
                let client = fax4a_ureq::Client::builder(account, region);
                Box::new(client.settings(settings).fail_over(fail_over).build())
            }
        }
    }
}

impl Client for fax4a_ureq::Client {
    fn send(&self, job: &FaxJob) -> Result<Accepted, SubmitError> {
        self.send(job)
    }

    fn report(&self, job_id: &JobId) -> Lookup<FaxReport> {
        self.report(job_id)
    }

    fn reports(&self) -> Gathered<FaxReport> {
        self.reports()
    }

    fn reports_of(&self, job_ids: &[JobId]) -> Lookups<FaxReport> {
        self.reports_of(job_ids)
    }

    fn delete(&self, job_id: &JobId) -> Lookup<Deletion> {
        self.delete(job_id)
    }

    fn delete_found(&self, report: &Located<FaxReport>) -> Lookup<Deletion> {
        self.delete_found(report)
    }

    fn delete_many(&self, job_ids: &[JobId]) -> Lookups<Deletion> {
        self.delete_many(job_ids)
    }

    fn delete_oldest(&self) -> Gathered<Deletion> {
        self.ask_all(DeleteOldest::new())
    }

    fn list_at(&self, data_center: DataCenterUrl) -> Result<Listed, Error> {
        self.call(data_center, ListReports::new())
    }

    fn wait_for(&self, id: &JobId, limit: Duration) -> Result<Located<FaxReport>, Standing> {
        self.wait_for(id, limit)
    }

    fn drain(&self, store: &mut Store<'_>) -> Drained {
        self.drain(store)
    }

    fn reconcile(&self, id: &str, limit: Duration) -> Result<Located<FaxReport>, Unseen> {
        self.reconcile(id, limit)
    }
}

pub(super) fn blocking(client: fax4a_hyper::Client, runtime: Runtime) -> Box<dyn Client> {
    Box::new(Blocking { client, runtime })
}

/// The asynchronous client, one call after the other. The client goes before its runtime does.
struct Blocking {
    client: fax4a_hyper::Client,
    runtime: Runtime,
}

impl Blocking {
    fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }
}

impl Client for Blocking {
    fn send(&self, job: &FaxJob) -> Result<Accepted, SubmitError> {
        self.wait(self.client.send(job))
    }

    fn report(&self, job_id: &JobId) -> Lookup<FaxReport> {
        self.wait(self.client.report(job_id))
    }

    fn reports(&self) -> Gathered<FaxReport> {
        self.wait(self.client.reports())
    }

    fn reports_of(&self, job_ids: &[JobId]) -> Lookups<FaxReport> {
        self.wait(self.client.reports_of(job_ids))
    }

    fn delete(&self, job_id: &JobId) -> Lookup<Deletion> {
        self.wait(self.client.delete(job_id))
    }

    fn delete_found(&self, report: &Located<FaxReport>) -> Lookup<Deletion> {
        self.wait(self.client.delete_found(report))
    }

    fn delete_many(&self, job_ids: &[JobId]) -> Lookups<Deletion> {
        self.wait(self.client.delete_many(job_ids))
    }

    fn delete_oldest(&self) -> Gathered<Deletion> {
        self.wait(self.client.ask_all(DeleteOldest::new()))
    }

    fn list_at(&self, data_center: DataCenterUrl) -> Result<Listed, Error> {
        self.wait(self.client.call(data_center, ListReports::new()))
    }

    fn wait_for(&self, id: &JobId, limit: Duration) -> Result<Located<FaxReport>, Standing> {
        self.wait(self.client.wait_for(id, limit))
    }

    fn drain(&self, store: &mut Store<'_>) -> Drained {
        let store = |batch: Batch| std::future::ready(store(&batch));
        self.wait(self.client.drain(store))
    }

    fn reconcile(&self, id: &str, limit: Duration) -> Result<Located<FaxReport>, Unseen> {
        self.wait(self.client.reconcile(id, limit))
    }
}

impl Setup {
    fn drive<F: Flow>(&self, flow: F, on_event: impl FnMut(&mut F, F::Event)) -> F::Output {
        drive(flow, &TcpTransport, &Clock(Instant::now()), on_event)
    }

    fn ask<O: AskEach>(&self, operation: O) -> O::Merged {
        let (account, settings) = (self.account.clone(), self.settings.clone());
        let ask = AskAll::new(account, &self.region, operation, settings);
        self.drive(ask, |_, event| match event {})
    }
}

/// The flows over the example's transport: what the methods of the clients run.
impl Client for Setup {
    fn send(&self, job: &FaxJob) -> Result<Accepted, SubmitError> {
        let (account, settings) = (self.account.clone(), self.settings.clone());
        let submit = Submit::new(account, &self.region, job, settings);
        let submit = if self.fail_over {
            submit.with_fail_over(&self.region)
        } else {
            submit
        };
        self.drive(submit, |_, event| match event {})
    }

    fn report(&self, job_id: &JobId) -> Lookup<FaxReport> {
        self.ask(GetReport::new(job_id.clone()))
    }

    fn reports(&self) -> Gathered<FaxReport> {
        self.ask(ListReports::new())
    }

    fn reports_of(&self, job_ids: &[JobId]) -> Lookups<FaxReport> {
        let (account, settings) = (self.account.clone(), self.settings.clone());
        let ask = AskAll::<BulkGet>::bulk_get(account, &self.region, job_ids, settings);
        self.drive(ask, |_, event| match event {})
    }

    fn delete(&self, job_id: &JobId) -> Lookup<Deletion> {
        self.ask(DeleteReport::new(job_id.clone()))
    }

    fn delete_found(&self, report: &Located<FaxReport>) -> Lookup<Deletion> {
        let holder = self.region.data_center(&report.data_center);
        let region = Region::of_one(holder.expect("of this region").clone());
        let only = Setup {
            region,
            ..self.clone()
        };
        only.delete(report.value.job_id())
    }

    fn delete_many(&self, job_ids: &[JobId]) -> Lookups<Deletion> {
        let (account, settings) = (self.account.clone(), self.settings.clone());
        let ask = AskAll::<BulkDelete>::bulk_delete(account, &self.region, job_ids, settings);
        self.drive(ask, |_, event| match event {})
    }

    fn delete_oldest(&self) -> Gathered<Deletion> {
        self.ask(DeleteOldest::new())
    }

    fn list_at(&self, data_center: DataCenterUrl) -> Result<Listed, Error> {
        let (account, settings) = (self.account.clone(), self.settings.clone());
        let call = Call::new(account, data_center, ListReports::new(), settings);
        self.drive(call, |_, event| match event {})
    }

    fn wait_for(&self, id: &JobId, limit: Duration) -> Result<Located<FaxReport>, Standing> {
        let (account, settings) = (self.account.clone(), self.settings.clone());
        let watch = Watch::new(account, &self.region, [id.clone()], settings);
        let mut found = None;
        let mut unfinished = self.drive(watch.with_time_limit(limit), |_, event| {
            if let WatchEvent::Report(report) = event {
                found = Some(report);
            }
        });
        found.ok_or_else(|| unfinished.remove(0).1)
    }

    fn drain(&self, store: &mut Store<'_>) -> Drained {
        let (account, settings) = (self.account.clone(), self.settings.clone());
        let drain = Drain::new(account, &self.region, settings);
        self.drive(drain, |drain, event| {
            if let DrainEvent::Batch(batch) = event {
                match store(&batch) {
                    Ok(()) => drain.persisted(batch.id),
                    Err(error) => drain.rejected(batch.id, error),
                }
            }
        })
    }

    fn reconcile(&self, id: &str, limit: Duration) -> Result<Located<FaxReport>, Unseen> {
        let (account, settings) = (self.account.clone(), self.settings.clone());
        let reconcile = Reconcile::new(account, &self.region, id, limit, settings);
        self.drive(reconcile, |_, event| match event {})
    }
}
