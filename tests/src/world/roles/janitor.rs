//! Deletes at the service what is in the sink.

use fax4a::JobId;
use fax4a::flow::AskAll;
use fax4a::operation::DeleteReport;

use crate::world::errand::{Desk, Errand, Simple};
use crate::world::fact::{Ending, Kind};

pub(super) fn next(desk: &mut Desk<'_>) -> Option<Box<dyn Errand>> {
    let stored = desk.store.reports().filter(|(_, kept)| !kept.is_cleaned);
    let mut job_ids: Vec<JobId> = stored
        .filter_map(|(key, _)| JobId::new(&key.job_id).ok())
        .collect();
    let (account, settings, region) = (
        desk.office.account.clone(),
        desk.settings(),
        &desk.office.region,
    );
    if job_ids.is_empty() {
        return None;
    }
    if desk.dice.one_in(3) {
        let job_id = job_ids.swap_remove(0);
        let flow = AskAll::new(account, region, DeleteReport::new(job_id.clone()), settings);
        return Some(Simple::errand(flow, Kind::Once, |lookup, desk| {
            if lookup.is_not_found()
                || lookup
                    .clone()
                    .found()
                    .is_some_and(|it| is_deleted(&it.value))
            {
                desk.store.cleaned(job_id.as_str());
            }
            desk.ended(Ending::Deletion { job_id, lookup });
        }));
    }
    let flow = AskAll::bulk_delete(account, region, &job_ids, settings);
    Some(Simple::errand(flow, Kind::Once, |lookups, desk| {
        let is_gone = |lookup: &fax4a::flow::Lookup<_>| {
            lookup.is_not_found()
                || lookup
                    .clone()
                    .found()
                    .is_some_and(|it| is_deleted(&it.value))
        };
        for (job_id, _) in lookups.entries.iter().filter(|(_, lookup)| is_gone(lookup)) {
            desk.store.cleaned(job_id.as_str());
        }
        desk.ended(Ending::Deletions(lookups));
    }))
}

fn is_deleted(deletion: &fax4a::report::Deletion) -> bool {
    deletion.outcome == fax4a::report::DeletionOutcome::Deleted
}
