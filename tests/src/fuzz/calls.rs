//! Any calls of a flow in any order: the contract of `fax4a::flow` holds, and so does what each flow promises.
//!
//! Where the target `flows` has programs that behave, this is a driver and a caller that do not: they poll whenever they like, answer
//! late, twice, with strangers' tickets or never, and confirm what was not asked.

use std::collections::BTreeMap;
use std::time::Duration;

use fax4a::flow::{
    AskAll, Backoff, BatchId, Drain, DrainEvent, Flow, Lookup, Reconcile, Settings, Submit,
    SubmitError, Watch, WatchEvent,
};
use fax4a::operation::{BulkGet, GetReport, ListReports};
use fax4a::{JobId, Region};

use crate::sample;
use crate::world::Dice;

mod answer;
mod driver;

use driver::{Driver, Fate, Sent};

/// What a flow's caller does, and what it must never see.
trait Caller<F: Flow> {
    /// Takes an event.
    fn hear(&mut self, _: &mut F, _: F::Event, _: &mut Dice) {}

    /// Does something that nobody waits for. Returns whether a flow that was done may go on.
    fn act(&mut self, _: &mut F, _: &mut Dice) -> bool {
        false
    }

    /// Does what the flow waits for, if it waits for the caller.
    fn finish(&mut self, _: &mut F) -> bool {
        false
    }

    /// Whether this may be sent now, after what was sent before.
    fn allows(&self, _: &Sent, _before: &[Sent]) -> bool {
        true
    }
}

/// The first byte chooses the flow, the others decide about the calls.
pub fn calls(data: &[u8]) {
    let (choice, script) = data.split_first().unwrap_or((&0, data));
    let region = Region::germany();
    let (account, settings) = (sample::account(), Settings::default());
    let mut driver = Driver::new(script);
    match choice % 7 {
        0 => {
            let flow = Submit::new(account, &region, &sample::full_job(), settings);
            submit(driver, flow.with_fail_over(&region));
        }
        1 => lookup(
            driver,
            AskAll::new(account, &region, GetReport::new(job_id(0)), settings),
        ),
        2 => {
            let flow = AskAll::new(account, &region, ListReports::new(), settings);
            let gathered = driver.run(flow, &mut Silent);
            let is_answered = |sent: &Sent| matches!(sent.fate, Fate::Answered(200 | 201 | 404));
            let answered = driver.sent.iter().filter(|sent| is_answered(sent)).count();
            assert!(gathered.missing.len() + answered >= 2);
        }
        3 => {
            let ids: Vec<JobId> = (0..3).map(job_id).collect();
            let flow = AskAll::<BulkGet>::bulk_get(account, &region, &ids, settings);
            let lookups = driver.run(flow, &mut Silent);
            assert!(lookups.entries.iter().map(|(id, _)| id).eq(&ids));
        }
        4 => drain(driver, Drain::new(account, &region, settings)),
        5 => watch(driver, account, &region, settings),
        _ => {
            let limit = Duration::from_secs(1800);
            let flow = Reconcile::new(account, &region, "order-1", limit, settings);
            let _ = driver.run(flow, &mut Silent);
        }
    }
}

fn job_id(index: u64) -> JobId {
    sample::job_id(&format!("J{index}"))
}

/// A flow whose caller has nothing to do.
struct Silent;

impl<F: Flow> Caller<F> for Silent {}

/// Sends nothing again unless what was sent surely was not accepted.
struct Sender;

impl Caller<Submit> for Sender {
    fn allows(&self, _: &Sent, before: &[Sent]) -> bool {
        let repeatable = |fate| matches!(fate, Fate::NotSent | Fate::Answered(429 | 503));
        before.iter().all(|sent| repeatable(sent.fate))
    }
}

fn submit(mut driver: Driver, flow: Submit) {
    let output = driver.run(flow, &mut Sender);
    let surely_not = |sent: &Sent| match sent.fate {
        Fate::NotSent => true,
        Fate::Answered(status) => matches!(status, 400..=407 | 409..=499 | 503),
        Fate::Open | Fate::Unknown => false,
    };
    match output {
        Ok(_) => {
            let last = driver.sent.last().map(|sent| sent.fate);
            assert!(matches!(last, Some(Fate::Answered(200 | 201))), "{last:?}");
        }
        Err(SubmitError::Refused { error, .. }) => {
            assert!(
                driver.sent.iter().all(surely_not),
                "{error}: {:?}",
                driver.sent
            );
        }
        Err(error) => {
            // A duplicate after a repeat may be this very job.
            let duplicate = |sent: &Sent| sent.fate == Fate::Answered(409);
            let mut sent = driver.sent.iter();
            assert!(
                !sent.clone().all(surely_not) || sent.any(duplicate),
                "{error}"
            );
        }
    }
}

