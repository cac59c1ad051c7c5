//! 1: each report that ever was at a data center is still there, or in the sink, or expired.

use super::{Verdict, ensure};
use crate::world::evidence::Evidence;
use crate::world::fact::{Fact, Key};
use crate::world::ledger::State;

pub(super) fn check(evidence: &Evidence, fact: &Fact) -> Verdict {
    let is_kept = |key: &Key| {
        ensure(evidence.store.has(key), || {
            format!("{key} was deleted and is not in the sink")
        })
    };
    match fact {
        Fact::Served { gone, .. } => gone.iter().try_for_each(is_kept),
        Fact::Crashed { .. } | Fact::Settled { .. } => {
            let mut deleted = evidence
                .ledger
                .jobs()
                .filter(|(_, job)| job.state == State::Deleted);
            deleted.try_for_each(|(key, _)| is_kept(key))
        }
        _ => Ok(()),
    }
}
