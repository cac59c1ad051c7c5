//! The blocking client against the simulated service: the paved path from end to end. The asynchronous client's own tests have the same.

use std::time::Duration;

use fax4a::flow::{Backoff, DrainEnd, Lookup, RetryBudget, RetryPolicy, Standing, SubmitError};
use fax4a::report::DeletionOutcome;
use fax4a::{
    Account, Credentials, CustomerNumber, DataCenterUrl, Document, FaxJob, JobId, Region, Server,
    SubmissionUrl,
};
use fax4a_simulator::{Answer, Config, Effect, Endpoint, Fault, Front, Operation, Simulator};
use fax4a_ureq::{Client, ClientBuilder};

const LETTER: &[u8] = include_bytes!("../../examples/assets/letter.pdf");

fn simulator() -> Simulator {
    Simulator::start(
        Config::new()
            .processing_time(Duration::ZERO)
            .front(Front::Second),
    )
    .unwrap()
}

fn region(simulator: &Simulator) -> Region {
    let data_center = |name, endpoint| DataCenterUrl::new(name, &simulator.url(endpoint)).unwrap();
    let submission = SubmissionUrl::new("DE", &simulator.url(Endpoint::DeHa)).unwrap();
    Region::new(
        submission,
        [
            data_center("DE1", Endpoint::De1),
            data_center("DE2", Endpoint::De2),
        ],
    )
    .unwrap()
}

/// Repeats come at once.
fn builder(simulator: &Simulator) -> ClientBuilder {
    let credentials = Credentials::basic(Config::USER_NAME, Config::PASSWORD).unwrap();
    let account = Account::new(
        CustomerNumber::new(Config::CUSTOMER_NUMBER).unwrap(),
        credentials,
    );
    let soon = Backoff::new(Duration::from_millis(1), Duration::from_millis(2));
    Client::builder(account, region(simulator)).retry(RetryPolicy::default().with_backoff(soon))
}

fn job() -> FaxJob {
    FaxJob::to("+99900000000")
        .document(Document::pdf("letter.pdf", LETTER))
        .build()
        .unwrap()
}

fn received(simulator: &Simulator, operation: Operation) -> Vec<Endpoint> {
    simulator.with(|service| {
        let of_operation = service
            .received()
            .filter(|received| received.operation == Some(operation));
        of_operation.map(|received| received.endpoint).collect()
    })
}

#[test]
fn a_letter_is_sent_waited_for_found_and_deleted() {
    let simulator = simulator();
    let client = builder(&simulator).build();
    let accepted = client.send(&job()).unwrap();
    assert_eq!(accepted.data_center(), None);
    let documents = simulator.with(|service| {
        let job = service.jobs(Endpoint::De2, Duration::ZERO).next().unwrap();
        job.documents().count()
    });
    assert_eq!(documents, 1);

    let found = client
        .wait_for(&accepted.job_id, Duration::from_secs(60))
        .unwrap();
    assert!(found.value.is_delivered());
    assert_eq!(found.data_center.name(), "DE2");
    let Lookup::Found(again) = client.report(&accepted.job_id) else {
        panic!("not found")
    };
    assert_eq!(again, found);

    let Lookup::Found(deletion) = client.delete_found(&found) else {
        panic!("not deleted")
    };
    assert_eq!(deletion.value.outcome, DeletionOutcome::Deleted);
    assert_eq!(
        received(&simulator, Operation::DeleteReport),
        [Endpoint::De2]
    );
    assert!(client.report(&accepted.job_id).is_not_found());
    assert!(simulator.with(|service| service.violations().is_empty()));
}

#[test]
fn a_front_that_is_down_is_passed_by_only_if_that_was_asked_for() {
    let simulator = simulator();
    simulator.inject(Fault::new(Effect::Refuse).at(Endpoint::DeHa));
    let refused = builder(&simulator).build().send(&job());
    assert!(
        matches!(refused, Err(SubmitError::Refused { .. })),
        "{refused:?}"
    );
    assert_eq!(received(&simulator, Operation::SendFax), []);

    let accepted = builder(&simulator)
        .fail_over(true)
        .build()
        .send(&job())
        .unwrap();
    assert_eq!(accepted.data_center().unwrap().name(), "DE1");
    assert_eq!(received(&simulator, Operation::SendFax), [Endpoint::De1]);
}

