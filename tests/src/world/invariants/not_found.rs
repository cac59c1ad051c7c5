//! 5: "not found" is said only when every data center of the region said so the last time that it said anything.

use fax4a::flow::{Lookup, Standing};

use super::{Verdict, ensure};
use crate::world::evidence::Evidence;
use crate::world::fact::{Ending, Fact, RunId};
use crate::world::history::Word;
use crate::world::ledger::DATA_CENTERS;
use crate::world::reader::Says;

pub(super) fn check(evidence: &Evidence, fact: &Fact) -> Verdict {
    let Fact::Ended { run, ending, .. } = fact else {
        return Ok(());
    };
    let said = |job_id: &fax4a::JobId| said(evidence, *run, job_id.as_str());
    match ending {
        Ending::Report {
            job_id,
            lookup: Lookup::NotFound,
        } => said(job_id),
        Ending::Deletion {
            job_id,
            lookup: Lookup::NotFound,
        } => said(job_id),
        Ending::Reports(lookups) => {
            let mut not_found = lookups
                .entries
                .iter()
                .filter(|(_, lookup)| lookup.is_not_found());
            not_found.try_for_each(|(job_id, _)| said(job_id))
        }
        Ending::Deletions(lookups) => {
            let mut not_found = lookups
                .entries
                .iter()
                .filter(|(_, lookup)| lookup.is_not_found());
            not_found.try_for_each(|(job_id, _)| said(job_id))
        }
        Ending::Watched(standings) => {
            let mut not_found = standings
                .iter()
                .filter(|(_, standing)| matches!(standing, Standing::NotFound));
            not_found.try_for_each(|(job_id, _)| said(job_id))
        }
        _ => Ok(()),
    }
}

fn said(evidence: &Evidence, run: RunId, job_id: &str) -> Verdict {
    DATA_CENTERS.into_iter().try_for_each(|at| {
        let word = evidence.history(run).word(at, job_id);
        ensure(word == Word::Says(Says::NotFound), || {
            format!("{run} says that {job_id} is nowhere, and {at} said {word:?}")
        })
    })
}
