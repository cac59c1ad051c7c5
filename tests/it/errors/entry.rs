//! Jobs of a bulk request that got no result.

use fax4a::error::{EntryError, EntryProblem, Error};
use fax4a::operation::{BulkDelete, BulkGet, InvalidJobIds};
use fax4a::{DataCenter, Server};
use fax4a_tests::sample::job_ids;

use super::{advice, chain};

fn check(problem: EntryProblem, end: &str) {
    let error = Error::from(EntryError::new(problem.clone()));
    assert_eq!(chain(&error), [format!("the bulk answer {end}")]);
    assert_eq!(advice(&error), [true, false, true]);
    let error = error.at(Server::DataCenter(DataCenter::new("DE2")));
    assert_eq!(
        chain(&error),
        [format!("the bulk answer from data center DE2 {end}")]
    );
    assert_eq!(error.server().unwrap().data_center().unwrap().name(), "DE2");
    let Error::Entry(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.problem(), &problem);
}

#[test]
fn a_job_that_failed_there() {
    check(
        EntryProblem::Failed("INTERNAL_ERROR".into()),
        "says that this job failed there",
    );
}

#[test]
fn a_job_that_was_not_answered() {
    check(EntryProblem::Unanswered, "does not name this job");
}

#[test]
fn a_bulk_request_names_one_to_a_thousand_jobs() {
    for (count, error, sentence) in [
        (
            0,
            InvalidJobIds::None,
            "a bulk request needs at least one job id",
        ),
        (
            1001,
            InvalidJobIds::TooMany { count: 1001 },
            "a bulk request takes 1000 job ids, not 1001",
        ),
    ] {
        assert_eq!(BulkGet::new(job_ids(count)).unwrap_err(), error);
        assert_eq!(BulkDelete::new(job_ids(count)).unwrap_err(), error);
        assert_eq!(chain(&error), [sentence]);
    }
    assert_eq!(BulkGet::new(job_ids(1000)).unwrap().job_ids().len(), 1000);
    assert_eq!(BulkDelete::new(job_ids(1)).unwrap().job_ids().len(), 1);
}