fn lookup(mut driver: Driver, flow: AskAll<GetReport>) {
    let region = Region::germany();
    let output = driver.run(flow, &mut Silent);
    let said = |name: &str, status| {
        let fate = Fate::Answered(status);
        let mut sent = driver.sent.iter();
        sent.any(|sent| sent.server == name && sent.fate == fate)
    };
    match output {
        Lookup::Found(found) => {
            assert!(said(found.data_center.name(), 200) || said(found.data_center.name(), 201))
        }
        Lookup::NotFound => {
            let names = region
                .data_centers()
                .iter()
                .map(|url| url.data_center().name());
            names.for_each(|name| assert!(said(name, 404), "{name} never said so"));
        }
        Lookup::Unknown { failures } => assert!(!failures.is_empty()),
        _ => {}
    }
}

/// Confirms batches when it likes, or never, and what it was never given.
#[derive(Default)]
struct Sink {
    /// What waits for a word.
    open: BTreeMap<BatchId, Given>,
    closed: Vec<BatchId>,
    /// What was confirmed, by data center and job id.
    confirmed: Vec<(String, String)>,
    count: usize,
}

/// A batch: where it is from, its jobs, and how many reports it has, of which not all name their job.
struct Given {
    server: String,
    ids: Vec<String>,
    count: usize,
}

impl Sink {
    fn confirm(&mut self, flow: &mut Drain, batch: BatchId) {
        if let Some(Given { server, ids, count }) = self.open.remove(&batch) {
            self.count += count;
            self.confirmed
                .extend(ids.into_iter().map(|id| (server.clone(), id)));
            self.closed.push(batch);
        }
        flow.persisted(batch);
    }
}

impl Caller<Drain> for Sink {
    fn hear(&mut self, flow: &mut Drain, event: DrainEvent, dice: &mut Dice) {
        let DrainEvent::Batch(batch) = event else {
            return;
        };
        let ids = batch.reports.iter().map(|report| report.job_id());
        let unreadable = batch.unreadable.iter().filter_map(|entry| entry.job_id());
        let ids = ids.chain(unreadable).map(ToString::to_string).collect();
        let given = Given {
            server: batch.data_center.name().to_owned(),
            ids,
            count: batch.reports.len() + batch.unreadable.len(),
        };
        self.open.insert(batch.id, given);
        if dice.one_in(2) {
            self.confirm(flow, batch.id);
        }
    }

    fn act(&mut self, flow: &mut Drain, dice: &mut Dice) -> bool {
        let open: Vec<BatchId> = self.open.keys().chain(&self.closed).copied().collect();
        let Some(batch) = (!open.is_empty()).then(|| dice.among(&open)) else {
            return false;
        };
        if dice.one_in(4) {
            self.open.remove(&batch);
            self.closed.push(batch);
            flow.rejected(batch, "the disk is full");
        } else {
            self.confirm(flow, batch);
        }
        false
    }

    fn finish(&mut self, flow: &mut Drain) -> bool {
        let next = self.open.keys().next().copied();
        next.map(|batch| self.confirm(flow, batch)).is_some()
    }

    /// Deletes are of what was confirmed, where it was.
    fn allows(&self, sent: &Sent, _: &[Sent]) -> bool {
        let is_confirmed =
            |id: &String| self.confirmed.contains(&(sent.server.clone(), id.clone()));
        match sent.method.as_str() {
            "DELETE" => sent.ids.iter().all(is_confirmed),
            method => method == "GET",
        }
    }
}

fn drain(mut driver: Driver, flow: Drain) {
    let mut sink = Sink::default();
    let output = driver.run(flow, &mut sink);
    assert!(output.persisted() <= sink.count as u64);
    for site in &output.sites {
        assert!(site.deleted <= site.persisted);
    }
}

/// Adds jobs on the way, and wants each report once.
#[derive(Default)]
struct Watcher {
    added: u64,
    told: Vec<JobId>,
}

impl Caller<Watch> for Watcher {
    fn hear(&mut self, flow: &mut Watch, event: WatchEvent, _: &mut Dice) {
        if let WatchEvent::Report(found) = event {
            assert!(found.value.is_final());
            assert!(!self.told.contains(found.value.job_id()), "told twice");
            self.told.push(found.value.job_id().clone());
        }
        assert!(flow.unfinished() + self.told.len() <= 3 + self.added as usize);
    }

    fn act(&mut self, flow: &mut Watch, dice: &mut Dice) -> bool {
        if dice.below(8) == 7 {
            flow.stop();
            return false;
        }
        // A new one each time: what was told may be watched again.
        self.added += 1;
        flow.add(job_id(100 + self.added));
        true
    }
}

fn watch(mut driver: Driver, account: fax4a::Account, region: &Region, settings: Settings) {
    let pace = Backoff::new(Duration::from_secs(1), Duration::from_secs(60));
    let flow = Watch::new(account, region, (0..3).map(job_id), settings)
        .with_pace(pace)
        .with_time_limit(Duration::from_secs(1800));
    let mut watcher = Watcher::default();
    let _ = driver.run(flow, &mut watcher);
}
