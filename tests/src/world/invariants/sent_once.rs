//! 4: there are never more jobs than decisions to send, those that were told as refused not counted; and who was told of a job
//! was told the truth.

use fax4a::flow::{Accepted, SubmitError};

use super::{Verdict, ensure};
use crate::world::evidence::{Evidence, endpoint};
use crate::world::fact::{Ending, Fact, Key, RunId};
use crate::world::ledger::DATA_CENTERS;

pub(super) fn check(evidence: &Evidence, fact: &Fact) -> Verdict {
    match fact {
        Fact::Served { came, .. } => {
            let letters = came
                .iter()
                .filter_map(|key| evidence.ledger.job(key)?.letter);
            letters
                .into_iter()
                .try_for_each(|letter| once(evidence, letter))
        }
        Fact::Ended {
            run,
            ending: Ending::Sent { letter, result },
            ..
        } => {
            once(evidence, *letter)?;
            match result {
                Ok(accepted) => is_there(evidence, *run, *letter, accepted),
                Err(SubmitError::Unknown {
                    customer_defined_id,
                    ..
                }) => {
                    let id = evidence.store.letters[*letter]
                        .customer_defined_id
                        .as_deref();
                    ensure(customer_defined_id.as_deref() == id, || {
                        format!("{run} does not say what to look for")
                    })
                }
                Err(_) => Ok(()),
            }
        }
        Fact::Ended {
            run,
            ending:
                Ending::Reconciled {
                    letter,
                    result: Ok(found),
                },
            ..
        } => {
            let key =
                endpoint(&found.data_center).map(|at| Key::new(at, found.value.job_id().as_str()));
            let job = key.and_then(|key| evidence.ledger.job(&key));
            let is_it = job.is_some_and(|job| job.letter == Some(*letter));
            ensure(is_it || evidence.history(*run).is_tampered, || {
                format!("{run} found another letter than {letter}")
            })
        }
        _ => Ok(()),
    }
}

fn once(evidence: &Evidence, letter: usize) -> Verdict {
    let sends = evidence.sends[letter];
    let jobs = evidence.ledger.accepted(letter);
    ensure(
        jobs + sends.refused <= sends.decided && sends.accepted <= jobs,
        || format!("letter {letter} became {jobs} jobs: {sends:?}"),
    )
}

/// The job that was told is at the service, made from this letter.
fn is_there(evidence: &Evidence, run: RunId, letter: usize, accepted: &Accepted) -> Verdict {
    let history = evidence.history(run);
    let is_it = |at| {
        let job = evidence.ledger.job(&Key::new(at, accepted.job_id.as_str()));
        job.is_some_and(|job| job.letter == Some(letter))
    };
    let is_there = match accepted.data_center() {
        Some(data_center) => endpoint(data_center).is_some_and(is_it),
        None => DATA_CENTERS.into_iter().any(is_it),
    };
    ensure(is_there || history.is_tampered, || {
        format!("{run} was told of a job that is none of letter {letter}")
    })
}
