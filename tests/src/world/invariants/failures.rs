//! 6: whoever failed is named in the result, with the error, and nobody else is.

use std::collections::BTreeSet;

use fax4a::error::Error;
use fax4a::flow::{DrainEnd, Drained, DrainedSite, Gathered, Lookup, Standing, WatchEvent};
use fax4a::{FaxReport, JobId, Server};
use fax4a_simulator::{Endpoint, Operation};

use super::{Verdict, ensure};
use crate::world::evidence::{Evidence, endpoint};
use crate::world::fact::{Ending, Fact, RunId};
use crate::world::history::{History, Word};
use crate::world::ledger::DATA_CENTERS;
use crate::world::reader::Says;

pub(super) fn check(evidence: &Evidence, fact: &Fact) -> Verdict {
    match fact {
        Fact::Ended {
            run,
            stopped,
            ending,
        } => ended(evidence, *run, *stopped, ending),
        Fact::WatchTold {
            run,
            event:
                WatchEvent::Round {
                    data_center,
                    failure: Some(error),
                    ..
                },
        } => ensure(at(error) == endpoint(data_center), || {
            format!("{run} blames {error} on {data_center}")
        }),
        _ => Ok(()),
    }
}

fn ended(evidence: &Evidence, run: RunId, stopped: bool, ending: &Ending) -> Verdict {
    let history = evidence.history(run);
    match ending {
        Ending::Sent { result, .. } => {
            let mut asked: Vec<&Server> = Vec::new();
            for exchange in &history.exchanges {
                let server = &exchange.asked.label.server;
                if asked.last() != Some(&server) {
                    asked.push(server);
                }
            }
            if let Err(error) = result {
                let (last, named) = (asked.last().copied(), error.error().server());
                let is_right = named.is_some() && (last.is_none() || named == last || stopped);
                ensure(is_right, || format!("{run} asked {last:?}: {error}"))?;
            }
            let unreached = match result {
                Ok(accepted) => &accepted.unreached,
                Err(error) => error.unreached(),
            };
            let named: Vec<&Server> = unreached.iter().filter_map(Error::server).collect();
            // A send that is stopped may have turned away from the last one as well.
            let is_right = asked.starts_with(&named)
                && named.len() == unreached.len()
                && (named.len() + 1 == asked.len() || stopped);
            ensure(is_right, || {
                format!("{run} asked {asked:?}, and {named:?} are said to be out of reach")
            })
        }
        Ending::List(list) => missing(history, list),
        Ending::Report { job_id, lookup } => lookup_names(history, job_id, lookup),
        Ending::Deletion { job_id, lookup } => lookup_names(history, job_id, lookup),
        Ending::Reports(lookups) => {
            let mut entries = lookups.entries.iter();
            entries.try_for_each(|(job_id, lookup)| lookup_names(history, job_id, lookup))
        }
        Ending::Deletions(lookups) => {
            let mut entries = lookups.entries.iter();
            entries.try_for_each(|(job_id, lookup)| lookup_names(history, job_id, lookup))
        }
        Ending::Watched(standings) => standings.iter().try_for_each(|(job_id, standing)| {
            let Standing::Unknown { failures, .. } = standing else {
                return Ok(());
            };
            // A data center whose last round failed is named for all jobs, whichever the round was about.
            names(history, job_id, failures, false)
        }),
        Ending::Reconciled {
            result: Err(unseen),
            ..
        } => {
            let named: BTreeSet<_> = unseen.failures.iter().filter_map(at).collect();
            ensure(named.len() == unseen.failures.len(), || {
                format!("{run} names nobody, or one twice: {unseen:?}")
            })
        }
        Ending::Drained(drained) => sites(history, stopped, drained),
        _ => Ok(()),
    }
}

/// The data center that an error names.
fn at(error: &Error) -> Option<Endpoint> {
    match error.server()? {
        Server::DataCenter(data_center) => endpoint(data_center),
        _ => None,
    }
}

fn lookup_names<T>(history: &History, job_id: &JobId, lookup: &Lookup<T>) -> Verdict {
    match lookup {
        Lookup::Unknown { failures } => names(history, job_id, failures, true),
        _ => Ok(()),
    }
}

/// All that did not say "not found" are named; and nobody else, if it is to be exact.
fn names(history: &History, job_id: &JobId, failures: &[Error], exact: bool) -> Verdict {
    let named: Vec<_> = failures.iter().map(at).collect();
    let failed = |it: &Endpoint| history.word(*it, job_id.as_str()) != Word::Says(Says::NotFound);
    let failed: Vec<_> = DATA_CENTERS.into_iter().filter(failed).map(Some).collect();
    let is_right = if exact {
        named == failed
    } else {
        failed.iter().all(|it| named.contains(it))
    };
    ensure(is_right, || {
        format!("of {job_id}, {failed:?} said nothing, and {named:?} are named")
    })
}

/// Exactly those whose list never came are missing, and those whose list was full are named.
fn missing(history: &History, list: &Gathered<FaxReport>) -> Verdict {
    let list_of = |at: Endpoint| history.with(at).find_map(|it| it.entries());
    let failed: Vec<_> = DATA_CENTERS
        .into_iter()
        .filter(|it| list_of(*it).is_none())
        .map(Some)
        .collect();
    let named: Vec<_> = list.missing.iter().map(|it| at(&it.error)).collect();
    ensure(named == failed, || {
        format!("{failed:?} gave no list, and {named:?} are missing")
    })?;
    let full = DATA_CENTERS
        .into_iter()
        .filter(|it| list_of(*it).is_some_and(|entries| entries.len() >= 1000));
    ensure(list.full.iter().filter_map(endpoint).eq(full), || {
        format!("{:?} are said to be full", list.full)
    })
}

fn sites(history: &History, stopped: bool, drained: &Drained) -> Verdict {
    drained.sites.iter().try_for_each(|site| {
        let at = endpoint(&site.data_center).ok_or_else(|| format!("{site:?} is nowhere"))?;
        match &site.end {
            DrainEnd::Failed(error) => ensure(self::at(error) == Some(at), || {
                format!("{at} failed, and {error} is named")
            }),
            DrainEnd::Emptied | DrainEnd::Stalled { .. } => emptied(history, at, site),
            DrainEnd::Stopped => ensure(stopped, || format!("{at} was stopped by nobody")),
            _ => Ok(()),
        }
    })
}

/// Whoever is done had a good answer last; and whoever is empty had nothing more on the last list, which was not full.
fn emptied(history: &History, at: Endpoint, site: &DrainedSite) -> Verdict {
    let last = history.with(at).rfind(|it| !it.is_open());
    ensure(last.is_some_and(|it| it.entries().is_some()), || {
        format!("{at} failed in the end, and not in {site:?}")
    })?;
    let list = history
        .last(at, Operation::ListReports)
        .and_then(|it| it.entries())
        .unwrap_or_default();
    let is_gone = |job_id: &str| {
        matches!(
            history.word(at, job_id),
            Word::Says(Says::Deleted | Says::NotFound)
        )
    };
    let left = list
        .iter()
        .filter(|entry| !entry.job_id.as_deref().is_some_and(is_gone))
        .count();
    let is_empty = left == 0 && list.len() < 1000;
    ensure(is_empty || !matches!(site.end, DrainEnd::Emptied), || {
        format!(
            "{at} is said to be empty: {left} of {} are left of its last list",
            list.len()
        )
    })
}
