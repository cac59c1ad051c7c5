//! 10: when the faults stop, all work comes to its end: nothing is left over at the service, and everybody got an answer.

use super::{Verdict, ensure};
use crate::world::evidence::Evidence;
use crate::world::fact::{Fact, Key};
use crate::world::ledger::DATA_CENTERS;

pub(super) fn check(evidence: &Evidence, fact: &Fact) -> Verdict {
    let Fact::Settled { unfinished } = fact else {
        return Ok(());
    };
    ensure(unfinished.is_empty(), || {
        format!("these never end: {unfinished:?}")
    })?;
    let now = evidence.now.since_start();
    if evidence.is_drained {
        let left: Vec<&Key> = evidence.ledger.backlog(now).collect();
        ensure(left.is_empty(), || {
            format!("the backlog does not drain: {} left", left.len())
        })?;
    }
    if evidence.is_watched {
        let backlog: Vec<&Key> = evidence.ledger.backlog(now).collect();
        for watched in &evidence.store.watched {
            let keys = DATA_CENTERS.map(|at| Key::new(at, watched.job_id.as_str()));
            let is_untold = |key: &Key| backlog.contains(&key) && !evidence.store.has(key);
            ensure(!keys.iter().any(is_untold), || {
                format!("nobody was told of the end of {}", watched.job_id)
            })?;
        }
    }
    Ok(())
}
