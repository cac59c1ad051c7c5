//! What the clients cost on top of the bare HTTP clients, over loopback, as ratios within one run.
//!
//! `cargo bench -p fax4a-tests`; the figures are in `core/benches/README.md`.

use std::time::{Duration, Instant};

use fax4a::operation::{ListReports, Operation, SendFax};
use fax4a::{
    Account, Body, Credentials, CustomerNumber, DataCenterUrl, Document, FaxJob, JobId, Region,
    SubmissionUrl,
};
use fax4a_simulator::{Config, Duplicates, Effect, Endpoint, Fault, Simulator};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper_util::client::legacy::Client as BareHyper;
use hyper_util::rt::TokioExecutor;

const ROUNDS: usize = 21;
const CALLS: usize = 400;

fn main() {
    let bench = Bench::new();
    bench.sends_with_ureq();
    bench.sends_with_hyper(1);
    bench.sends_with_hyper(64);
    bench.lookup();
    bench.drain();
}

struct Bench {
    simulator: Simulator,
    region: Region,
    account: Account,
    runtime: tokio::runtime::Runtime,
}

impl Bench {
    fn new() -> Self {
        let config = Config::new()
            .processing_time(Duration::ZERO)
            .duplicates(Duplicates::Accept)
            .log_limit(10)
            .keep_documents(false);
        let simulator = Simulator::start(config).expect("free ports");
        let data_center =
            |name, endpoint| DataCenterUrl::new(name, &simulator.url(endpoint)).expect("a URL");
        let submission = SubmissionUrl::new("DE", &simulator.url(Endpoint::DeHa)).expect("a URL");
        let data_centers = [
            data_center("DE1", Endpoint::De1),
            data_center("DE2", Endpoint::De2),
        ];
        let credentials =
            Credentials::basic(Config::USER_NAME, Config::PASSWORD).expect("credentials");
        Self {
            region: Region::new(submission, data_centers).expect("a region"),
            account: Account::new(
                CustomerNumber::new(Config::CUSTOMER_NUMBER).expect("a number"),
                credentials,
            ),
            runtime: tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime"),
            simulator,
        }
    }

    fn job() -> FaxJob {
        FaxJob::to("+99900000000")
            .document(Document::pdf("a.pdf", vec![7; 1024]))
            .build()
            .expect("a job")
    }

    fn request(&self) -> http::Request<Body> {
        SendFax::new(&Self::job()).request(&self.account, self.region.submission())
    }

    fn sends_with_ureq(&self) {
        let (job, client) = (
            Self::job(),
            fax4a_ureq::Client::new(self.account.clone(), self.region.clone()),
        );
        let (agent, request) = (
            ureq::Agent::new_with_defaults(),
            self.request().map(Vec::from),
        );
        ratio(
            "ureq: sends of 1 KiB, one at a time",
            CALLS,
            || {
                (0..CALLS).for_each(|_| drop(client.send(&job).expect("a job id")));
            },
            || {
                for _ in 0..CALLS {
                    let body = agent
                        .run(request.clone())
                        .expect("an answer")
                        .body_mut()
                        .read_to_vec();
                    assert!(!body.expect("a body").is_empty());
                }
            },
        );
    }

    fn sends_with_hyper(&self, at_once: usize) {
        let job = Self::job();
        let client =
            fax4a_hyper::Client::builder(self.account.clone(), self.region.clone()).build();
        let bare = BareHyper::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
        let request = self.request().map(|body| Full::new(body.to_bytes()));
        let each = CALLS / at_once.min(CALLS);
        ratio(
            &format!("hyper: sends of 1 KiB, {at_once} at once"),
            each * at_once,
            || {
                self.runtime.block_on(async {
                    let many = (0..at_once).map(|_| {
                        let (client, job) = (client.clone(), job.clone());
                        tokio::spawn(async move {
                            for _ in 0..each {
                                client.send(&job).await.expect("a job id");
                            }
                        })
                    });
                    for one in many.collect::<Vec<_>>() {
                        one.await.expect("a task");
                    }
                });
            },
            || {
                self.runtime.block_on(async {
                    let many = (0..at_once).map(|_| {
                        let (bare, request) = (bare.clone(), request.clone());
                        tokio::spawn(async move {
                            for _ in 0..each {
                                let answer =
                                    bare.request(request.clone()).await.expect("an answer");
                                assert!(
                                    !answer
                                        .into_body()
                                        .collect()
                                        .await
                                        .expect("a body")
                                        .to_bytes()
                                        .is_empty()
                                );
                            }
                        })
                    });
                    for one in many.collect::<Vec<_>>() {
                        one.await.expect("a task");
                    }
                });
            },
        );
    }

