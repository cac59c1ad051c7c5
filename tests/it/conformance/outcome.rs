//! What came of a call, in one comparable line.

use fax4a::flow::{Accepted, Gathered, Lookup, Lookups, SubmitError};
use fax4a::report::Deletion;
use fax4a::{Error, FaxReport};

pub(super) fn of_send(result: &Result<Accepted, SubmitError>) -> String {
    match result {
        Ok(accepted) => format!("accepted {}", accepted.job_id),
        Err(SubmitError::Refused { error, .. }) => format!("refused: {}", of_error(error)),
        Err(error) => format!("unknown: {}", of_error(error.error())),
    }
}

pub(super) fn of_call<T>(result: &Result<T, Error>, describe: impl Fn(&T) -> String) -> String {
    match result {
        Ok(value) => describe(value),
        Err(error) => of_error(error),
    }
}

pub(super) fn of_lookup(lookup: &Lookup<FaxReport>) -> String {
    of_found(lookup, of_report)
}

/// What was looked for, if it was found, and where.
pub(super) fn of_found<T>(lookup: &Lookup<T>, describe: impl Fn(&T) -> String) -> String {
    match lookup {
        Lookup::Found(found) => format!("{} at {}", describe(&found.value), found.data_center),
        Lookup::NotFound => "not found".to_owned(),
        Lookup::Unknown { failures } => format!("unknown: {}", of_errors(failures)),
        _ => unreachable!(),
    }
}

pub(super) fn of_gathered<T>(gathered: &Gathered<T>) -> String {
    let missing = gathered.missing.iter().map(|missing| &missing.error);
    format!(
        "{} entries, {} unreadable, missing: {}",
        gathered.items.len(),
        gathered.unreadable.len(),
        of_errors(missing)
    )
}

pub(super) fn of_lookups<T>(lookups: &Lookups<T>, describe: impl Fn(&T) -> String) -> String {
    let of = |(job_id, lookup)| format!("{job_id} {}", of_found(lookup, &describe));
    let entries = lookups
        .entries
        .iter()
        .map(|(job_id, lookup)| (job_id, lookup));
    joined(entries.map(of), ", ")
}

pub(super) fn of_report(report: &FaxReport) -> String {
    format!("found {}", report.job_id())
}

pub(super) fn of_deletion(deletion: &Deletion) -> String {
    format!("{} {:?}", deletion.job_id, deletion.outcome)
}

pub(super) fn of_deletions(deletions: &[Deletion]) -> String {
    joined(deletions.iter().map(of_deletion), ", ")
}

fn of_errors<'a>(errors: impl IntoIterator<Item = &'a Error>) -> String {
    joined(errors.into_iter().map(of_error), " and ")
}

fn joined(parts: impl Iterator<Item = String>, between: &str) -> String {
    parts.collect::<Vec<_>>().join(between)
}

pub(super) fn of_error(error: &Error) -> String {
    let at = error
        .server()
        .and_then(|server| server.data_center())
        .map_or(String::new(), |it| format!("{it} "));
    match error {
        Error::Server(error) => {
            let wait = error
                .retry_after()
                .map_or(String::new(), |wait| format!(", wait {wait:?}"));
            format!(
                "{at}{} {:?}, {:?}{wait}",
                error.status().as_u16(),
                error.kind(),
                error.body()
            )
        }
        Error::Decode(error) => format!("{at}{} {:?}", error.status().as_u16(), error.kind()),
        Error::Entry(error) => format!("{at}{:?}", error.problem()),
        Error::Transport(error) => format!(
            "{at}{:?} {:?}",
            error.failure().kind(),
            error.failure().delivery()
        ),
        _ => unreachable!(),
    }
}
