//! Looks for letters of which nobody knows whether they were accepted.

use fax4a::flow::Reconcile;

use super::sender::decide;
use crate::world::errand::{Desk, Errand, Simple};
use crate::world::fact::{Ending, Kind};
use crate::world::store::{LetterState, Store};

pub(super) fn next(desk: &mut Desk<'_>) -> Option<Box<dyn Errand>> {
    let unsure = |store: &Store| {
        let mut letters = store.letters.iter().enumerate();
        letters.find_map(|(index, letter)| {
            let id = letter.customer_defined_id.clone()?;
            (letter.state == LetterState::Unsure).then_some((index, id))
        })
    };
    while let Some((index, id)) = unsure(desk.store) {
        if is_in_sink(desk.store, &id) {
            desk.store.letters[index].state = LetterState::Accepted;
            continue;
        }
        let time_limit = desk.dice.seconds(300, 1200);
        let (account, settings) = (desk.office.account.clone(), desk.settings());
        let flow = Reconcile::new(account, &desk.office.region, &id, time_limit, settings);
        return Some(Simple::errand(flow, Kind::Rounds, move |result, desk| {
            match &result {
                Ok(found) => {
                    desk.store.letters[index].state = LetterState::Accepted;
                    desk.store.watch(
                        found.value.job_id().clone(),
                        Some(found.data_center.clone()),
                    );
                }
                // Somebody may have drained the report while it was looked for.
                Err(_) if is_in_sink(desk.store, &id) => {
                    desk.store.letters[index].state = LetterState::Accepted
                }
                Err(_) if desk.stopped => {}
                Err(_) => decide(index, desk),
            }
            desk.ended(Ending::Reconciled {
                letter: index,
                result,
            });
        }));
    }
    None
}

fn is_in_sink(store: &Store, customer_defined_id: &str) -> bool {
    store
        .reports()
        .any(|(_, kept)| kept.customer_defined_id.as_deref() == Some(customer_defined_id))
}
