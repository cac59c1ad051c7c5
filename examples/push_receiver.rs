//! A web server for the service's status pushes, which stores before it answers, and a watch for the pushes that never come.
//!
//! ```sh
//! cargo run --example push_receiver
//! ```
//!
//! It listens on this machine, sends three faxes to a simulated service that pushes their status here, and takes one push twice. The
//! fourth job asks for its push at an address where nobody listens: the watch finds that report.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use fax4a::flow::{Watch, WatchEvent};
use fax4a::job::HttpStatusPush;
use fax4a::push::{self, PushAuth, PushKey, PushReceiver};
use fax4a::{Document, FaxJob, FaxReport, JobId};
use fax4a_examples::setup;
use fax4a_hyper::Client;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::Notify;

/// What the service has to prove to us; another secret than the account's own.
const PUSH_USER: &str = "fax-service";
const PUSH_PASSWORD: &str = "only-for-pushes";

/// Reports by what tells one push from another. A real store is durable, and says so only once it is.
#[derive(Default)]
struct Store {
    reports: Mutex<BTreeMap<String, FaxReport>>,
    changed: Notify,
}

impl Store {
    /// Stores a report; one that is there already is fine.
    fn put(&self, key: &PushKey, report: FaxReport) -> bool {
        let mut reports = self.reports.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = reports.insert(key.as_str().to_owned(), report).is_none();
        self.changed.notify_one();
        is_new
    }

    fn has(&self, job_id: &JobId) -> bool {
        let reports = self.reports.lock().unwrap_or_else(PoisonError::into_inner);
        reports.values().any(|report| report.job_id() == job_id)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let setup = setup()?;
    let client = Client::new(setup.account.clone(), setup.region.clone());
    let (store, listener) = (
        Arc::new(Store::default()),
        TcpListener::bind("127.0.0.1:0").await?,
    );
    let here = format!("http://{}/fax-status", listener.local_addr()?);
    let nowhere = "http://127.0.0.1:9/fax-status".to_owned();
    tokio::spawn(serve(
        listener,
        PushReceiver::new(PushAuth::basic(PUSH_USER, PUSH_PASSWORD)?),
        store.clone(),
    ));

    let mut job_ids = Vec::new();
    for target in [&here, &here, &here, &nowhere] {
        let push = HttpStatusPush::to(target.as_str()).http_basic(PUSH_USER, PUSH_PASSWORD);
        let letter = Document::pdf("letter.pdf", &include_bytes!("assets/letter.pdf")[..]);
        let job = FaxJob::to("+999 000 00000")
            .document(letter)
            .http_status_push(push)
            .build()?;
        job_ids.push(client.send(&job).await?.job_id);
    }
    println!(
        "Sent {} faxes; pushes are to come to {here}.",
        job_ids.len()
    );

    // Pushes come soon or not at all. What has not come by then is watched.
    let patience = tokio::time::sleep(Duration::from_secs(4));
    tokio::pin!(patience);
    loop {
        tokio::select! {
            () = &mut patience => break,
            () = store.changed.notified() => {}
        }
        if let (Some(simulator), true) = (&setup.simulator, store.has(&job_ids[0])) {
            // The service may say a thing twice.
            simulator.with(|service| service.repeat_push(job_ids[0].as_str(), service.latest()));
        }
        if job_ids[..3].iter().all(|job_id| store.has(job_id)) {
            break;
        }
    }
    let missing: Vec<JobId> = job_ids
        .into_iter()
        .filter(|job_id| !store.has(job_id))
        .collect();
    println!(
        "Watching for {} report(s) that were not pushed.",
        missing.len()
    );
    let watch = Watch::new(setup.account, &setup.region, missing, client.settings())
        .with_time_limit(Duration::from_secs(60));
    let mut driver = client.driver(watch);
    while let Some(event) = driver.next_event().await {
        if let WatchEvent::Report(found) = event {
            println!(
                "  watched: {} at {}",
                found.value.job_id(),
                found.data_center
            );
            store.put(&PushKey::of(&found.value), found.value);
        }
    }
    let unfinished = driver.into_output();
    println!(
        "{} reports stored, {} jobs without one.",
        store.reports.lock().map_or(0, |it| it.len()),
        unfinished.len()
    );
    if unfinished.is_empty() {
        Ok(())
    } else {
        Err("some jobs have no report".into())
    }
}

/// Takes connections for ever.
async fn serve(listener: TcpListener, receiver: PushReceiver, store: Arc<Store>) {
    let receiver = Arc::new(receiver);
    while let Ok((stream, _)) = listener.accept().await {
        let (receiver, store) = (receiver.clone(), store.clone());
        tokio::spawn(async move {
            let service = service_fn(|request| answer(request, &receiver, &store));
            let mut http = hyper::server::conn::http1::Builder::new();
            // A peer that is slow with its head is sent away.
            http.timer(TokioTimer::new())
                .header_read_timeout(Duration::from_secs(10));
            if let Err(error) = http.serve_connection(TokioIo::new(stream), service).await {
                eprintln!("  a connection broke: {error}");
            }
        });
    }
}

/// First who it is, then what it says; stored before it is answered.
async fn answer(
    request: Request<Incoming>,
    receiver: &PushReceiver,
    store: &Store,
) -> Result<Response<Empty<Bytes>>, Infallible> {
    if let Err(error) = receiver.check(&request) {
        return Ok(error.response());
    }
    let (head, body) = request.into_parts();
    let body = Limited::new(body, PushReceiver::MAX_BODY_BYTES).collect();
    let Ok(Ok(body)) = tokio::time::timeout(Duration::from_secs(30), body).await else {
        // Too large, too slow or broken off: not stored.
        return Ok(push::failed_to_store());
    };
    Ok(
        match receiver.receive(&Request::from_parts(head, body.to_bytes())) {
            Ok(push) => {
                let (key, format) = (push.key(), push.format());
                let is_new = store.put(&key, push.into_report());
                println!(
                    "  pushed as {format}, {}: {key}",
                    if is_new { "new" } else { "seen before" }
                );
                push::accepted()
            }
            Err(error) => {
                println!("  refused: {error}");
                error.response()
            }
        },
    )
}