#[test]
fn an_answer_that_is_lost_after_the_job_was_taken_is_unknown_and_reconciled_by_its_id() {
    let simulator = simulator();
    simulator.inject(Fault::new(Effect::ResetAfterProcessing).at(Endpoint::DeHa));
    let client = builder(&simulator)
        .identify_jobs(true)
        .fail_over(true)
        .build();
    let Err(SubmitError::Unknown {
        customer_defined_id,
        ..
    }) = client.send(&job())
    else {
        panic!("known")
    };
    let id = customer_defined_id.unwrap();
    assert_eq!(simulator.with(|service| service.accepted_jobs(&id)), 1);
    let found = client.reconcile(&id, Duration::from_secs(60)).unwrap();
    assert_eq!(found.value.customer_defined_id(), Some(&*id));
}

#[test]
fn a_watch_whose_time_is_up_says_what_is_known() {
    let simulator = simulator();
    let client = builder(&simulator).build();
    let never = FaxJob::to("+99900000210")
        .document(Document::pdf("letter.pdf", LETTER))
        .build()
        .unwrap();
    let accepted = client.send(&never).unwrap();
    let pending = client
        .wait_for(&accepted.job_id, Duration::from_millis(300))
        .unwrap_err();
    assert!(
        matches!(pending, Standing::Pending { data_center, .. } if data_center.name() == "DE2")
    );
    let unknown = client
        .wait_for(
            &JobId::new("NEVER-SENT").unwrap(),
            Duration::from_millis(300),
        )
        .unwrap_err();
    assert!(matches!(unknown, Standing::NotFound), "{unknown:?}");
}

#[test]
fn what_was_not_stored_is_not_deleted_and_the_other_data_center_is_emptied() {
    let simulator = simulator();
    for (endpoint, reports) in [(Endpoint::De1, 1200), (Endpoint::De2, 1500)] {
        let now = simulator.now();
        simulator.with(|service| service.preload(endpoint, now, reports));
    }
    let mut stored = 0;
    let drained = builder(&simulator).build().drain(|batch| {
        if batch.data_center.name() == "DE1" {
            return Err("the disk is full");
        }
        stored += batch.reports.len();
        Ok(())
    });
    assert_eq!((stored, drained.persisted()), (1500, 1500));
    assert!(!drained.is_complete());
    assert!(
        matches!(drained.sites[0].end, DrainEnd::Rejected(_))
            && matches!(drained.sites[1].end, DrainEnd::Emptied)
    );
    let left = |endpoint| simulator.with(|service| service.jobs(endpoint, Duration::ZERO).count());
    assert_eq!((left(Endpoint::De1), left(Endpoint::De2)), (1200, 0));
    assert_eq!(received(&simulator, Operation::DeleteOldest), []);
}

#[test]
fn a_failing_data_center_gets_no_more_repeats_than_the_budget_has_from_all_calls_together() {
    const CALLS: u32 = 400;
    let simulator = simulator();
    simulator.inject(Fault::new(Effect::Answer(Answer::new(500))).at(Endpoint::De1));
    let client = builder(&simulator).build();
    for _ in 0..CALLS {
        let lookup = client.report(&JobId::new("ANY").unwrap());
        assert!(matches!(lookup, Lookup::Unknown { failures } if failures.len() == 1));
    }
    let at = |endpoint| {
        received(&simulator, Operation::GetReport)
            .iter()
            .filter(|it| **it == endpoint)
            .count() as u32
    };
    assert_eq!(
        at(Endpoint::De1),
        CALLS + RetryBudget::CAPACITY / RetryBudget::COST
    );
    assert_eq!(at(Endpoint::De2), CALLS);
    let of_de2 = Server::DataCenter(client.region().data_centers()[1].data_center().clone());
    assert_eq!(
        client.settings().budget().unwrap().repeats_left(&of_de2),
        Some(100)
    );
}

#[test]
fn ten_thousand_pending_jobs_cost_twenty_requests_a_round_and_half_once_they_are_located() {
    let simulator = simulator();
    let client = builder(&simulator).build();
    let now = simulator.now();
    simulator.with(|service| service.preload(Endpoint::De1, now, 10_000));
    let job_ids: Vec<JobId> = simulator.with(|service| {
        service
            .jobs(Endpoint::De1, now)
            .map(|job| JobId::new(&job.id()).unwrap())
            .collect()
    });
    let mut reports = 0;
    let unfinished = client.watch(job_ids, Some(Duration::from_secs(60)), |_| reports += 1);
    assert_eq!((reports, unfinished.len()), (10_000, 0));
    let requests = received(&simulator, Operation::BulkGet);
    assert!(requests.len() <= 20, "{}", requests.len());
    assert_eq!(
        requests
            .iter()
            .filter(|endpoint| **endpoint == Endpoint::De1)
            .count(),
        10
    );
}
