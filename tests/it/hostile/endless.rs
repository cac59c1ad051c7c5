//! Answers without end, through both transports: they are given up early, at the latest by the clock, and cost little memory.
//!
//! The server makes up what it sends and counts it; the client is a program of its own, whose memory is measured.

use std::convert::Infallible;

use fax4a::error::Error;
use fax4a::flow::{Call, Flow, RetryPolicy, Settings};
use fax4a::operation::GetReport;
use fax4a::{DataCenterUrl, FaxReport, Region};
use fax4a_tests::sample::{self, job_id};

use super::child;
use flood::{Flood, Server};

mod flood;

/// How much of an answer is read.
const LIMIT: usize = 4 * 1024 * 1024;

/// What a connection holds on its way, in the server's socket and in the client's, with much room.
const ON_THE_WAY: u64 = 24 * 1024 * 1024;

/// How much memory the client may take: an answer of the limit's length in a buffer that grew by doubling, and its threads.
const MEMORY: u64 = 4 * LIMIT as u64 + 16 * 1024 * 1024;

/// What the client does: asks for one report for each flood, by the one transport or the other.
pub(super) fn ask(argument: &str) {
    let (transport, address) = argument
        .split_once(' ')
        .expect("a transport and an address");
    for flood in Flood::ALL {
        let url = format!("http://{address}/{}", flood.name);
        let url = DataCenterUrl::new("ONE", &url).expect("an address");
        let settings = Settings::default()
            .with_max_response_bytes(LIMIT)
            .with_timeout(flood.timeout)
            .with_retry(RetryPolicy::never());
        let get = GetReport::new(job_id("A1"));
        let call = Call::new(sample::account(), url.clone(), get, settings);
        let outcome = match transport {
            "ureq" => run_blocking(url, call),
            _ => run_async(url, call),
        };
        println!("\ntold: {}: {}", flood.name, describe(&outcome));
    }
}

fn run_blocking<F: Flow<Event = Infallible>>(url: DataCenterUrl, flow: F) -> F::Output {
    let client = fax4a_ureq::Client::new(sample::account(), Region::of_one(url));
    client.run(flow, |_, event| match event {})
}

fn run_async<F: Flow<Event = Infallible>>(url: DataCenterUrl, flow: F) -> F::Output {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let client = fax4a_hyper::Client::new(sample::account(), Region::of_one(url));
        client.run(flow, |_, event| match event {}).await
    })
}

fn describe(outcome: &Result<Option<FaxReport>, Error>) -> String {
    match outcome {
        Ok(Some(report)) => format!("report on {}", report.job_id()),
        Ok(None) => "not found".into(),
        Err(Error::Server(error)) => format!("{} {:?}", error.status(), error.body().kind()),
        Err(Error::Decode(error)) => format!("{:?} {:?}", error.kind(), error.body().kind()),
        Err(Error::Transport(error)) => format!("{:?}", error.failure().kind()),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn an_answer_without_end_is_given_up_early_and_costs_little_memory() {
    for (index, transport) in ["ureq", "hyper"].into_iter().enumerate() {
        let server = Server::start();
        let told = child::run("ask", &format!("{transport} {}", server.address()));
        let sent = server.stop();
        println!("{transport}: {} MiB", told.growth >> 20);
        assert_eq!(told.lines.len(), Flood::ALL.len());
        for (flood, line) in Flood::ALL.iter().zip(&told.lines) {
            let sent = sent[flood.name];
            println!("{line}, {sent} bytes were sent");
            let outcome = flood.outcomes[index];
            assert_eq!(line, &format!("{}: {outcome}", flood.name), "{transport}");
            let is_early = sent < LIMIT as u64 + ON_THE_WAY || outcome == "Timeout";
            assert!(is_early, "{transport}: {line} after {sent} bytes");
        }
        assert!(told.growth < MEMORY, "{transport}: {} bytes", told.growth);
    }
}
