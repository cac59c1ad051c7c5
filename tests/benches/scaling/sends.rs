//! Sends through `fax4a-hyper`, all alive at once in one thread.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::task::{Context, Poll};
use std::time::Duration;

use allocation_counter::measure;
use fax4a::operation::{Operation, SendFax};
use fax4a::{DataCenterUrl, Document, FaxJob, Region, SubmissionUrl};
use fax4a_hyper::{Client, HyperTransport};
use fax4a_simulator::{Config, Duplicates, Effect, Endpoint, Fault, Simulator};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper_util::client::legacy;
use hyper_util::rt::TokioExecutor;
use tokio::sync::Semaphore;

use crate::driver::account;

pub(crate) fn table(sends: usize) {
    println!(
        "{:<44} {:>12} {:>12} {:>12}",
        "sends alive at once", "B, begun", "B, at most", "polls of each"
    );
    for sends in [sends, sends * 2] {
        run(sends).print(&format!("{sends} in flight, without sockets"), sends);
    }
    let few = 1000.min(sends);
    for (sends, in_flight) in [(sends, 64), (few, few)] {
        let run = over_sockets(sends, |region| ours(region, in_flight));
        run.print(
            &format!("{sends} over sockets, {in_flight} in flight"),
            sends,
        );
    }
    over_sockets(few, bare).print(&format!("{few} over sockets, bare client"), few);
    println!();
}

pub(crate) struct Run {
    /// Bytes that are held once every send was polled for the first time, and at most.
    begun: i64,
    at_most: i64,
    polls: usize,
}

impl Run {
    fn print(&self, name: &str, sends: usize) {
        let each = |number: f64| number / sends as f64;
        let (begun, at_most) = (each(self.begun as f64), each(self.at_most as f64));
        let polls = each(self.polls as f64);
        println!("{name:<44} {begun:>12.0} {at_most:>12.0} {polls:>12.2}");
    }
}

/// Against a service in this thread, which answers each send on its own once all have asked it.
pub(crate) fn run(sends: usize) -> Run {
    let gate = Arc::new(Semaphore::new(0));
    let service = {
        let gate = gate.clone();
        move |request: http::Request<_>| {
            let gate = gate.clone();
            async move {
                gate.acquire().await.expect("it stays open").forget();
                drop(request);
                let answer = Bytes::from_static(br#"{"jobId":"FJJ5Y09UM505ZZBIEL0000"}"#);
                Ok::<_, Infallible>(http::Response::new(Full::new(answer)))
            }
        }
    };
    let client = Client::builder(account(), Region::germany())
        .transport(HyperTransport::from_fn(service))
        .max_concurrent_calls(sends)
        .build();
    alive(sends, sender(client), || gate.add_permits(1))
}

/// Against the simulator, which takes its time.
fn over_sockets<F>(sends: usize, client: impl FnOnce(Region) -> F) -> Run
where
    F: Fn() -> Pin<Box<dyn Future<Output = ()> + Send>>,
{
    let config = Config::new()
        .duplicates(Duplicates::Accept)
        .keep_documents(false)
        .log_limit(0);
    let simulator = Simulator::start(config).expect("free ports");
    simulator.inject(Fault::new(Effect::slow(Duration::from_millis(100))));
    let submission = SubmissionUrl::new("DE", &simulator.url(Endpoint::DeHa)).expect("a URL");
    let data_center = DataCenterUrl::new("DE1", &simulator.url(Endpoint::De1)).expect("a URL");
    let region = Region::new(submission, [data_center]).expect("a region");
    alive(sends, client(region), || ())
}

fn ours(region: Region, in_flight: usize) -> impl Fn() -> Pin<Box<dyn Future<Output = ()> + Send>> {
    let client = Client::builder(account(), region).max_concurrent_calls(in_flight);
    sender(client.build())
}

/// Each send shares client and job with all others.
fn sender(client: Client) -> impl Fn() -> Pin<Box<dyn Future<Output = ()> + Send>> {
    let (client, job) = (Arc::new(client), Arc::new(job()));
    move || {
        let (client, job) = (client.clone(), job.clone());
        Box::pin(async move { drop(client.send(&job).await.expect("a job id")) })
    }
}

/// hyper-util alone, with the same bytes.
fn bare(region: Region) -> impl Fn() -> Pin<Box<dyn Future<Output = ()> + Send>> {
    let client = legacy::Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
    let request = SendFax::new(&job()).request(&account(), region.submission());
    let request = request.map(|body| Full::new(body.to_bytes()));
    move || {
        let sent = client.request(request.clone());
        Box::pin(async move {
            let answer = sent.await.expect("an answer").into_body().collect().await;
            assert!(!answer.expect("a body").to_bytes().is_empty());
        })
    }
}

/// Starts all, each as a task, and lets them come to their end; `release` comes before each is waited for.
fn alive<F: Future<Output = ()> + Send + Unpin + 'static>(
    sends: usize,
    send: impl Fn() -> F,
    release: impl Fn(),
) -> Run {
    let polls = Arc::new(AtomicUsize::new(0));
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().expect("a runtime");
    let mut tasks = Vec::with_capacity(sends);
    let begun = measure(|| {
        runtime.block_on(async {
            tasks.extend((0..sends).map(|_| tokio::spawn(Counted(polls.clone(), send()))));
            while polls.load(Relaxed) < sends {
                tokio::task::yield_now().await;
            }
        });
    });
    let ended = measure(|| {
        runtime.block_on(async {
            for task in tasks {
                release();
                task.await.expect("a task");
            }
        });
    });
    let peak = |before, bytes| before + i64::try_from(bytes).unwrap_or(i64::MAX);
    Run {
        begun: begun.bytes_current,
        at_most: peak(0, begun.bytes_max).max(peak(begun.bytes_current, ended.bytes_max)),
        polls: polls.load(Relaxed),
    }
}

fn job() -> FaxJob {
    let document = Document::pdf("a.pdf", vec![7; 1024]);
    let job = FaxJob::to("+99900000000").document(document).build();
    job.expect("a job")
}

/// A future whose polls are counted.
struct Counted<F>(Arc<AtomicUsize>, F);

impl<F: Future + Unpin> Future for Counted<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        self.0.fetch_add(1, Relaxed);
        Pin::new(&mut self.1).poll(context)
    }
}
