//! Everything that is known about a world: what the invariants are checked against.

use std::collections::BTreeMap;

use fax4a::flow::{Batch, Moment, RetryBudget, WatchEvent};
use fax4a::{DataCenter, JobId, Server};
use fax4a_simulator::Endpoint;

use super::fact::{Asked, Ending, Fact, Heard, Key, RunId};
use super::history::{Handed, History};
use super::ledger::Ledger;
use super::plan::Plan;
use super::store::Store;

/// Everything that is known about a world.
#[derive(Debug)]
pub(super) struct Evidence {
    pub(super) now: Moment,
    /// What the trace says of what just happened. It shows what the library prints of it.
    pub(super) line: String,
    pub(super) max_attempts: u32,
    /// Whether somebody takes every report away in the end.
    pub(super) is_drained: bool,
    /// Whether somebody waits for the report of every accepted job.
    pub(super) is_watched: bool,
    pub(super) store: Store,
    pub(super) ledger: Ledger,
    pub(super) sends: Vec<Sends>,
    histories: BTreeMap<RunId, History>,
    /// What is at most left of each server's budget of repeats; none if repeats are not budgeted.
    budget: Option<BTreeMap<Server, u32>>,
    /// A server that got more repeats than its budget had.
    pub(super) overdrawn: Option<Server>,
}

/// What became of one letter, by what its sender decided and was told.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sends {
    /// How often somebody decided to send it.
    pub(super) decided: u64,
    /// How often the sender was told that the service surely did not take it.
    pub(super) refused: u64,
    /// How often the sender was told that the service has it.
    pub(super) accepted: u64,
}

/// The data center of this name.
pub(super) fn endpoint(data_center: &DataCenter) -> Option<Endpoint> {
    data_center.name().parse().ok()
}

impl Evidence {
    pub(super) fn new(plan: &Plan) -> Self {
        Self {
            now: Moment::START,
            line: String::new(),
            max_attempts: plan.max_attempts,
            is_drained: plan.drainers > 0,
            is_watched: plan.watchers > 0,
            store: Store::default(),
            ledger: Ledger::default(),
            sends: Vec::new(),
            histories: BTreeMap::new(),
            budget: plan.has_budget.then(BTreeMap::new),
            overdrawn: None,
        }
    }

    pub(super) fn history(&self, run: RunId) -> &History {
        &self.histories[&run]
    }

    fn history_mut(&mut self, run: RunId) -> &mut History {
        self.histories
            .get_mut(&run)
            .expect("a flow begins before anything else happens to it")
    }

    /// Takes note of what happened.
    pub(super) fn note(&mut self, fact: &Fact) {
        match fact {
            Fact::Began { run, kind, .. } => {
                self.histories.insert(*run, History::new(*kind));
            }
            Fact::Decided { letter } => self.sends[*letter].decided += 1,
            Fact::Asked { run, asked, .. } => {
                self.spend(asked);
                self.history_mut(*run).asked(asked.clone());
            }
            Fact::Heard {
                run,
                ticket,
                at,
                heard,
            } => {
                self.put_back(*run, *ticket, heard);
                self.history_mut(*run).heard(*ticket, *at, heard);
            }
            Fact::Waits { run, at, .. } => self.history_mut(*run).expire(*at),
            Fact::Batch { run, batch } => {
                let handed = handed(batch);
                self.history_mut(*run).batches.insert(batch.id, handed);
            }
            Fact::Confirmed { run, batch } => {
                self.history_mut(*run).confirmed.insert(*batch);
            }
            Fact::WatchTold {
                run,
                event: WatchEvent::Report(report),
            } => {
                self.history_mut(*run)
                    .reported
                    .insert(report.value.job_id().as_str().to_owned());
            }
            Fact::Ended {
                ending: Ending::Sent { letter, result },
                ..
            } => match result {
                Ok(_) => self.sends[*letter].accepted += 1,
                Err(error) if !error.may_have_been_sent() => self.sends[*letter].refused += 1,
                Err(_) => {}
            },
            _ => {}
        }
    }

    /// A repeat takes its cost from the server's budget.
    fn spend(&mut self, asked: &Asked) {
        let server = &asked.label.server;
        if let Some(left) = self.tokens(server).filter(|_| asked.label.attempt > 1) {
            match left.checked_sub(RetryBudget::COST) {
                Some(less) => *left = less,
                None => self.overdrawn = Some(server.clone()),
            }
        }
    }

    /// Every answer in time that may be a success puts one token back.
    fn put_back(&mut self, run: RunId, ticket: fax4a::flow::Ticket, heard: &Heard) {
        let Heard::Answer {
            status: 200 | 201 | 400 | 404,
            ..
        } = heard
        else {
            return;
        };
        let exchange = self
            .history(run)
            .open()
            .find(|it| it.asked.ticket == ticket);
        let server = exchange.map(|it| it.asked.label.server.clone());
        if let Some(left) = server.and_then(|server| self.tokens(&server)) {
            *left = (*left + 1).min(RetryBudget::CAPACITY);
        }
    }

    fn tokens(&mut self, server: &Server) -> Option<&mut u32> {
        let budget = self.budget.as_mut()?;
        Some(
            budget
                .entry(server.clone())
                .or_insert(RetryBudget::CAPACITY),
        )
    }
}

/// The entries of a batch.
fn handed(batch: &Batch) -> Handed {
    let Some(at) = endpoint(&batch.data_center) else {
        return Handed::default();
    };
    let key = |job_id: &JobId| Key::new(at, job_id.as_str());
    let reports = batch.reports.iter().map(|report| key(report.job_id()));
    let unreadable = batch
        .unreadable
        .iter()
        .filter_map(|it| it.job_id().map(key));
    let nameless = batch
        .unreadable
        .iter()
        .filter(|it| it.job_id().is_none())
        .count();
    Handed {
        at: Some(at),
        keys: reports.chain(unreadable).collect(),
        nameless,
    }
}
