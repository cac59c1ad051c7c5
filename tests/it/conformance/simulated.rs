//! The clients' methods, and the flows over own_transport, against the simulated service: what comes of each call, what the service
//! received and answered, and what is left there afterwards must be the same.
//!
//! The service's time stands still. An answer that is slow comes once the requests that it must not overtake were received, so that
//! no line depends on which of two data centers is faster.

mod ask;
mod effects;
mod region;

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use ask::Ask;
use fax4a::flow::Settings;
use fax4a::{Account, Credentials, CustomerNumber, DataCenterUrl, Region, SubmissionUrl};
use fax4a_simulator::{Config, Endpoint, Fault, Front, Listen, Operation, Simulator};

use super::alike::{alike, table};
use super::clients::Setup;
use super::transports::Transport;
use super::world::{HASTY, settings};

/// How much later an answer comes that is slow, in the service's time.
const LATER: Duration = Duration::from_secs(1);

/// Some calls, one after the other, of a service in some state.
struct Case {
    name: String,
    asks: Vec<Ask>,
    submission: Endpoint,
    data_centers: &'static [Endpoint],
    /// How many reports each data center has.
    reports: [u64; 2],
    faults: Vec<Fault>,
    fail_over: bool,
    config: fn(Config) -> Config,
    /// How many requests there are before slow answers come, if there are any.
    slow_until: Option<usize>,
    /// Whether only the clock ends each of its exchanges.
    ends_by_clock: bool,
}

impl Case {
    fn new(
        name: impl Into<String>,
        submission: Endpoint,
        data_centers: &'static [Endpoint],
        asks: &[Ask],
    ) -> Self {
        Self {
            name: name.into(),
            asks: asks.to_vec(),
            submission,
            data_centers,
            reports: [2, 2],
            faults: Vec::new(),
            fail_over: false,
            config: |config| config,
            slow_until: None,
            ends_by_clock: false,
        }
    }

    fn with(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    fn line(&self) -> String {
        let (outcome, received) =
            alike(&self.name, Transport::ALL, |transport| self.run(transport));
        format!("{:<46} {outcome}\n{:>46} {received}", self.name, "")
    }

    /// What came of it and what is left, and what was received.
    fn run(&self, transport: Transport) -> (String, String) {
        let listen = Listen::new().manual_clock(true);
        let config = Config::new()
            .processing_time(Duration::ZERO)
            .front(Front::Second);
        let simulator = Simulator::start_on(listen, (self.config)(config)).expect("free ports");
        for (endpoint, reports) in self.data_centers.iter().zip(self.reports) {
            simulator.with(|service| service.preload(*endpoint, Duration::ZERO, reports));
        }
        for fault in &self.faults {
            simulator.inject(fault.clone());
        }
        let client = transport.client(self.setup(&simulator));
        let ask = |ask: &Ask| ask.of(&*client, &simulator, self.data_centers);
        let done = AtomicBool::new(false);
        let outcomes: Vec<String> = thread::scope(|scope| {
            let (simulator, done) = (&simulator, &done);
            if let Some(requests) = self.slow_until {
                scope.spawn(move || release(simulator, requests, done));
            }
            let outcomes = self.asks.iter().map(ask).collect();
            done.store(true, Ordering::SeqCst);
            outcomes
        });
        assert_eq!(simulator.with(|service| service.violations().len()), 0);
        let jobs = jobs_at_most(&simulator);
        let sends = self.asks.iter().filter(|ask| ask.is_send()).count();
        assert!(
            jobs <= sends,
            "{}: {jobs} jobs may have been sent",
            self.name
        );
        let left = self.data_centers.iter().map(|endpoint| {
            let jobs = simulator.with(|service| service.jobs(*endpoint, service.latest()).count());
            format!("{endpoint} has {jobs}")
        });
        let left: Vec<String> = left.collect();
        let outcome = ask::numbered(&outcomes.join("; "));
        let front = (!self.data_centers.contains(&self.submission)).then_some(&self.submission);
        let received: Vec<String> = front
            .into_iter()
            .chain(self.data_centers)
            .filter_map(|endpoint| received(&simulator, *endpoint))
            .collect();
        (
            format!("{outcome}; {}", left.join(", ")),
            format!("[{}]", received.join("; ")),
        )
    }

    fn setup(&self, simulator: &Simulator) -> Setup {
        let credentials = Credentials::basic(Config::USER_NAME, Config::PASSWORD).unwrap();
        let customer = CustomerNumber::new(Config::CUSTOMER_NUMBER).unwrap();
        let submission = simulator.url(self.submission);
        let submission = SubmissionUrl::new(self.submission.name(), &submission).unwrap();
        let data_centers = self.data_centers.iter().map(|it| at(simulator, *it));
        Setup {
            account: Account::new(customer, credentials),
            region: Region::new(submission, data_centers).unwrap(),
            settings: self.settings(),
            fail_over: self.fail_over,
        }
    }

    fn settings(&self) -> Settings {
        if self.ends_by_clock {
            settings().with_timeout(HASTY)
        } else {
            settings()
        }
    }
}

fn at(simulator: &Simulator, data_center: Endpoint) -> DataCenterUrl {
    DataCenterUrl::new(data_center.name(), &simulator.url(data_center)).unwrap()
}

/// Lets the service's time go on from so many requests on, until all is done.
fn release(simulator: &Simulator, requests: usize, done: &AtomicBool) {
    while !done.load(Ordering::SeqCst) {
        if simulator.with(|service| service.received().len()) >= requests {
            simulator.advance(LATER);
        }
        thread::sleep(Duration::from_millis(1));
    }
}

/// How many sent jobs may have been accepted: all but those that were turned away.
fn jobs_at_most(simulator: &Simulator) -> usize {
    simulator.with(|service| {
        let sends = service
            .received()
            .filter(|it| it.operation == Some(Operation::SendFax));
        sends
            .filter(|it| !matches!(it.status, Some(429 | 503)))
            .count()
    })
}

/// The operations that a server received, each with the status that it answered.
fn received(simulator: &Simulator, endpoint: Endpoint) -> Option<String> {
    let requests: Vec<String> = simulator.with(|service| {
        let here = service.received().filter(|it| it.endpoint == endpoint);
        here.map(|it| {
            let status = it.status.map_or("-".to_owned(), |it| it.to_string());
            format!("{:?} {status}", it.operation.expect("an operation"))
        })
        .collect()
    });
    (!requests.is_empty()).then(|| format!("{endpoint}: {}", requests.join(", ")))
}

#[test]
fn every_effect_on_every_operation_ends_alike() {
    let cases = effects::cases();
    insta::assert_snapshot!(table(&cases, |case| case.ends_by_clock, Case::line));
}

#[test]
fn every_call_of_a_region_with_two_data_centers_ends_alike() {
    let cases = region::cases();
    insta::assert_snapshot!(table(&cases, |case| case.ends_by_clock, Case::line));
}
