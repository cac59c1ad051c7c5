//! Fetches the reports that pushes tell of: a push does not say which data center has it.

use fax4a::flow::{AskAll, Lookup};
use fax4a::operation::GetReport;

use crate::world::errand::{Desk, Errand, Simple};
use crate::world::evidence::endpoint;
use crate::world::fact::{Ending, Fact, Key, Kind};

pub(super) fn next(desk: &mut Desk<'_>) -> Option<Box<dyn Errand>> {
    let mut hints = desk.store.pushed.iter();
    let (key, hint) = hints.find(|(_, hint)| !hint.is_settled)?;
    let (key, job_id) = (key.clone(), hint.job_id.clone());
    let (account, settings) = (desk.office.account.clone(), desk.settings());
    let get = GetReport::new(job_id.clone());
    let flow = AskAll::new(account, &desk.office.region, get, settings);
    Some(Simple::errand(flow, Kind::Once, move |lookup, desk| {
        let is_settled = match &lookup {
            Lookup::Found(found) => {
                let at = endpoint(&found.data_center);
                let keys = at.map(|at| Key::new(at, job_id.as_str())).into_iter();
                let keys: Vec<Key> = keys.filter(|_| found.value.is_final()).collect();
                for key in &keys {
                    let id = found.value.customer_defined_id().map(str::to_owned);
                    desk.store.put(key.clone(), id);
                }
                desk.tell(Fact::Stored {
                    run: desk.run,
                    keys,
                });
                true
            }
            // Somebody has taken it already, or its time was over.
            Lookup::NotFound => true,
            _ => false,
        };
        if let Some(hint) = desk.store.pushed.get_mut(&key) {
            hint.is_settled |= is_settled;
        }
        desk.ended(Ending::Report { job_id, lookup });
    }))
}
