//! The simulated service, and the bare clients that it is asked with beside ours.

use std::time::Duration;

use bytes::Bytes;
use fax4a::{
    Account, Credentials, CustomerNumber, DataCenterUrl, Document, FaxJob, Region, SubmissionUrl,
};
use fax4a_simulator::{Config, Duplicates, Endpoint, Simulator};
use http::Request;
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::runtime::{Builder, Runtime};

use crate::by_hand::TIMEOUT;

pub(crate) struct Simulated {
    pub(crate) simulator: Simulator,
    pub(crate) region: Region,
    pub(crate) account: Account,
    /// Where the asynchronous clients run: on this thread.
    pub(crate) runtime: Runtime,
}

impl Simulated {
    pub(crate) fn start() -> Self {
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
            runtime: Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime"),
            simulator,
        }
    }

    pub(crate) fn ureq(&self) -> fax4a_ureq::Client {
        fax4a_ureq::Client::new(self.account.clone(), self.region.clone())
    }

    pub(crate) fn hyper(&self) -> fax4a_hyper::Client {
        fax4a_hyper::Client::new(self.account.clone(), self.region.clone())
    }

    /// Forgets all jobs, so that no comparison is slowed by those before it, and puts so many reports into a data center.
    pub(crate) fn reset(&self, reports: u64) {
        let now = self.simulator.now();
        self.simulator.with(|service| {
            service.reset();
            service.preload(Endpoint::De1, now, reports);
        });
    }
}

pub(crate) fn job(document_bytes: usize) -> FaxJob {
    FaxJob::to("+99900000000")
        .document(Document::pdf("a.pdf", vec![7; document_bytes]))
        .build()
        .expect("a job")
}

/// ureq as it is, with room for as many connections as ours has.
pub(crate) fn bare_ureq() -> ureq::Agent {
    ureq::Agent::config_builder()
        .max_idle_connections(256)
        .max_idle_connections_per_host(128)
        .build()
        .into()
}

/// The answer's body, which stays unread.
pub(crate) fn ask(agent: &ureq::Agent, request: Request<impl ureq::AsSendBody>) -> Vec<u8> {
    let answer = agent.run(request).expect("an answer").into_body();
    let body = answer.into_with_config().limit(1 << 30).read_to_vec();
    body.expect("a body")
}

pub(crate) type BareHyper = Client<HttpConnector, Full<Bytes>>;

/// hyper-util's client as it is.
pub(crate) fn bare_hyper() -> BareHyper {
    Client::builder(TokioExecutor::new()).build_http()
}

/// The answer's body, which stays unread.
pub(crate) async fn ask_async(client: &BareHyper, request: Request<Full<Bytes>>) -> Bytes {
    let answer = client.request(request).await.expect("an answer");
    let body = answer.into_body().collect().await;
    body.expect("a body").to_bytes()
}

/// The same, which does not wait for ever.
pub(crate) async fn ask_in_time(client: &BareHyper, request: Request<Full<Bytes>>) -> Bytes {
    let answer = tokio::time::timeout(TIMEOUT, ask_async(client, request));
    answer.await.expect("an answer in time")
}
