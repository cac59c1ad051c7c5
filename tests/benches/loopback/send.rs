//! Sends of 1 KiB, beside the bare clients: with the bytes of a request that was made before, and by hand.

use std::thread;

use bytes::Bytes;
use fax4a::operation::{Operation as _, SendFax};
use http::Request;
use http::header::AUTHORIZATION;
use http_body_util::Full;

use crate::by_hand::{self, Accepted};
use crate::rounds::Rounds;
use crate::service::{Simulated, ask, ask_async, ask_in_time, bare_hyper, bare_ureq, job};

const ROUNDS: usize = 41;
const CALLS: usize = 640;
const SIZE: usize = 1024;

pub(crate) fn compare(rounds: &Rounds, service: &Simulated) {
    for at_once in [1, 64] {
        ureq(rounds, service, at_once);
        hyper(rounds, service, at_once);
    }
}

/// Sends by ours and by a baseline in turns, to a service that starts empty.
fn beside(
    rounds: &Rounds,
    service: &Simulated,
    name: &str,
    ours: impl FnMut(),
    baseline: impl FnMut(),
) {
    let prepare = || service.reset(0);
    rounds.compare(name, 0.97, (ROUNDS, CALLS), prepare, ours, baseline);
}

fn request(service: &Simulated) -> Request<Bytes> {
    SendFax::new(&job(SIZE))
        .request(&service.account, service.region.submission())
        .map(|body| body.to_bytes())
}

/// How the same is sent by hand: the same body, and headers of about the same size.
fn by_hand(service: &Simulated) -> impl Fn() -> Request<Bytes> + Clone + Send + Sync + 'static {
    let (base, request) = (
        service.region.submission().as_str().to_owned(),
        request(service),
    );
    let (authorization, document) = (request.headers()[AUTHORIZATION].clone(), vec![7; SIZE]);
    let make = move || by_hand::send(&base, &authorization, &document);
    assert_eq!(make().body(), request.body());
    assert_eq!(make().uri(), request.uri());
    make
}

fn job_id(answer: &[u8]) -> String {
    let accepted: Accepted = serde_json::from_slice(answer).expect("an answer");
    accepted.job_id
}

fn ureq(rounds: &Rounds, service: &Simulated, at_once: usize) {
    let (client, job) = (service.ureq(), job(SIZE));
    let spread = |call: &(dyn Fn() + Sync)| {
        if at_once == 1 {
            return (0..CALLS).for_each(|_| call());
        }
        thread::scope(|scope| {
            for _ in 0..at_once {
                scope.spawn(|| (0..CALLS / at_once).for_each(|_| call()));
            }
        });
    };
    let ours = || spread(&|| drop(client.send(&job).expect("a job id")));
    let name = format!("ureq: sends of 1 KiB, {at_once} at once");
    let (bare, request) = (bare_ureq(), request(service).map(Vec::from));
    let bytes = || spread(&|| assert!(!ask(&bare, request.clone()).is_empty()));
    beside(rounds, service, &name, ours, bytes);
    let make = by_hand(service);
    // Without a timeout: with one, ureq starts a thread to look the name up for each request.
    let by_hand = || spread(&|| drop(job_id(&ask(&bare, make().map(Vec::from)))));
    let name = name + ", by hand";
    beside(rounds, service, &name, ours, by_hand);
}

fn hyper(rounds: &Rounds, service: &Simulated, at_once: usize) {
    let (client, job) = (service.hyper(), job(SIZE));
    let ours = || {
        spread(service, at_once, || {
            let (client, job) = (client.clone(), job.clone());
            async move {
                for _ in 0..CALLS / at_once {
                    client.send(&job).await.expect("a job id");
                }
            }
        });
    };
    let name = format!("hyper: sends of 1 KiB, {at_once} at once");
    let (bare, request) = (bare_hyper(), request(service).map(Full::new));
    let bytes = || {
        spread(service, at_once, || {
            let (bare, request) = (bare.clone(), request.clone());
            async move {
                for _ in 0..CALLS / at_once {
                    assert!(!ask_async(&bare, request.clone()).await.is_empty());
                }
            }
        });
    };
    beside(rounds, service, &name, ours, bytes);
    let make = by_hand(service);
    let by_hand = || {
        spread(service, at_once, || {
            let (bare, make) = (bare.clone(), make.clone());
            async move {
                for _ in 0..CALLS / at_once {
                    drop(job_id(&ask_in_time(&bare, make().map(Full::new)).await));
                }
            }
        });
    };
    let name = name + ", by hand";
    beside(rounds, service, &name, ours, by_hand);
}

/// So many tasks on this thread.
fn spread<F: Future<Output = ()> + Send + 'static>(
    service: &Simulated,
    at_once: usize,
    task: impl Fn() -> F,
) {
    service.runtime.block_on(async {
        let tasks: Vec<_> = (0..at_once).map(|_| tokio::spawn(task())).collect();
        for task in tasks {
            task.await.expect("a task");
        }
    });
}
