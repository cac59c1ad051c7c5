//! A proxy that the environment names would see what is sent. The environment of this process is that of all tests, so the test runs
//! itself again in one of its own.

use std::process::Command;
use std::time::Duration;

use fax4a::{Account, Credentials, CustomerNumber, DataCenterUrl, FaxJob, JobId, Region};
use fax4a_simulator::{Config, Endpoint, Simulator};

const INSIDE: &str = "promises::environment::inside_of_an_environment_with_a_proxy";
const PROXIES: [&str; 6] = [
    "http_proxy",
    "HTTP_PROXY",
    "https_proxy",
    "HTTPS_PROXY",
    "all_proxy",
    "ALL_PROXY",
];

#[test]
fn no_proxy_is_taken_from_the_environment() {
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", INSIDE, "--ignored", "--nocapture"]);
    // Nobody listens there: what goes to such a proxy fails.
    again.envs(PROXIES.map(|name| (name, "http://127.0.0.1:1")));
    again.env_remove("NO_PROXY").env_remove("no_proxy");
    let output = again.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
#[ignore = "a part of no_proxy_is_taken_from_the_environment"]
fn inside_of_an_environment_with_a_proxy() {
    let simulator = Simulator::start(Config::new()).unwrap();
    let url = simulator.url(Endpoint::Ch1);
    // A client that does ask the environment is the proof that there is a proxy in it.
    let asking = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(60)));
    assert!(
        ureq::Agent::from(asking.build())
            .get(&url)
            .call()
            .is_err_and(|error| { !matches!(error, ureq::Error::StatusCode(_)) })
    );

    let region = Region::of_one(DataCenterUrl::new("CH1", &url).unwrap());
    let account = Account::new(
        CustomerNumber::new(Config::CUSTOMER_NUMBER).unwrap(),
        Credentials::basic(Config::USER_NAME, Config::PASSWORD).unwrap(),
    );
    let job = FaxJob::to("+99900000000")
        .document(fax4a::Document::pdf("a.pdf", vec![7; 100]))
        .build()
        .unwrap();
    let nobody = JobId::new("NOBODY").unwrap();
    let blocking = fax4a_ureq::Client::new(account.clone(), region.clone());
    blocking.send(&job).unwrap();
    assert!(blocking.report(&nobody).is_not_found());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(async {
        let client = fax4a_hyper::Client::new(account, region);
        client.send(&job).await.unwrap();
        assert!(client.report(&nobody).await.is_not_found());
    });
}
