//! One task for each flow. Each says in one text what it ended with and what is left at the service.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::Duration;

use fax4a::flow::{AskAll, Drain, DrainEvent, Flow, Reconcile, Submit, Watch, WatchEvent};
use fax4a::operation::{DeleteReport, GetReport, ListReports};
use fax4a::{Document, FaxJob, JobId};

use super::lab::Lab;

pub(super) type Task = fn(&Lab) -> String;

pub(super) const ALL: [(&str, Task); 9] = [
    ("list", list),
    ("get", get),
    ("bulk get", bulk_get),
    ("delete", delete),
    ("bulk delete", bulk_delete),
    ("drain", drain),
    ("watch", watch),
    ("submit", submit),
    ("reconcile", reconcile),
];

/// Runs a flow without events, and tells all.
fn tell<F>(lab: &Lab, flow: F) -> String
where
    F: Flow<Event = std::convert::Infallible>,
    F::Output: std::fmt::Debug,
{
    let output = lab.run(flow, |_, event| match event {});
    format!("{output:?}, left: {:?}", lab.left())
}

/// The jobs at the service, and one that nobody knows.
fn job_ids(lab: &Lab) -> Vec<JobId> {
    let ids = lab.left().into_iter().chain(["FJNOWHERE".into()]);
    ids.map(|id| JobId::new(&id).expect("a valid id")).collect()
}

/// The last job at the service, if there is one.
fn last_job(lab: &Lab) -> JobId {
    job_ids(lab)
        .into_iter()
        .rev()
        .nth(1)
        .unwrap_or_else(|| JobId::new("FJNOWHERE").expect("a valid id"))
}

fn list(lab: &Lab) -> String {
    tell(
        lab,
        AskAll::new(
            lab.account.clone(),
            &lab.region,
            ListReports::new(),
            lab.settings(),
        ),
    )
}

fn get(lab: &Lab) -> String {
    let get = GetReport::new(last_job(lab));
    tell(
        lab,
        AskAll::new(lab.account.clone(), &lab.region, get, lab.settings()),
    )
}

fn bulk_get(lab: &Lab) -> String {
    tell(
        lab,
        AskAll::bulk_get(
            lab.account.clone(),
            &lab.region,
            &job_ids(lab),
            lab.settings(),
        ),
    )
}

fn delete(lab: &Lab) -> String {
    let delete = DeleteReport::new(last_job(lab));
    tell(
        lab,
        AskAll::new(lab.account.clone(), &lab.region, delete, lab.settings()),
    )
}

fn bulk_delete(lab: &Lab) -> String {
    tell(
        lab,
        AskAll::bulk_delete(
            lab.account.clone(),
            &lab.region,
            &job_ids(lab),
            lab.settings(),
        ),
    )
}

fn drain(lab: &Lab) -> String {
    let stored = RefCell::new(BTreeSet::new());
    let flow = Drain::new(lab.account.clone(), &lab.region, lab.settings());
    let output = lab.run(flow, |drain, event| {
        if let DrainEvent::Batch(batch) = event {
            let ids = batch
                .reports
                .iter()
                .map(|report| report.job_id().as_str().to_owned());
            stored
                .borrow_mut()
                .extend(ids.map(|id| (batch.data_center.name().to_owned(), id)));
            drain.persisted(batch.id);
        }
    });
    format!(
        "{output:?}, stored: {:?}, left: {:?}",
        stored.into_inner(),
        lab.left()
    )
}

/// Watches the jobs that are there; one that nobody knows would be watched until the time is up, which is no state but a moment.
fn watch(lab: &Lab) -> String {
    let mut job_ids = job_ids(lab);
    job_ids.pop();
    let told = RefCell::new(BTreeSet::new());
    let flow = Watch::new(lab.account.clone(), &lab.region, job_ids, lab.settings());
    let unfinished = lab.run(flow, |_, event| {
        if let WatchEvent::Report(report) = event {
            told.borrow_mut().insert(format!("{report:?}"));
        }
    });
    format!("{unfinished:?}, told: {:?}", told.into_inner())
}

fn job() -> FaxJob {
    let job = FaxJob::to("+49891234567").document(Document::text("letter.txt", "hello"));
    job.customer_defined_id("letter")
        .build()
        .expect("a valid job")
}

fn submit(lab: &Lab) -> String {
    let flow = Submit::new(lab.account.clone(), &lab.region, &job(), lab.settings());
    tell(lab, flow.with_fail_over(&lab.region))
}

fn reconcile(lab: &Lab) -> String {
    let sent = submit(lab);
    let limit = Duration::from_secs(86_400);
    let flow = Reconcile::new(
        lab.account.clone(),
        &lab.region,
        "letter",
        limit,
        lab.settings(),
    );
    match lab.run(flow, |_, event| match event {}) {
        // When it was sent differs: it stands in the report.
        Ok(found) => format!(
            "{sent}, found {} at {}",
            found.value.job_id(),
            found.data_center
        ),
        // How many rounds fit into the time depends on how long each takes.
        Err(unseen) => format!("{sent}, not seen, {:?}", unseen.full),
    }
}
