//! Watching, draining, looking again.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fax4a::flow::{DrainEnd, Flow as _, Settings, Standing, SubmitError, Watch, WatchEvent};
use fax4a::{Document, FaxJob};
use fax4a_hyper::HyperTransport;
use fax4a_simulator::{Effect, Endpoint, Fault, Operation};

use crate::own::own_client;
use crate::world::{
    account, builder, client, in_time, job, job_id, named_job, received, region, simulator, until,
};

const LONG: Duration = Duration::from_secs(60);

#[tokio::test]
async fn one_job_is_waited_for() {
    let simulator = simulator();
    let client = client(&simulator);
    let accepted = in_time(client.send(&job())).await.unwrap();
    let found = in_time(client.wait_for(&accepted.job_id, LONG))
        .await
        .unwrap();
    assert_eq!(found.value.job_id(), &accepted.job_id);

    let standing =
        in_time(client.wait_for(&job_id("FJJ66GHGX105ZZBIELVCN1"), Duration::from_secs(1))).await;
    assert!(matches!(standing, Err(Standing::NotFound)), "{standing:?}");
}

#[tokio::test]
async fn a_watch_goes_on_while_a_report_is_being_handled() {
    let simulator = simulator();
    let client = client(&simulator);
    let mut job_ids = Vec::new();
    for number in 0..10 {
        job_ids.push(
            in_time(client.send(&named_job(&format!("job-{number}"), vec![7; 10])))
                .await
                .unwrap()
                .job_id,
        );
    }
    let seen = Mutex::new(Vec::new());
    let unfinished = in_time(client.watch(job_ids.clone(), Some(LONG), |report| {
        let seen = &seen;
        async move {
            tokio::time::sleep(Duration::from_millis(2)).await;
            seen.lock().unwrap().push(report.value.job_id().clone());
        }
    }))
    .await;
    assert!(unfinished.is_empty());
    let mut seen = seen.into_inner().unwrap();
    seen.sort();
    job_ids.sort();
    assert_eq!(seen, job_ids);
}

/// A page is being stored until the other data center's page is here, which is later: only a drain that goes on meanwhile ends.
#[tokio::test]
async fn a_drain_goes_on_elsewhere_while_a_page_is_being_stored() {
    let simulator = simulator();
    for endpoint in [Endpoint::De1, Endpoint::De2] {
        simulator.with(|service| service.preload(endpoint, service.latest(), 1500));
    }
    let late = Fault::new(Effect::slow(Duration::from_millis(300))).at(Endpoint::De2);
    simulator.inject(late.on(Operation::ListReports).once());
    let answers = Arc::new(AtomicUsize::new(0));
    let counting = {
        let (client, answers) = (own_client(), Arc::clone(&answers));
        HyperTransport::from_fn(move |request| {
            let (answer, answers) = (client.request(request), Arc::clone(&answers));
            async move {
                answer
                    .await
                    .inspect(|_| _ = answers.fetch_add(1, Ordering::SeqCst))
            }
        })
    };
    let client = builder(&simulator).transport(counting).build();
    let stored = Mutex::new(0);
    let drained = in_time(client.drain(async |batch| {
        *stored.lock().unwrap() += batch.reports.len();
        until(|| answers.load(Ordering::SeqCst) >= 2).await;
        Ok::<_, std::io::Error>(())
    }))
    .await;
    assert!(drained.is_complete(), "{drained:?}");
    assert_eq!((drained.persisted(), *stored.lock().unwrap()), (3000, 3000));
    assert!(in_time(client.reports()).await.items.is_empty());
}

#[tokio::test]
async fn what_could_not_be_stored_is_not_deleted() {
    let simulator = simulator();
    simulator.with(|service| service.preload(Endpoint::De1, service.latest(), 5));
    let client = client(&simulator);
    let drained = in_time(client.drain(async |_| Err("the disk is full"))).await;
    assert!(
        matches!(drained.sites[0].end, DrainEnd::Rejected(_)),
        "{drained:?}"
    );
    assert!(received(&simulator, Operation::BulkDelete).is_empty());
    assert_eq!(in_time(client.reports()).await.items.len(), 5);
}

/// A store that itself asks the service must not wait for a turn that the drain holds.
#[tokio::test]
async fn the_store_of_a_drain_may_call_the_client() {
    let simulator = simulator();
    simulator.with(|service| service.preload(Endpoint::De1, service.latest(), 2));
    let client = builder(&simulator).max_concurrent_calls(1).build();
    let drained = in_time(client.drain(async |batch| {
        let found = client.report(batch.reports[0].job_id()).await.found();
        found.map(drop).ok_or("not there")
    }))
    .await;
    assert!(drained.is_complete(), "{drained:?}");
}

#[tokio::test]
async fn a_send_that_nobody_answered_is_found_by_its_id() {
    let simulator = simulator();
    simulator.inject(Fault::new(Effect::ResetAfterProcessing).on(Operation::SendFax));
    let client = client(&simulator);
    let error = in_time(client.send(&job())).await.unwrap_err();
    assert!(matches!(error, SubmitError::Unknown { .. }));
    let found = in_time(client.reconcile("the-job", LONG)).await.unwrap();
    assert_eq!(found.value.customer_defined_id(), Some("the-job"));
    let unseen = in_time(client.reconcile("another", Duration::from_secs(1)))
        .await
        .unwrap_err();
    assert!(unseen.rounds >= 1);
}

#[tokio::test]
async fn jobs_get_an_id_of_their_own_if_that_is_asked_for() {
    let simulator = simulator();
    let job = FaxJob::to("+99900000000")
        .document(Document::pdf("a.pdf", &b"%PDF"[..]))
        .build()
        .unwrap();
    let client = builder(&simulator).identify_jobs(true).build();
    for _ in 0..2 {
        in_time(client.send(&job)).await.unwrap();
    }
    let listed = in_time(client.reports()).await;
    let ids: Vec<_> = listed
        .items
        .iter()
        .map(|item| item.value.customer_defined_id().unwrap())
        .collect();
    assert!(ids.len() == 2 && ids[0] != ids[1], "{ids:?}");
}

#[tokio::test]
async fn a_driver_hands_out_events_and_takes_orders_between_them() {
    let simulator = simulator();
    let client = client(&simulator);
    let first = in_time(client.send(&named_job("first", vec![7; 10])))
        .await
        .unwrap()
        .job_id;
    let second = in_time(client.send(&named_job("second", vec![7; 10])))
        .await
        .unwrap()
        .job_id;
    let watch = Watch::new(
        account(),
        &region(&simulator),
        [first.clone()],
        Settings::default(),
    );
    let mut driver = client.driver(watch);
    let mut seen = Vec::new();
    while let Some(event) = in_time(driver.next_event()).await {
        if let WatchEvent::Report(report) = event {
            seen.push(report.value.job_id().clone());
            if seen.len() == 1 {
                driver.flow_mut().add(second.clone());
            }
        }
    }
    assert_eq!(seen, [first, second]);
    assert!(driver.into_output().is_empty());
    let stopped = Watch::new(
        account(),
        &region(&simulator),
        [job_id("FJJ66GHGX105ZZBIELVCN1")],
        Settings::default(),
    );
    assert_eq!(stopped.into_output().len(), 1);
}
