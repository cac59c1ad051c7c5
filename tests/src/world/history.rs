//! What one flow asked and was told, kept by the world and not by the flow.

use std::collections::{BTreeMap, BTreeSet};

use fax4a::flow::{BatchId, Moment, Ticket};
use fax4a_simulator::{Endpoint, Operation};

use super::fact::{Asked, Heard, Key, Kind};
use super::reader::Says;

/// What one flow asked and was told.
#[derive(Debug)]
pub(super) struct History {
    pub(super) kind: Kind,
    pub(super) exchanges: Vec<Exchanged>,
    /// How many of them, from the first on, are over.
    over: usize,
    pub(super) batches: BTreeMap<BatchId, Handed>,
    pub(super) confirmed: BTreeSet<BatchId>,
    /// The jobs whose report a watch told.
    pub(super) reported: BTreeSet<String>,
    /// Whether an answer named jobs that are not there.
    pub(super) is_tampered: bool,
}

/// The entries of a batch: the jobs, and how many entries name none.
#[derive(Debug, Default)]
pub(super) struct Handed {
    pub(super) at: Option<Endpoint>,
    pub(super) keys: Vec<Key>,
    pub(super) nameless: usize,
}

/// One exchange of a flow.
#[derive(Debug)]
pub(super) struct Exchanged {
    pub(super) asked: Asked,
    /// What was told first, unless the flow had given up before.
    pub(super) heard: Option<(Moment, Heard)>,
    pub(super) is_expired: bool,
}

/// What a data center said last about one job to one flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// It was never asked, or has not answered yet.
    Nothing,
    /// It failed, or its answer does not name the job.
    Failed,
    Says(Says),
}

impl History {
    pub(super) fn new(kind: Kind) -> Self {
        Self {
            kind,
            exchanges: Vec::new(),
            over: 0,
            batches: BTreeMap::new(),
            confirmed: BTreeSet::new(),
            reported: BTreeSet::new(),
            is_tampered: false,
        }
    }

    pub(super) fn asked(&mut self, asked: Asked) {
        self.expire(asked.at);
        self.exchanges.push(Exchanged {
            asked,
            heard: None,
            is_expired: false,
        });
    }

    /// Notes what the flow gives up when it is polled at this time.
    pub(super) fn expire(&mut self, now: Moment) {
        for exchanged in self.exchanges[self.over..]
            .iter_mut()
            .filter(|it| it.is_open())
        {
            exchanged.is_expired = exchanged.asked.expires <= now;
        }
        let over = self.exchanges[self.over..]
            .iter()
            .position(Exchanged::is_open);
        self.over = over.map_or(self.exchanges.len(), |over| self.over + over);
    }

    /// Notes what was told, unless the flow has to ignore it.
    pub(super) fn heard(&mut self, ticket: Ticket, at: Moment, heard: &Heard) {
        let mut rest = self.exchanges[self.over..].iter_mut();
        if let Some(exchanged) = rest.find(|it| it.asked.ticket == ticket && it.is_open()) {
            exchanged.heard = Some((at, heard.clone()));
            self.is_tampered |= matches!(
                heard,
                Heard::Answer {
                    is_tampered: true,
                    ..
                }
            );
        }
    }

    /// The exchanges that the flow still waits for.
    pub(super) fn open(&self) -> impl Iterator<Item = &Exchanged> {
        self.exchanges[self.over..].iter().filter(|it| it.is_open())
    }

    /// The exchanges with one server.
    pub(super) fn with(&self, server: Endpoint) -> impl DoubleEndedIterator<Item = &Exchanged> {
        self.exchanges
            .iter()
            .filter(move |it| it.asked.server == Some(server))
    }

    /// The last exchange with a server that is over, of this operation.
    pub(super) fn last(&self, server: Endpoint, operation: Operation) -> Option<&Exchanged> {
        self.with(server)
            .rfind(|it| it.asked.operation == Some(operation) && !it.is_open())
    }

    /// What a data center said last about a job.
    pub(super) fn word(&self, server: Endpoint, job_id: &str) -> Word {
        let last = self
            .with(server)
            .rfind(|it| it.asked.job_ids.iter().any(|id| id == job_id));
        last.filter(|it| !it.is_open())
            .map_or(Word::Nothing, |it| it.word(job_id))
    }

    /// All jobs that were handed out, with those of one batch.
    pub(super) fn handed_out(&self) -> BTreeSet<&Key> {
        self.batches
            .values()
            .flat_map(|handed| &handed.keys)
            .collect()
    }
}

impl Exchanged {
    /// Whether the flow still waits for what becomes of it.
    pub(super) fn is_open(&self) -> bool {
        self.heard.is_none() && !self.is_expired
    }

    /// The entries of the answer, if one came that can be read.
    pub(super) fn entries(&self) -> Option<&[super::reader::Entry]> {
        match &self.heard {
            Some((
                _,
                Heard::Answer {
                    entries: Some(entries),
                    ..
                },
            )) => Some(entries),
            _ => None,
        }
    }

    pub(super) fn status(&self) -> Option<u16> {
        match &self.heard {
            Some((_, Heard::Answer { status, .. })) => Some(*status),
            _ => None,
        }
    }

    fn word(&self, job_id: &str) -> Word {
        match (self.asked.operation, self.status()) {
            (Some(Operation::GetReport | Operation::DeleteReport), Some(404)) => {
                return Word::Says(Says::NotFound);
            }
            (Some(Operation::DeleteReport), Some(400)) => return Word::Says(Says::NotFound),
            _ => {}
        }
        let about = self.entries().and_then(|it| {
            it.iter()
                .rev()
                .find(|entry| entry.job_id.as_deref() == Some(job_id))
        });
        about.map_or(Word::Failed, |entry| Word::Says(entry.says))
    }
}
