//! What is known of many jobs once every data center was asked about all of them.

use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::lookup::{Verdict, server};
use super::{Answers, AskEach, Located, Lookup};
use crate::error::{EntryError, EntryProblem, Error};
use crate::id::JobId;
use crate::operation::{BulkDelete, BulkGet, Operation};
use crate::report::{BulkItem, Deletion, FaxReport, Page, Unreadable};
use crate::server::DataCenter;

/// What is known of each of many jobs, in the order in which they were asked about.
#[derive(Clone, Debug)]
#[must_use]
#[non_exhaustive]
pub struct Lookups<T> {
    /// Each job once, with what is known of it.
    pub entries: Vec<(JobId, Lookup<T>)>,
    /// What the answers held besides and could not be read. A job whose report is here is [`Lookup::Unknown`] above.
    pub unreadable: Vec<Located<Unreadable>>,
}

impl<T> Lookups<T> {
    /// Whether of every job it is known whether it is there.
    pub fn is_complete(&self) -> bool {
        !self
            .entries
            .iter()
            .any(|(_, lookup)| matches!(lookup, Lookup::Unknown { .. }))
    }

    /// What was found.
    pub fn found(&self) -> impl Iterator<Item = &Located<T>> {
        self.entries.iter().filter_map(|(_, lookup)| match lookup {
            Lookup::Found(located) => Some(located),
            Lookup::NotFound | Lookup::Unknown { .. } => None,
        })
    }
}

/// What one data center said to all parts, ready to be asked job by job.
struct Said<T> {
    data_center: DataCenter,
    entries: BTreeMap<JobId, T>,
    unreadable: Vec<Unreadable>,
    /// Where in `unreadable` the first of a job is.
    unreadable_of: BTreeMap<JobId, usize>,
    /// Of each part.
    errors: Vec<Option<Error>>,
}

impl<T> Said<T> {
    fn new<O: Operation<Output = Page<T>>>(
        answers: Answers<O>,
        job_id: impl Fn(&T) -> &JobId,
    ) -> Self {
        let (mut entries, mut errors) = (BTreeMap::new(), Vec::new());
        let mut unreadable: Vec<Unreadable> = Vec::new();
        for answer in answers.to_parts {
            match answer {
                Ok(page) => {
                    entries.extend(
                        page.entries
                            .into_iter()
                            .map(|entry| (job_id(&entry).clone(), entry)),
                    );
                    unreadable.extend(page.unreadable);
                    errors.push(None);
                }
                Err(error) => errors.push(Some(error)),
            }
        }
        let mut unreadable_of = BTreeMap::new();
        for (index, entry) in unreadable.iter().enumerate() {
            if let Some(job_id) = entry.job_id() {
                unreadable_of.entry(job_id.clone()).or_insert(index);
            }
        }
        Self {
            data_center: answers.data_center,
            entries,
            unreadable,
            unreadable_of,
            errors,
        }
    }

    /// What it said of this job, which was in this part; or why it said nothing.
    fn of(&mut self, part: usize, job_id: &JobId) -> Result<T, Error> {
        if let Some(entry) = self.entries.remove(job_id) {
            return Ok(entry);
        }
        if let Some(error) = self.errors.get(part).and_then(Option::as_ref) {
            return Err(error.clone());
        }
        let index = self.unreadable_of.get(job_id);
        let unreadable = index.and_then(|index| self.unreadable.get(*index));
        let error = match unreadable {
            Some(unreadable) => Error::from(unreadable.error().clone()),
            None => EntryError::new(EntryProblem::Unanswered).into(),
        };
        Err(error.at(server(&self.data_center)))
    }
}

fn merge<T, O: Operation<Output = Page<T>>, V>(
    parts: impl Iterator<Item = Vec<JobId>>,
    answers: Vec<Answers<O>>,
    job_id: impl Fn(&T) -> &JobId,
    verdict: impl Fn(&DataCenter, T) -> Verdict<V>,
    order: impl Fn(Vec<Verdict<V>>) -> Lookup<V>,
) -> Lookups<V> {
    let mut said: Vec<_> = answers
        .into_iter()
        .map(|answers| Said::new(answers, &job_id))
        .collect();
    let mut entries = Vec::new();
    for (part, job_ids) in parts.enumerate() {
        for job_id in job_ids {
            let verdicts = said.iter_mut().map(|said| match said.of(part, &job_id) {
                Ok(entry) => verdict(&said.data_center, entry),
                Err(error) => Verdict::Failed(error),
            });
            let lookup = order(verdicts.collect());
            entries.push((job_id, lookup));
        }
    }
    let unreadable = said.into_iter().flat_map(|said| {
        said.unreadable
            .into_iter()
            .map(move |unreadable| Located::new(said.data_center.clone(), unreadable))
    });
    Lookups {
        entries,
        unreadable: unreadable.collect(),
    }
}

impl AskEach for BulkGet {
    type Merged = Lookups<FaxReport>;

    fn merge(parts: &[Arc<Self>], answers: Vec<Answers<Self>>) -> Lookups<FaxReport> {
        let verdict = |data_center: &DataCenter, item| match item {
            BulkItem::Report(report) => Verdict::Found(Located::new(data_center.clone(), report)),
            BulkItem::NotFound(_) => Verdict::NotFound,
            BulkItem::Failed { reason, .. } => {
                let error = Error::from(EntryError::new(EntryProblem::Failed(reason)));
                Verdict::Failed(error.at(server(data_center)))
            }
        };
        let job_ids = parts.iter().map(|part| part.job_ids().to_vec());
        merge(job_ids, answers, BulkItem::job_id, verdict, |verdicts| {
            Lookup::of(verdicts.into_iter())
        })
    }
}

impl AskEach for BulkDelete {
    type Merged = Lookups<Deletion>;

    fn merge(parts: &[Arc<Self>], answers: Vec<Answers<Self>>) -> Lookups<Deletion> {
        let job_ids = parts.iter().map(|part| part.job_ids().to_vec());
        merge(
            job_ids,
            answers,
            |deletion: &Deletion| &deletion.job_id,
            Verdict::of_deletion,
            |verdicts| Lookup::of(Verdict::deleted_first(verdicts)),
        )
    }
}
