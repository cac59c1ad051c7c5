//! 2: who asks for a deletion names reports that the sink has; a drain, those of a batch that was confirmed, at their own place.

use fax4a_simulator::Operation;

use super::{Verdict, ensure};
use crate::world::evidence::Evidence;
use crate::world::fact::{Asked, Fact, Key, Kind, RunId};

pub(super) fn check(evidence: &Evidence, fact: &Fact) -> Verdict {
    match fact {
        Fact::Asked { run, asked, .. } => match asked.operation {
            Some(Operation::DeleteOldest) => {
                Err("a collection was deleted, whoever read what is in it".into())
            }
            Some(Operation::BulkDelete | Operation::DeleteReport) => named(evidence, *run, asked),
            _ => Ok(()),
        },
        Fact::Confirmed { run, batch } => {
            let handed = evidence.history(*run).batches.get(batch);
            let mut keys = handed.into_iter().flat_map(|handed| &handed.keys);
            keys.try_for_each(|key| {
                ensure(evidence.store.has(key), || {
                    format!("{key} was confirmed and is not in the sink")
                })
            })
        }
        _ => Ok(()),
    }
}

fn named(evidence: &Evidence, run: RunId, asked: &Asked) -> Verdict {
    let history = evidence.history(run);
    let confirmed = |key: &Key| {
        let batches = history
            .confirmed
            .iter()
            .filter_map(|batch| history.batches.get(batch));
        batches.into_iter().any(|handed| handed.keys.contains(key))
    };
    asked.job_ids.iter().try_for_each(|job_id| {
        let is_stored = match (history.kind, asked.server) {
            (Kind::Drain, Some(server)) => {
                let key = Key::new(server, job_id.as_str());
                evidence.store.has(&key) && confirmed(&key)
            }
            _ => evidence.store.has_job(job_id),
        };
        ensure(is_stored, || {
            format!(
                "{run} has {job_id} deleted at {:?} before it was confirmed",
                asked.server
            )
        })
    })
}
