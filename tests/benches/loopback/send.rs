//! Sends of 1 KiB. The bare clients send the bytes of a request that was made before.

use std::thread;

use bytes::Bytes;
use fax4a::operation::{Operation as _, SendFax};
use http::Request;
use http_body_util::Full;

use crate::rounds::Rounds;
use crate::service::{Simulated, ask, ask_async, bare_hyper, bare_ureq, job};

const ROUNDS: usize = 41;
const CALLS: usize = 640;

pub(crate) fn compare(rounds: &Rounds, service: &Simulated) {
    for at_once in [1, 64] {
        ureq(rounds, service, at_once);
        hyper(rounds, service, at_once);
    }
}

fn request(service: &Simulated) -> Request<Bytes> {
    SendFax::new(&job(1024))
        .request(&service.account, service.region.submission())
        .map(|body| body.to_bytes())
}

fn ureq(rounds: &Rounds, service: &Simulated, at_once: usize) {
    let (ours, job) = (service.ureq(), job(1024));
    let (bare, request) = (bare_ureq(), request(service).map(|body| body.to_vec()));
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
    rounds.compare(
        &format!("ureq: sends of 1 KiB, {at_once} at once"),
        0.97,
        (ROUNDS, CALLS),
        || service.reset(0),
        || spread(&|| drop(ours.send(&job).expect("a job id"))),
        || spread(&|| assert!(!ask(&bare, request.clone()).is_empty())),
    );
}

fn hyper(rounds: &Rounds, service: &Simulated, at_once: usize) {
    let (ours, job) = (service.hyper(), job(1024));
    let (bare, request) = (bare_hyper(), request(service).map(Full::new));
    rounds.compare(
        &format!("hyper: sends of 1 KiB, {at_once} at once"),
        0.97,
        (ROUNDS, CALLS),
        || service.reset(0),
        || {
            spread(service, at_once, || {
                let (ours, job) = (ours.clone(), job.clone());
                async move {
                    for _ in 0..CALLS / at_once {
                        ours.send(&job).await.expect("a job id");
                    }
                }
            });
        },
        || {
            spread(service, at_once, || {
                let (bare, request) = (bare.clone(), request.clone());
                async move {
                    for _ in 0..CALLS / at_once {
                        assert!(!ask_async(&bare, request.clone()).await.is_empty());
                    }
                }
            });
        },
    );
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
