//! 9: everything that stood readable in an answer is in the result, and everything unreadable is there as well, as such.

use std::collections::BTreeSet;

use fax4a::flow::{Batch, Gathered, Located, Lookup, Lookups};
use fax4a::report::{Deletion, Unreadable};
use fax4a::{FaxReport, JobId};
use fax4a_simulator::{Endpoint, Operation};

use super::{Verdict, ensure};
use crate::world::evidence::{Evidence, endpoint};
use crate::world::fact::{Ending, Fact, Key, RunId};
use crate::world::history::{History, Word};
use crate::world::ledger::DATA_CENTERS;
use crate::world::reader::Says;

/// How many of the last exchanges may have brought something since a flow last waited: one answer, doubled or not.
const LATEST: usize = 4;

pub(super) fn check(evidence: &Evidence, fact: &Fact) -> Verdict {
    match fact {
        Fact::Batch { run, batch } => handed_out(evidence.history(*run), batch),
        Fact::Waits { run, .. } => reported(evidence.history(*run), *run),
        Fact::Ended { run, ending, .. } => ended(evidence.history(*run), *run, ending),
        _ => Ok(()),
    }
}

/// All jobs of the last list were handed out, now or before.
fn handed_out(history: &History, batch: &Batch) -> Verdict {
    match endpoint(&batch.data_center) {
        Some(at) => list_is_handed_out(history, at),
        None => Err(format!("{} is nowhere", batch.data_center)),
    }
}

fn list_is_handed_out(history: &History, at: Endpoint) -> Verdict {
    let list = history
        .last(at, Operation::ListReports)
        .and_then(|it| it.entries())
        .unwrap_or_default();
    let handed = history.handed_out();
    let mut listed = list.iter().filter_map(|entry| entry.job_id.as_deref());
    listed.try_for_each(|job_id| {
        let key = Key::new(at, job_id);
        ensure(handed.contains(&key), || {
            format!("{key} was listed and never handed out")
        })
    })
}

/// A watch tells every final report as soon as it is there.
fn reported(history: &History, run: RunId) -> Verdict {
    for exchanged in history.exchanges.iter().rev().take(LATEST) {
        if exchanged.asked.operation != Some(Operation::BulkGet)
            || history.kind != super::super::fact::Kind::Rounds
        {
            continue;
        }
        for entry in exchanged
            .entries()
            .unwrap_or_default()
            .iter()
            .filter(|entry| entry.says == Says::Final)
        {
            let Some(job_id) = &entry.job_id else {
                continue;
            };
            let is_told =
                history.reported.contains(job_id) || !exchanged.asked.job_ids.contains(job_id);
            ensure(is_told, || {
                format!("{run} heard of the end of {job_id} and did not tell")
            })?;
        }
    }
    Ok(())
}

fn ended(history: &History, run: RunId, ending: &Ending) -> Verdict {
    match ending {
        Ending::List(list) => is_whole(history, run, list),
        Ending::Report { job_id, lookup } => found(history, run, job_id, lookup),
        Ending::Deletion { job_id, lookup } => deleted(history, run, job_id, lookup),
        Ending::Reports(lookups) => {
            lookups
                .entries
                .iter()
                .try_for_each(|(job_id, lookup)| found(history, run, job_id, lookup))?;
            kept(history, run, lookups)
        }
        Ending::Deletions(lookups) => {
            lookups
                .entries
                .iter()
                .try_for_each(|(job_id, lookup)| deleted(history, run, job_id, lookup))?;
            kept(history, run, lookups)
        }
        Ending::Drained(drained) => {
            let ends = drained
                .sites
                .iter()
                .filter(|site| !matches!(site.end, fax4a::flow::DrainEnd::Stopped));
            ends.filter_map(|site| endpoint(&site.data_center))
                .try_for_each(|at| list_is_handed_out(history, at))
        }
        _ => Ok(()),
    }
}

/// A list has the entries of all pages that came, each where it belongs.
fn is_whole(history: &History, run: RunId, list: &Gathered<FaxReport>) -> Verdict {
    DATA_CENTERS.into_iter().try_for_each(|at| {
        let page = history
            .with(at)
            .find_map(|it| it.entries())
            .unwrap_or_default();
        let is_here = |data_center| endpoint(data_center) == Some(at);
        let readable = list
            .items
            .iter()
            .filter(|it| is_here(&it.data_center))
            .map(|it| Some(it.value.job_id().as_str()));
        let unreadable = list.unreadable.iter().filter(|it| is_here(&it.data_center));
        let (bad, good): (Vec<_>, Vec<_>) = page
            .iter()
            .partition(|entry| entry.says == Says::Unreadable);
        let is_same = readable.eq(good.iter().map(|entry| entry.job_id.as_deref()))
            && unreadable.count() == bad.len();
        ensure(is_same, || {
            format!(
                "{run} heard of {} at {at}, and its list is another",
                page.len()
            )
        })
    })
}

/// A report that a data center gave is found.
fn found(history: &History, run: RunId, job_id: &JobId, lookup: &Lookup<FaxReport>) -> Verdict {
    let gave = |at: &Endpoint| {
        matches!(
            history.word(*at, job_id.as_str()),
            Word::Says(Says::Final | Says::Pending)
        )
    };
    agrees(
        run,
        job_id,
        DATA_CENTERS.into_iter().filter(gave).collect(),
        lookup,
    )
}

/// What a data center did to a report is told, and a deletion before a failure.
fn deleted(history: &History, run: RunId, job_id: &JobId, lookup: &Lookup<Deletion>) -> Verdict {
    let said = |says: Says| {
        let is_it = move |at: &Endpoint| history.word(*at, job_id.as_str()) == Word::Says(says);
        DATA_CENTERS
            .into_iter()
            .filter(is_it)
            .collect::<BTreeSet<_>>()
    };
    let deleted = said(Says::Deleted);
    agrees(
        run,
        job_id,
        if deleted.is_empty() {
            said(Says::NotDeleted)
        } else {
            deleted
        },
        lookup,
    )
}

fn agrees<T>(run: RunId, job_id: &JobId, gave: BTreeSet<Endpoint>, lookup: &Lookup<T>) -> Verdict {
    let found = match lookup {
        Lookup::Found(located) => Some(endpoint(&located.data_center)),
        _ => None,
    };
    let agrees = match found {
        Some(at) => at.is_some_and(|at| gave.contains(&at)),
        None => gave.is_empty(),
    };
    ensure(agrees, || {
        format!("{run}: {gave:?} told of {job_id}, and {found:?} is in the result")
    })
}

/// What could not be read comes along.
fn kept<T>(history: &History, run: RunId, lookups: &Lookups<T>) -> Verdict {
    let unreadable = |at: Endpoint| {
        let entries = history.with(at).filter_map(|it| it.entries()).flatten();
        entries
            .filter(|entry| entry.says == Says::Unreadable)
            .count()
    };
    let heard: usize = DATA_CENTERS.into_iter().map(unreadable).sum();
    let told: &[Located<Unreadable>] = &lookups.unreadable;
    ensure(told.len() == heard, || {
        format!("{run} could not read {heard}, and keeps {}", told.len())
    })
}
