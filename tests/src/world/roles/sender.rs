//! Sends letters, one after the other.

use fax4a::SubmissionUrl;
use fax4a::flow::{Submit, SubmitError};

use crate::world::errand::{Desk, Errand, Simple};
use crate::world::fact::{Ending, Fact, Kind};
use crate::world::store::LetterState;

/// How often a letter is sent at most, all decisions counted.
const DECISIONS: u64 = 3;

pub(super) fn next(number: usize, desk: &mut Desk<'_>) -> Option<Box<dyn Errand>> {
    for index in 0..desk.store.letters.len() {
        let letter = &mut desk.store.letters[index];
        if letter.sender != number {
            continue;
        }
        match letter.state {
            LetterState::Queued => return Some(send(index, desk)),
            // The program ended while it was being sent, so nobody knows.
            LetterState::Sending => letter.state = LetterState::Unsure,
            // Without an id of its own it cannot be found among the reports.
            LetterState::Unsure if letter.customer_defined_id.is_none() => decide(index, desk),
            _ => {}
        }
    }
    None
}

/// Somebody decides whether a letter is sent once more.
pub(super) fn decide(index: usize, desk: &mut Desk<'_>) {
    let once_more = desk.store.letters[index].decisions < DECISIONS && desk.dice.one_in(2);
    desk.store.letters[index].state = if once_more {
        LetterState::Queued
    } else {
        LetterState::GivenUp
    };
}

fn send(index: usize, desk: &mut Desk<'_>) -> Box<dyn Errand> {
    let (settings, office) = (desk.settings(), desk.office);
    let letter = &mut desk.store.letters[index];
    // Written down before the first byte leaves.
    letter.state = LetterState::Sending;
    letter.decisions += 1;
    let account = office.account.clone();
    let mut flow = match letter.straight_to {
        Some(place) => {
            let target = SubmissionUrl::from(&office.region.data_centers()[place]);
            Submit::to(account, target, &letter.job, settings)
        }
        None => Submit::new(account, &office.region, &letter.job, settings),
    };
    if letter.fail_over {
        flow = flow.with_fail_over(&office.region);
    }
    desk.tell(Fact::Decided { letter: index });
    Simple::errand(flow, Kind::Once, move |result, desk| {
        match &result {
            Ok(accepted) => {
                desk.store.letters[index].state = LetterState::Accepted;
                desk.store
                    .watch(accepted.job_id.clone(), accepted.data_center().cloned());
            }
            // The one question that matters to a program: did it surely not arrive?
            Err(error @ SubmitError::Refused { .. }) if !error.may_have_been_sent() => {
                decide(index, desk)
            }
            Err(_) => desk.store.letters[index].state = LetterState::Unsure,
        }
        desk.ended(Ending::Sent {
            letter: index,
            result,
        });
    })
}
