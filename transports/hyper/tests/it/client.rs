//! The paved path against a service that is well.

use std::time::Duration;

use fax4a::flow::{Lookup, Lookups};
use fax4a::operation::GetReport;
use fax4a::report::DeletionOutcome;
use fax4a_hyper::{Client, document_from_file};
use fax4a_simulator::{Effect, Endpoint, Fault, Operation};

use tokio::runtime::{Builder, Handle};

use crate::world::{
    LETTER, account, client, in_time, job, job_id, named_job, received, region, simulator,
    timeless_simulator, until,
};

#[tokio::test]
async fn a_letter_is_sent_its_report_found_and_deleted() {
    let simulator = simulator();
    let client = client(&simulator);
    let accepted = in_time(client.send(&job())).await.unwrap();
    assert_eq!(
        accepted.data_center(),
        None,
        "the front does not tell who took it"
    );

    let found = in_time(client.report(&accepted.job_id))
        .await
        .found()
        .unwrap();
    assert!(found.value.is_delivered());
    assert_eq!(found.value.job_id(), &accepted.job_id);

    let deleted = in_time(client.delete_found(&found)).await.found().unwrap();
    assert_eq!(
        (deleted.value.outcome, &deleted.data_center),
        (DeletionOutcome::Deleted, &found.data_center)
    );
    assert_eq!(
        received(&simulator, Operation::DeleteReport).len(),
        1,
        "only the one that has it is asked"
    );
    assert!(
        in_time(client.report(&accepted.job_id))
            .await
            .is_not_found()
    );
    assert!(simulator.with(|service| service.violations().is_empty()));
}

#[tokio::test]
async fn lists_bulk_lookups_and_deletions_see_both_data_centers() {
    let simulator = simulator();
    for endpoint in [Endpoint::De1, Endpoint::De2] {
        simulator.with(|service| service.preload(endpoint, service.latest(), 3));
    }
    let client = client(&simulator);
    let listed = in_time(client.reports()).await;
    assert!(listed.is_complete());
    let job_ids: Vec<_> = listed
        .items
        .iter()
        .map(|item| item.value.job_id().clone())
        .collect();
    assert_eq!(job_ids.len(), 6);

    let Lookups { entries, .. } = in_time(client.reports_of(&job_ids)).await;
    assert!(entries.iter().all(|(job_id, lookup)| match lookup {
        Lookup::Found(found) => found.value.job_id() == job_id,
        _ => false,
    }));
    let deleted = in_time(client.delete_many(&job_ids[1..])).await;
    assert_eq!(deleted.found().count(), 5);
    assert!(in_time(client.delete(&job_ids[0])).await.found().is_some());
    assert!(in_time(client.reports()).await.items.is_empty());
}

#[tokio::test]
async fn one_call_asks_one_data_center() {
    let simulator = simulator();
    let client = client(&simulator);
    let de2 = client.region().data_centers()[1].clone();
    let report = in_time(client.call(de2, GetReport::new(job_id("FJJ66GHGX105ZZBIELVCN1"))))
        .await
        .unwrap();
    assert_eq!(report, None);
    assert_eq!(received(&simulator, Operation::GetReport), [Endpoint::De2]);
}

/// Time stands still, so no answer is given before both were asked.
#[tokio::test]
async fn a_lookup_asks_both_data_centers_at_once() {
    let simulator = timeless_simulator();
    let client = client(&simulator);
    simulator.inject(Fault::new(Effect::slow(Duration::from_secs(1))).on(Operation::GetReport));
    let lookup = tokio::spawn({
        let client = client.clone();
        async move { client.report(&job_id("FJJ66GHGX105ZZBIELVCN1")).await }
    });
    until(|| received(&simulator, Operation::GetReport).len() == 2).await;
    assert!(!lookup.is_finished());
    let mut asked = received(&simulator, Operation::GetReport);
    asked.sort();
    assert_eq!(asked, [Endpoint::De1, Endpoint::De2]);
    simulator.advance(Duration::from_secs(1));
    assert!(in_time(lookup).await.unwrap().is_not_found());
}

#[tokio::test]
async fn connections_are_used_again() {
    let simulator = simulator();
    let client = client(&simulator);
    in_time(client.send(&named_job("first", vec![1; 100])))
        .await
        .unwrap();
    // A connection is in the pool once its task saw the end of the answer.
    tokio::task::yield_now().await;
    let before = Handle::current().metrics().num_alive_tasks();
    for name in ["second", "third"] {
        in_time(client.send(&named_job(name, vec![1; 100])))
            .await
            .unwrap();
        tokio::task::yield_now().await;
    }
    assert_eq!(Handle::current().metrics().num_alive_tasks(), before);
}

#[test]
fn a_client_is_made_without_a_runtime_and_used_in_either_kind() {
    let simulator = simulator();
    for mut builder in [Builder::new_current_thread(), Builder::new_multi_thread()] {
        let client = Client::new(account(), region(&simulator));
        let runtime = builder.enable_all().build().unwrap();
        let lookup = runtime.block_on(in_time(async {
            client.report(&job_id("FJJ66GHGX105ZZBIELVCN1")).await
        }));
        assert!(lookup.is_not_found());
    }
}

#[tokio::test]
async fn a_file_becomes_a_document_with_a_legal_name() {
    let document = in_time(document_from_file(LETTER)).await.unwrap();
    let job = fax4a::FaxJob::to("+99900000000")
        .document(document)
        .build()
        .unwrap();
    assert_eq!(job.documents().len(), 1);
    assert!(
        in_time(document_from_file("no/such/file.pdf"))
            .await
            .is_err()
    );
}
