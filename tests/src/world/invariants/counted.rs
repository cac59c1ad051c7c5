//! 3: a report is handed out under the data center that has it, once, and all counts agree.

use std::collections::BTreeSet;

use fax4a::flow::Drained;

use super::{Verdict, ensure};
use crate::world::evidence::{Evidence, endpoint};
use crate::world::fact::{Ending, Fact, Key, RunId};

pub(super) fn check(evidence: &Evidence, fact: &Fact) -> Verdict {
    match fact {
        Fact::Stored { run, key } => stored(evidence, *run, key),
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