    fn lookup(&self) {
        let job_id = JobId::new("NOBODY").expect("an id");
        let ureq = fax4a_ureq::Client::new(self.account.clone(), self.region.clone());
        let hyper = fax4a_hyper::Client::new(self.account.clone(), self.region.clone());
        // Connections are there already, as in a program that runs.
        assert!(ureq.report(&job_id).is_not_found());
        assert!(self.runtime.block_on(hyper.report(&job_id)).is_not_found());
        self.simulator
            .inject(Fault::new(Effect::slow(Duration::from_millis(50))));
        let time = |look: &dyn Fn() -> bool| {
            median((0..ROUNDS).map(|_| timed(|| assert!(look()))).collect())
        };
        let by_ureq = time(&|| ureq.report(&job_id).is_not_found());
        let by_hyper = time(&|| self.runtime.block_on(hyper.report(&job_id)).is_not_found());
        self.simulator.with(fax4a_simulator::Service::clear_faults);
        println!(
            "{:52} {:>8.2} ms",
            "ureq: lookup, both data centers answer after 50 ms",
            by_ureq * 1e3
        );
        println!(
            "{:52} {:>8.2} ms",
            "hyper: lookup, both data centers answer after 50 ms",
            by_hyper * 1e3
        );
    }

    /// The naive loop reads a page into plain owned structs and deletes it by its ids.
    fn drain(&self) {
        const REPORTS: u64 = 100_000;
        let client = fax4a_ureq::Client::new(self.account.clone(), self.region.clone());
        let agent = ureq::Agent::new_with_defaults();
        let load = || {
            let now = self.simulator.now();
            self.simulator.with(|service| {
                service.reset();
                service.preload(Endpoint::De1, now, REPORTS);
            });
        };
        let mut ratios = Vec::new();
        for _ in 0..3 {
            load();
            let ours = timed(|| {
                assert_eq!(
                    client.drain(|_| Ok::<(), std::io::Error>(())).persisted(),
                    REPORTS
                )
            });
            load();
            let naive = timed(|| self.naive_drain(&agent));
            ratios.push(naive / ours);
        }
        println!(
            "{:52} {:>8.3} of the naive loop",
            "ureq: drain of 100,000 reports",
            median(ratios)
        );
    }

    fn naive_drain(&self, agent: &ureq::Agent) {
        #[derive(serde::Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Recipient {
            number: String,
            status: String,
            reason: String,
            sent_ts: String,
            duration_in_secs: u32,
            sent_to_number: String,
            remote_csid: String,
        }
        #[derive(serde::Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Report {
            job_id: String,
            recipient_status: Vec<Recipient>,
            pages: u32,
        }
        #[derive(serde::Deserialize)]
        struct Page {
            reports: Vec<Report>,
        }
        let keep = |it: &Recipient| {
            let texts = [
                &it.number,
                &it.status,
                &it.reason,
                &it.sent_ts,
                &it.sent_to_number,
                &it.remote_csid,
            ];
            texts.iter().map(|text| text.len()).sum::<usize>() + it.duration_in_secs as usize
        };
        let url = &self.region.data_centers()[0];
        let list = ListReports::new().request(&self.account, url).map(|_| ());
        loop {
            let text = agent
                .run(list.clone())
                .expect("an answer")
                .body_mut()
                .with_config()
                .limit(1 << 30)
                .read_to_vec()
                .expect("a page");
            let page: Page = serde_json::from_slice(&text).expect("a page");
            if page.reports.is_empty() {
                return;
            }
            let kept: usize = page
                .reports
                .iter()
                .flat_map(|it| &it.recipient_status)
                .map(keep)
                .sum();
            assert!(kept > 0 && page.reports.iter().all(|it| it.pages > 0));
            let ids = page
                .reports
                .into_iter()
                .map(|it| JobId::new(&it.job_id).expect("an id"));
            let delete = fax4a::operation::BulkDelete::new(ids)
                .expect("ids")
                .request(&self.account, url)
                .map(Vec::from);
            agent
                .run(delete)
                .expect("an answer")
                .body_mut()
                .with_config()
                .limit(1 << 30)
                .read_to_vec()
                .expect("a page");
        }
    }
}

/// Ours and the bare client take turns; the median of the rounds' ratios counts.
fn ratio(name: &str, calls: usize, ours: impl Fn(), bare: impl Fn()) {
    ours();
    bare();
    let rounds: Vec<(f64, f64)> = (0..ROUNDS).map(|_| (timed(&ours), timed(&bare))).collect();
    let per_second = calls as f64 / median(rounds.iter().map(|(ours, _)| *ours).collect());
    let ratio = median(rounds.iter().map(|(ours, bare)| bare / ours).collect());
    println!("{name:52} {ratio:>8.3} of the bare client, {per_second:.0} a second");
}

fn timed(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
