//! 3: a report is handed out under the data center that has it, once, and all counts agree.

use std::collections::BTreeSet;

use fax4a::flow::Drained;
use fax4a::push::StatusPush;

use super::{Verdict, ensure};
use crate::world::evidence::{Evidence, endpoint};
use crate::world::fact::{Ending, Fact, Key, RunId};
use crate::world::ledger::DATA_CENTERS;

pub(super) fn check(evidence: &Evidence, fact: &Fact) -> Verdict {
    match fact {
        Fact::Stored { run, keys } => keys.iter().try_for_each(|key| stored(evidence, *run, key)),
        Fact::Batch { run, batch } => {
            let history = evidence.history(*run);
            let keys = history
                .batches
                .iter()
                .flat_map(|(id, handed)| handed.keys.iter().map(move |key| (id, key)));
            let mut before = BTreeSet::new();
            for (id, key) in keys {
                let is_new = before.insert(key);
                // A data center that changes a job's name from list to list makes it come twice.
                ensure(is_new || history.is_tampered || *id != batch.id, || {
                    format!("{run} hands {key} out twice")
                })?;
            }
            Ok(())
        }
        Fact::Pushed {
            result: Ok(push),
            is_genuine,
            ..
        } => pushed(evidence, push, *is_genuine),
        Fact::Ended {
            run,
            ending: Ending::Drained(drained),
            ..
        } => counts(evidence, *run, drained),
        _ => Ok(()),
    }
}

fn stored(evidence: &Evidence, run: RunId, key: &Key) -> Verdict {
    let is_tampered = evidence.history(run).is_tampered;
    let is_known = evidence.ledger.job(key).is_some();
    ensure(is_known || is_tampered, || {
        format!("{run} stored {key}, which never was there")
    })?;
    let rows = evidence.store.reports().len();
    ensure(rows == evidence.store.counted(), || {
        format!("the sink counted {} of {rows}", evidence.store.counted())
    })
}

/// A push is taken only if it is whole and the service's own, and one job has one key, however often it is pushed.
fn pushed(evidence: &Evidence, push: &StatusPush, is_genuine: bool) -> Verdict {
    let job_id = push.report().job_id();
    let is_known = DATA_CENTERS.into_iter().any(|at| {
        let job = evidence.ledger.job(&Key::new(at, job_id.as_str()));
        job.is_some_and(|job| job.letter.is_some())
    });
    ensure(is_genuine && is_known, || {
        format!("a push on {job_id} was taken, which never was made")
    })?;
    let keys = evidence
        .store
        .pushed
        .values()
        .filter(|it| it.job_id == *job_id)
        .count();
    ensure(keys == 1, || format!("pushes on {job_id} have {keys} keys"))
}

/// A drain's own count of what was confirmed is what was confirmed.
fn counts(evidence: &Evidence, run: RunId, drained: &Drained) -> Verdict {
    let history = evidence.history(run);
    for site in &drained.sites {
        let at = endpoint(&site.data_center);
        let confirmed = history
            .batches
            .iter()
            .filter(|(id, handed)| history.confirmed.contains(id) && handed.at == at);
        let entries: usize = confirmed
            .map(|(_, handed)| handed.keys.len() + handed.nameless)
            .sum();
        ensure(site.persisted == entries as u64, || {
            format!("{run} confirmed {entries}, and counted {site:?}")
        })?;
        ensure(site.deleted <= site.persisted, || {
            format!("{run} deleted more than it confirmed: {site:?}")
        })?;
    }
    Ok(())
}
