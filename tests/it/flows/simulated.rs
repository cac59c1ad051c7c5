//! Flows against the simulated service.

use std::time::Duration;

use fax4a::flow::{AskAll, Submit};
use fax4a::operation::ListReports;
use fax4a::{Account, Credentials, CustomerNumber, Document, FaxJob};
use fax4a_simulator::{Config, Effect, Endpoint, Fault, Service};
use fax4a_tests::scenario::{Scenario, Simulated};
use insta::assert_snapshot;

pub(super) fn account() -> Account {
    let credentials = Credentials::basic(Config::USER_NAME, Config::PASSWORD).unwrap();
    Account::new(
        CustomerNumber::new(Config::CUSTOMER_NUMBER).unwrap(),
        credentials,
    )
}

fn scenario(prepare: impl Fn(&mut Service) + 'static) -> Scenario {
    let mut scenario = Scenario::new(move || {
        let mut service = Service::new(Config::new());
        prepare(&mut service);
        Simulated(service)
    });
    scenario.account = account();
    scenario
}

#[test]
fn a_job_is_accepted_by_the_front() {
    let job = FaxJob::to("+99900000000")
        .document(Document::pdf("letter", "%PDF-1.7"))
        .build()
        .unwrap();
    let played = scenario(|_| ())
        .run(|it| Submit::new(it.account.clone(), &it.region, &job, it.settings.clone()));
    assert!(played.outcome().starts_with("job FJ"), "{played}");
    assert!(
        played
            .outcome()
            .ends_with(" accepted by the submission address of DE"),
        "{played}"
    );
}

#[test]
fn a_job_that_was_processed_without_an_answer_is_unknown() {
    let job = FaxJob::to("+99900000000")
        .document(Document::pdf("letter", "%PDF-1.7"))
        .build()
        .unwrap();
    let lost = scenario(|service| service.inject(Fault::new(Effect::ResetAfterProcessing)));
    assert_snapshot!(lost.run(|it| Submit::new(
        it.account.clone(),
        &it.region,
        &job,
        it.settings.clone()
    )));
}

#[test]
fn reports_of_a_data_center_that_comes_back_are_not_missing() {
    let back = scenario(|service| {
        service.preload(Endpoint::De1, Duration::ZERO, 2);
        service.preload(Endpoint::De2, Duration::ZERO, 1);
        service.inject(
            Fault::new(Effect::Refuse)
                .at(Endpoint::De2)
                .during(Duration::ZERO, Duration::from_secs(1)),
        );
    });
    let played = back.run(|it| {
        AskAll::new(
            it.account.clone(),
            &it.region,
            ListReports::new(),
            it.settings.clone(),
        )
    });
    assert!(
        played.outcome().starts_with("3 entries, complete\n"),
        "{played}"
    );
    assert_snapshot!(played.at_once);
}
