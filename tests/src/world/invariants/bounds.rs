//! 8: repeats stay within the policy and the server's budget, rounds have their pace, and a flow that waits knows for what.

use std::time::Duration;

use fax4a::flow::{Batch, Moment, Wait};
use fax4a_simulator::Operation;

use super::{Verdict, ensure};
use crate::world::evidence::{Evidence, endpoint};
use crate::world::fact::{Asked, Fact, Heard, Key, Kind, RunId};
use crate::world::history::{Exchanged, History};

/// The shortest pause between two rounds.
const PACE: Duration = Duration::from_secs(1);

pub(super) fn check(evidence: &Evidence, fact: &Fact) -> Verdict {
    match fact {
        Fact::Asked { run, asked, .. } => {
            let overdrawn = &evidence.overdrawn;
            ensure(overdrawn.is_none(), || {
                format!("{overdrawn:?} got more repeats than its budget has")
            })?;
            asked_within(evidence, *run, asked)
        }
        Fact::Waits {
            run,
            at,
            wait,
            again,
        } => waits(evidence.history(*run), *run, *at, *wait, *again),
        Fact::Batch { run, batch } => brings_something(evidence.history(*run), *run, batch),
        _ => Ok(()),
    }
}

fn asked_within(evidence: &Evidence, run: RunId, asked: &Asked) -> Verdict {
    let history = evidence.history(run);
    let label = &asked.label;
    ensure(label.attempt <= evidence.max_attempts, || {
        format!("{run} {label} is one try too many")
    })?;
    let is_other =
        |it: &&Exchanged| it.asked.server == asked.server && it.asked.ticket != asked.ticket;
    ensure(!history.open().any(|it| is_other(&it)), || {
        format!("{run} {label} is sent while another is under way there")
    })?;
    let is_same = |it: &&Exchanged| {
        it.asked.operation == asked.operation && it.asked.job_ids == asked.job_ids
    };
    let before = history.exchanges.iter().filter(is_other).rfind(is_same);
    match (label.attempt, before) {
        (1, None) => Ok(()),
        (1, Some(before)) => again(history, run, asked, before),
        (attempt, Some(before)) => {
            ensure(before.asked.label.attempt + 1 == attempt, || {
                format!("{run} {label} comes after {}", before.asked.label)
            })?;
            let asked_to_wait = match &before.heard {
                Some((
                    at,
                    Heard::Answer {
                        retry_after: Some(wish),
                        ..
                    },
                )) => *at + *wish,
                _ => Moment::START,
            };
            ensure(asked.at >= asked_to_wait, || {
                format!("{run} {label} comes before {asked_to_wait}, as the server wished")
            })
        }
        (_, None) => Err(format!("{run} {label} repeats nothing")),
    }
}

/// The same question is asked anew only after a pause, or after something was achieved.
fn again(history: &History, run: RunId, asked: &Asked, before: &Exchanged) -> Verdict {
    let label = &asked.label;
    match history.kind {
        Kind::Once => Err(format!("{run} {label} was asked before")),
        Kind::Rounds => ensure(before.asked.at.until(asked.at) >= PACE, || {
            format!("{run} {label} without a pause")
        }),
        Kind::Drain => {
            let lists = history.exchanges.iter().filter(|it| {
                it.asked.server == asked.server
                    && it.asked.operation == Some(Operation::ListReports)
                    && it.asked.label.attempt == 1
            });
            let confirmed = history
                .confirmed
                .iter()
                .filter(|id| history.batches[id].at == asked.server)
                .count();
            ensure(lists.count() <= confirmed + 1, || {
                format!("{run} {label} without progress")
            })
        }
    }
}

fn waits(history: &History, run: RunId, now: Moment, wait: Wait, again: Option<Wait>) -> Verdict {
    let open = history.open().count();
    ensure(again == Some(wait), || {
        format!("{run} waits for {wait:?}, and then {again:?}")
    })?;
    ensure(wait.until.is_none_or(|until| until > now), || {
        format!("{run} waits for what is over: {wait:?} at {now}")
    })?;
    ensure(wait.in_flight <= open, || {
        format!(
            "{run} waits for {} answers, and {open} are to come",
            wait.in_flight
        )
    })?;
    let knows_when = wait.until.is_some() || history.kind == Kind::Drain && wait.in_flight == 0;
    ensure(knows_when, || format!("{run} waits for ever: {wait:?}"))
}

/// A batch has something that was not handed out before, or a drain could go in circles.
fn brings_something(history: &History, run: RunId, batch: &Batch) -> Verdict {
    let earlier = history.batches.iter().filter(|(id, _)| **id != batch.id);
    let before: std::collections::BTreeSet<&Key> =
        earlier.flat_map(|(_, handed)| &handed.keys).collect();
    let handed = &history.batches[&batch.id];
    let is_new = handed.nameless > 0 || handed.keys.iter().any(|key| !before.contains(key));
    ensure(is_new || history.is_tampered, || {
        format!("{run} hands out {} again: nothing new", describe(batch))
    })
}

fn describe(batch: &Batch) -> String {
    format!("{:?} of {:?}", batch.id, endpoint(&batch.data_center))
}
