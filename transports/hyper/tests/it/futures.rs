//! Futures: `Send`, lazy, and gone without a trace when they are dropped.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use fax4a::flow::{Drain, Located, Settings, Watch};
use fax4a::operation::{GetReport, ListReports};
use fax4a::{FaxJob, FaxReport, JobId};
use fax4a_hyper::{Client, HyperTransport, document_from_file};
use fax4a_simulator::{Effect, Fault, Operation};
use tokio::runtime::Handle;

use crate::server::Server;
use crate::world::{
    account, client, in_time, job, job_id, job_with, received, region, region_of_one, simulator,
    until,
};

fn is_send(_: impl Send) {}

fn is_shareable<T: Clone + Send + Sync + 'static>() {}

/// Compiles or not; never called.
#[expect(dead_code, reason = "what it asserts, the compiler checks")]
fn every_future_is_send(
    client: &Client,
    job: &FaxJob,
    id: &JobId,
    found: &Located<FaxReport>,
    watch: Watch,
    drain: Drain,
) {
    let target = || client.region().data_centers()[0].clone();
    is_send(client.send(job));
    is_send(client.report(id));
    is_send(client.reports());
    is_send(client.reports_of(std::slice::from_ref(id)));
    is_send(client.delete(id));
    is_send(client.delete_found(found));
    is_send(client.delete_many(std::slice::from_ref(id)));
    is_send(client.wait_for(id, Duration::ZERO));
    is_send(client.watch([id.clone()], None, async |_| {}));
    is_send(client.watch([id.clone()], None, async move |report| {
        drop((report, tokio::task::yield_now().await))
    }));
    is_send(client.drain(async |batch| {
        tokio::task::yield_now().await;
        if batch.reports.is_empty() {
            Err("nothing")
        } else {
            Ok(())
        }
    }));
    is_send(client.reconcile("id", Duration::ZERO));
    is_send(client.ask_all(ListReports::new()));
    is_send(client.call(target(), GetReport::new(id.clone())));
    is_send(client.run(watch, |_, _| {}));
    let mut driver = client.driver(drain);
    is_send(driver.next_event());
    is_send(driver);
    is_send(document_from_file("a.pdf"));
    is_shareable::<Client>();
    is_shareable::<HyperTransport>();
}

#[tokio::test]
async fn a_drain_whose_closure_waits_can_be_a_task() {
    let simulator = simulator();
    simulator.with(|service| service.preload(fax4a_simulator::Endpoint::De1, service.latest(), 3));
    let client = client(&simulator);
    let stored = Arc::new(AtomicU64::new(0));
    let drained = tokio::spawn({
        let stored = Arc::clone(&stored);
        async move {
            client
                .drain(async |batch| {
                    tokio::task::yield_now().await;
                    stored.fetch_add(batch.reports.len() as u64, Ordering::SeqCst);
                    Ok::<_, std::io::Error>(())
                })
                .await
        }
    });
    assert!(in_time(drained).await.unwrap().is_complete());
    assert_eq!(stored.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_future_that_is_never_polled_sends_nothing() {
    let simulator = simulator();
    let client = client(&simulator);
    drop(client.send(&job()));
    drop(client.reports());
    tokio::task::yield_now().await;
    assert_eq!(simulator.with(|service| service.received().len()), 0);
}

/// The server reads a little of a large job and then waits: the job stops there when the send is dropped.
#[tokio::test]
async fn a_send_that_is_dropped_halfway_stops_there() {
    let (begun, ended) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let (count, end) = (Arc::clone(&begun), Arc::clone(&ended));
    let (go, wait) = tokio::sync::watch::channel(false);
    let server = Server::answering(move |mut connection| {
        let (count, end, mut wait) = (Arc::clone(&count), Arc::clone(&end), wait.clone());
        async move {
            count.fetch_add(connection.read_some().await.len() as u64, Ordering::SeqCst);
            wait.wait_for(|go| *go).await.unwrap();
            loop {
                let some = connection.read_some().await;
                count.fetch_add(some.len() as u64, Ordering::SeqCst);
                if some.is_empty() {
                    end.fetch_add(1, Ordering::SeqCst);
                    return;
                }
            }
        }
    })
    .await;
    const DOCUMENT: usize = 32 << 20;
    let client = Client::new(account(), region_of_one(&server.url()));
    let job = job_with(vec![7; DOCUMENT]);
    let send = tokio::spawn(async move { client.send(&job).await });
    until(|| begun.load(Ordering::SeqCst) > 0).await;
    send.abort();
    assert!(send.await.unwrap_err().is_cancelled());
    go.send(true).unwrap();
    until(|| ended.load(Ordering::SeqCst) == 1).await;
    // What was in the sockets' buffers still arrives, and no more.
    assert!(
        begun.load(Ordering::SeqCst) < (DOCUMENT as u64) / 2,
        "{begun:?}"
    );
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_send_that_is_dropped_before_its_answer_leaves_the_client_usable() {
    let simulator = simulator();
    let client = client(&simulator);
    simulator.inject(Fault::new(Effect::Freeze).on(Operation::SendFax).once());
    let send = tokio::spawn({
        let client = client.clone();
        async move { client.send(&job()).await }
    });
    until(|| received(&simulator, Operation::SendFax).len() == 1).await;
    send.abort();
    assert!(send.await.unwrap_err().is_cancelled());
    assert_eq!(
        simulator.with(|service| service.accepted_jobs("the-job")),
        0
    );
    in_time(client.send(&job())).await.unwrap();
    assert_eq!(
        simulator.with(|service| service.accepted_jobs("the-job")),
        1
    );
}

/// A lookup that is settled by one data center gives the other up; a flow that is dropped gives everything up.
#[tokio::test]
async fn no_task_is_left_behind() {
    let simulator = simulator();
    let client = client(&simulator);
    let accepted = in_time(client.send(&job())).await.unwrap();
    assert!(
        in_time(client.report(&accepted.job_id))
            .await
            .found()
            .is_some()
    );
    simulator.inject(Fault::new(Effect::Freeze));
    let lookup = tokio::spawn({
        let client = client.clone();
        async move { client.report(&job_id("FJJ66GHGX105ZZBIELVCN1")).await }
    });
    until(|| {
        simulator.with(|service| {
            service
                .received()
                .filter(|it| it.fault == Some("freeze"))
                .count()
        }) == 2
    })
    .await;
    lookup.abort();
    let watch = Watch::new(
        account(),
        &region(&simulator),
        [accepted.job_id],
        Settings::default(),
    );
    let mut driver = client.driver(watch);
    assert!(
        tokio::time::timeout(Duration::from_millis(20), driver.next_event())
            .await
            .is_err()
    );
    drop(driver);
    drop(client);
    until(|| Handle::current().metrics().num_alive_tasks() == 0).await;
}
