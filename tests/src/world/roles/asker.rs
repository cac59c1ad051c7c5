//! Asks for reports now and then: one, some, or all.

use fax4a::JobId;
use fax4a::flow::AskAll;
use fax4a::operation::{GetReport, ListReports};

use crate::world::errand::{Desk, Errand, Simple};
use crate::world::fact::{Ending, Kind};

pub(super) fn next(desk: &mut Desk<'_>) -> Option<Box<dyn Errand>> {
    let question = desk.store.questions.pop()?;
    let (account, settings, office) = (desk.office.account.clone(), desk.settings(), desk.office);
    Some(match question % 3 {
        0 => {
            let flow = AskAll::new(account, &office.region, ListReports::new(), settings);
            Simple::errand(flow, Kind::Once, |list, desk| {
                desk.ended(Ending::List(list))
            })
        }
        1 => {
            let job_id = job_ids(1, desk).remove(0);
            let flow = AskAll::new(
                account,
                &office.region,
                GetReport::new(job_id.clone()),
                settings,
            );
            Simple::errand(flow, Kind::Once, |lookup, desk| {
                desk.ended(Ending::Report { job_id, lookup })
            })
        }
        _ => {
            // Now and then more than fit into one request.
            let count = if desk.dice.one_in(60) {
                1005
            } else {
                desk.dice.below(6)
            };
            let flow = AskAll::bulk_get(account, &office.region, &job_ids(count, desk), settings);
            Simple::errand(flow, Kind::Once, |lookups, desk| {
                desk.ended(Ending::Reports(lookups))
            })
        }
    })
}

/// So many job ids: of jobs that are watched or in the sink, and of jobs that never were.
fn job_ids(count: u64, desk: &mut Desk<'_>) -> Vec<JobId> {
    let watched = desk.store.watched.iter().map(|it| it.job_id.clone());
    let stored = desk
        .store
        .reports()
        .take(50)
        .filter_map(|(key, _)| JobId::new(&key.job_id).ok());
    let known: Vec<JobId> = watched.chain(stored).collect();
    let job_id = |number| match known.get(desk.dice.below(known.len() as u64 + 2) as usize) {
        Some(job_id) => job_id.clone(),
        None => JobId::new(&format!("FJNEVER{number:015}")).expect("a valid id"),
    };
    (0..count).map(job_id).collect()
}
