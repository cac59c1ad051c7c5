//! The lists of all data centers together.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::{Answers, AskEach, Located};
use crate::error::Error;
use crate::operation::{DeleteOldest, ListReports, Operation};
use crate::report::{Deletion, FaxReport, Page, Unreadable};
use crate::server::DataCenter;

/// The lists of all data centers together, and which are missing.
#[derive(Clone, Debug)]
#[must_use = "`missing` tells whether this is everything"]
#[non_exhaustive]
pub struct Gathered<T> {
    /// The entries, by data center in the region's order, each list oldest first.
    pub items: Vec<Located<T>>,
    /// What the lists held besides and could not be read, as it came.
    pub unreadable: Vec<Located<Unreadable>>,
    /// The data centers whose list is not in here. Nothing is known of what they have.
    pub missing: Vec<Missing>,
    /// The data centers whose list was as long as it gets: they may have more, which comes into sight when this is deleted.
    pub full: Vec<DataCenter>,
}

/// A data center that gave no answer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Missing {
    /// Which.
    pub data_center: DataCenter,
    /// Why.
    pub error: Error,
}

impl<T> Gathered<T> {
    /// Whether this is everything that there is: all data centers answered, none had more than fits, and all could be read.
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty() && self.full.is_empty() && self.unreadable.is_empty()
    }

    fn of<O: Operation<Output = Page<T>>>(answers: Vec<Answers<O>>) -> Self {
        let mut all = Self {
            items: Vec::new(),
            unreadable: Vec::new(),
            missing: Vec::new(),
            full: Vec::new(),
        };
        for Answers {
            data_center,
            to_parts,
        } in answers
        {
            for answer in to_parts {
                match answer {
                    Ok(page) => {
                        if page.is_full() {
                            all.full.push(data_center.clone());
                        }
                        all.items.extend(
                            page.entries
                                .into_iter()
                                .map(|entry| Located::new(data_center.clone(), entry)),
                        );
                        let unreadable = page.unreadable.into_iter();
                        all.unreadable.extend(
                            unreadable.map(|entry| Located::new(data_center.clone(), entry)),
                        );
                    }
                    Err(error) => all.missing.push(Missing {
                        data_center: data_center.clone(),
                        error,
                    }),
                }
            }
        }
        all
    }
}

impl AskEach for ListReports {
    type Merged = Gathered<FaxReport>;

    fn merge(_: &[Arc<Self>], answers: Vec<Answers<Self>>) -> Gathered<FaxReport> {
        Gathered::of(answers)
    }
}

impl AskEach for DeleteOldest {
    type Merged = Gathered<Deletion>;

    fn merge(_: &[Arc<Self>], answers: Vec<Answers<Self>>) -> Gathered<Deletion> {
        Gathered::of(answers)
    }
}
