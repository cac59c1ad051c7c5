//! What is known of one job once every data center was asked.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::{Answers, AskEach};
use crate::error::Error;
use crate::operation::{DeleteReport, GetReport};
use crate::report::{Deletion, DeletionOutcome, FaxReport};
use crate::server::{DataCenter, Server};

/// Something, and the data center that it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Located<T> {
    /// Who gave it.
    pub data_center: DataCenter,
    /// What it gave.
    pub value: T,
}

impl<T> Located<T> {
    /// `value`, given by `data_center`.
    pub fn new(data_center: DataCenter, value: T) -> Self {
        Self { data_center, value }
    }
}

/// What is known of one job once every data center was asked. There are three cases, not two.
#[derive(Clone, Debug)]
#[must_use]
#[non_exhaustive]
pub enum Lookup<T> {
    /// A data center has it.
    Found(Located<T>),
    /// Every data center of the region said that it has nothing.
    NotFound,
    /// No data center has it among those that answered, and these did not: it may be there.
    Unknown {
        /// One error for each data center that did not answer, which each names.
        failures: Vec<Error>,
    },
}

impl<T> Lookup<T> {
    /// What was found, and where.
    pub fn found(self) -> Option<Located<T>> {
        match self {
            Self::Found(located) => Some(located),
            Self::NotFound | Self::Unknown { .. } => None,
        }
    }

    /// Whether every data center said that it has nothing.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::NotFound)
    }

    /// Finding beats everything; not finding counts only if nobody failed.
    pub(super) fn of(verdicts: impl Iterator<Item = Verdict<T>>) -> Self {
        let mut failures = Vec::new();
        for verdict in verdicts {
            match verdict {
                Verdict::Found(located) => return Self::Found(located),
                Verdict::NotFound => {}
                Verdict::Failed(error) => failures.push(error),
            }
        }
        if failures.is_empty() {
            Self::NotFound
        } else {
            Self::Unknown { failures }
        }
    }
}

/// What one data center said of one job.
pub(super) enum Verdict<T> {
    Found(Located<T>),
    NotFound,
    Failed(Error),
}

impl Verdict<Deletion> {
    pub(super) fn of_deletion(data_center: &DataCenter, deletion: Deletion) -> Self {
        match deletion.outcome {
            DeletionOutcome::NotFound => Self::NotFound,
            DeletionOutcome::Deleted | DeletionOutcome::Failed(_) => {
                Self::Found(Located::new(data_center.clone(), deletion))
            }
        }
    }

    /// A data center that deleted beats one that could not.
    pub(super) fn deleted_first(mut verdicts: Vec<Self>) -> impl Iterator<Item = Self> {
        verdicts.sort_by_key(|verdict| match verdict {
            Self::Found(located) => located.value.outcome != DeletionOutcome::Deleted,
            Self::NotFound | Self::Failed(_) => true,
        });
        verdicts.into_iter()
    }
}

impl AskEach for GetReport {
    type Merged = Lookup<FaxReport>;

    fn settles(report: &Option<FaxReport>) -> bool {
        report.is_some()
    }

    fn merge(_: &[Arc<Self>], answers: Vec<Answers<Self>>) -> Lookup<FaxReport> {
        Lookup::of(answers.into_iter().flat_map(
            |Answers {
                 data_center,
                 to_parts,
             }| {
                to_parts.into_iter().map(move |answer| match answer {
                    Ok(Some(report)) => Verdict::Found(Located::new(data_center.clone(), report)),
                    Ok(None) => Verdict::NotFound,
                    Err(error) => Verdict::Failed(error),
                })
            },
        ))
    }
}

impl AskEach for DeleteReport {
    type Merged = Lookup<Deletion>;

    fn settles(deletion: &Deletion) -> bool {
        deletion.outcome == DeletionOutcome::Deleted
    }

    fn merge(_: &[Arc<Self>], answers: Vec<Answers<Self>>) -> Lookup<Deletion> {
        let verdicts = answers.into_iter().flat_map(
            |Answers {
                 data_center,
                 to_parts,
             }| {
                to_parts.into_iter().map(move |answer| match answer {
                    Ok(deletion) => Verdict::of_deletion(&data_center, deletion),
                    Err(error) => Verdict::Failed(error),
                })
            },
        );
        Lookup::of(Verdict::deleted_first(verdicts.collect()))
    }
}

/// The server of a data center, for an error that it caused.
pub(super) fn server(data_center: &DataCenter) -> Server {
    Server::DataCenter(data_center.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_all_said_is_not_found() {
        let found = Lookup::Found(Located::new(DataCenter::new("DE1"), 7));
        assert!(!found.is_not_found());
        let located = found.found().expect("it was found");
        assert_eq!((located.data_center.name(), located.value), ("DE1", 7));
        for (lookup, is_not_found) in [
            (Lookup::<u8>::NotFound, true),
            (
                Lookup::Unknown {
                    failures: Vec::new(),
                },
                false,
            ),
        ] {
            assert_eq!(lookup.is_not_found(), is_not_found);
            assert!(lookup.found().is_none());
        }
    }
}
