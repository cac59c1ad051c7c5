//! What came of a case, in one comparable line.

use fax4a::flow::{Accepted, Gathered, Lookup, Lookups, SubmitError};
use fax4a::report::Deletion;
use fax4a::{Error, FaxReport, JobId};

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
    match lookup {
        Lookup::Found(found) => format!("found {} at {}", found.value.job_id(), found.data_center),
        Lookup::NotFound => "not found".to_owned(),
        Lookup::Unknown { failures } => format!("unknown: {}", of_errors(failures)),
        _ => unreachable!(),
    }
}

pub(super) fn of_gathered(gathered: &Gathered<FaxReport>) -> String {
    let missing: Vec<Error> = gathered
        .missing
        .iter()
        .map(|missing| missing.error.clone())
        .collect();
    format!(
        "{} reports, {} unreadable, missing: {}",
        gathered.items.len(),
        gathered.unreadable.len(),
        of_errors(&missing)
    )
}

pub(super) fn of_bulk(lookups: &Lookups<FaxReport>) -> String {
    let of =
        |(job_id, lookup): &(JobId, Lookup<FaxReport>)| format!("{job_id} {}", of_lookup(lookup));
    lookups
        .entries
        .iter()
        .map(of)
        .collect::<Vec<_>>()
        .join(", ")
}

pub(super) fn of_deletion(deletion: &Deletion) -> String {
    format!("{} {:?}", deletion.job_id, deletion.outcome)
}

fn of_errors(errors: &[Error]) -> String {
    errors
        .iter()
        .map(of_error)
        .collect::<Vec<_>>()
        .join(" and ")
}

fn of_error(error: &Error) -> String {
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
