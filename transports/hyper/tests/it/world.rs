//! A simulated service and a client for it.

use std::future::Future;
use std::time::Duration;

use fax4a::flow::{Backoff, RetryPolicy, Settings};
use fax4a::{
    Account, Credentials, CustomerNumber, DataCenterUrl, Document, FaxJob, JobId, Region,
    SubmissionUrl,
};
use fax4a_hyper::{Client, ClientBuilder};
use fax4a_simulator::{Config, Endpoint, Listen, Operation, Simulator};

/// The sample letter that the repository ships.
pub(crate) const LETTER: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../examples/assets/letter.pdf"
);

/// Far above what any test waits for: a test that hangs fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// The future's output, unless it hangs.
pub(crate) async fn in_time<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, future)
        .await
        .expect("this hangs")
}

/// Waits until something outside of the test is so.
pub(crate) async fn until(mut is_so: impl FnMut() -> bool) {
    in_time(async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
}

/// A service whose jobs are done at once.
pub(crate) fn simulator() -> Simulator {
    Simulator::start(Config::new().processing_time(Duration::ZERO)).expect("free ports")
}

/// A service whose time stands still unless it is moved.
pub(crate) fn timeless_simulator() -> Simulator {
    let config = Config::new().processing_time(Duration::ZERO);
    Simulator::start_on(Listen::new().manual_clock(true), config).expect("free ports")
}

pub(crate) fn account() -> Account {
    let credentials = Credentials::basic(Config::USER_NAME, Config::PASSWORD).unwrap();
    Account::new(
        CustomerNumber::new(Config::CUSTOMER_NUMBER).unwrap(),
        credentials,
    )
}

/// Germany, simulated.
pub(crate) fn region(simulator: &Simulator) -> Region {
    let data_center = |name, endpoint| DataCenterUrl::new(name, &simulator.url(endpoint)).unwrap();
    Region::new(
        SubmissionUrl::new("DE", &simulator.url(Endpoint::DeHa)).unwrap(),
        [
            data_center("DE1", Endpoint::De1),
            data_center("DE2", Endpoint::De2),
        ],
    )
    .unwrap()
}

/// One server that takes jobs and holds reports, such as `http://127.0.0.1:8080`.
pub(crate) fn region_of_one(url: &str) -> Region {
    Region::of_one(DataCenterUrl::new("ONE", url).unwrap())
}

pub(crate) fn client(simulator: &Simulator) -> Client {
    builder(simulator).build()
}

/// Repeats come at once.
pub(crate) fn builder(simulator: &Simulator) -> ClientBuilder {
    Client::builder(account(), region(simulator)).retry(eager())
}

/// As often as usual, without waits that would only make the tests long.
pub(crate) fn eager() -> RetryPolicy {
    RetryPolicy::default().with_backoff(Backoff::new(
        Duration::from_millis(2),
        Duration::from_millis(10),
    ))
}

/// One try, with time enough.
pub(crate) fn once() -> Settings {
    Settings::default().with_retry(RetryPolicy::never())
}

/// One try, and not much time for it.
pub(crate) fn hasty() -> Settings {
    once().with_timeout(Duration::from_secs(1))
}

pub(crate) fn job() -> FaxJob {
    job_with(std::fs::read(LETTER).expect("the sample letter"))
}

pub(crate) fn job_with(document: Vec<u8>) -> FaxJob {
    named_job("the-job", document)
}

pub(crate) fn named_job(customer_defined_id: &str, document: Vec<u8>) -> FaxJob {
    let job = FaxJob::to("+99900000000").customer_defined_id(customer_defined_id);
    job.document(Document::pdf("letter.pdf", document))
        .build()
        .unwrap()
}

pub(crate) fn job_id(text: &str) -> JobId {
    JobId::new(text).unwrap()
}

/// Which requests of one operation came, by server.
pub(crate) fn received(simulator: &Simulator, operation: Operation) -> Vec<Endpoint> {
    simulator.with(|service| {
        let of_operation = service
            .received()
            .filter(|received| received.operation == Some(operation));
        of_operation.map(|received| received.endpoint).collect()
    })
}
