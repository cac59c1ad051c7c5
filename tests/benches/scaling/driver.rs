//! Runs a flow against the model of the service, all that it wants on its way at once, and keeps apart what is the flow's: its time,
//! its instructions and its memory are counted without the model's.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use allocation_counter::opt_out;
use fax4a::flow::{Exchange, Flow, Moment, Step};
use fax4a::{Account, Credentials, CustomerNumber};
use fax4a_simulator::{Config, Endpoint, Service};
use http::Response;

pub(crate) fn account() -> Account {
    let credentials = Credentials::basic(Config::USER_NAME, Config::PASSWORD).expect("credentials");
    let customer_number = CustomerNumber::new(Config::CUSTOMER_NUMBER).expect("a number");
    Account::new(customer_number, credentials)
}

pub(crate) struct Driver<F> {
    pub(crate) flow: F,
    service: Service,
    read: Read,
    on_the_way: VecDeque<Exchange>,
    now: Moment,
    /// How many answers DE1 and DE2 gave.
    pub(crate) answers: [usize; 2],
    pub(crate) times: Times,
}

/// Reads an answer to the operation of this name without a flow: what every client has to do.
pub(crate) type Read = fn(&'static str, Response<&[u8]>);

/// How long the flow took in all, and how long it takes to read the same answers without it.
#[derive(Default)]
pub(crate) struct Times {
    flow: Duration,
    reading: Duration,
}

pub(crate) enum Stepped<E> {
    Event(E),
    On,
    Done,
}

impl<F: Flow> Driver<F> {
    pub(crate) fn new(flow: F, service: Service, read: Read) -> Self {
        Self {
            flow,
            service,
            read,
            on_the_way: VecDeque::with_capacity(8),
            now: Moment::START,
            answers: [0; 2],
            times: Times::default(),
        }
    }

    /// Polls once, and does what the flow wants.
    pub(crate) fn step(&mut self) -> Stepped<F::Event> {
        match clocked(&mut self.times.flow, || {
            in_flow(|| self.flow.poll(self.now))
        }) {
            Step::Send(exchange) => self.on_the_way.push_back(exchange),
            Step::Event(event) => return Stepped::Event(event),
            Step::Done => return Stepped::Done,
            Step::Wait(wait) => match self.on_the_way.pop_front() {
                Some(exchange) => self.answer(&exchange),
                None => self.now = wait.until.expect("a time, with nothing on its way"),
            },
            _ => unreachable!("a step of a later version"),
        }
        Stepped::On
    }

    fn answer(&mut self, exchange: &Exchange) {
        let mut answered = None;
        opt_out(|| {
            let name = exchange
                .label
                .server
                .data_center()
                .expect("a data center")
                .name();
            let endpoint: Endpoint = name.parse().expect("a data center of the model");
            self.answers[usize::from(endpoint == Endpoint::De2)] += 1;
            let request = exchange.request.clone().map(|body| body.to_bytes());
            let reply = self
                .service
                .respond(endpoint, self.now.since_start(), &request);
            let (parts, body) = reply.delivered().expect("no fault").into_parts();
            let response = Response::from_parts(parts.clone(), body.as_slice());
            clocked(&mut self.times.reading, || {
                (self.read)(exchange.label.operation, response)
            });
            answered = Some((parts, body));
        });
        let (parts, body) = answered.expect("just answered");
        let response = Response::from_parts(parts, body.as_slice());
        let tell = || self.flow.on_response(self.now, exchange.ticket, response);
        clocked(&mut self.times.flow, || in_flow(tell));
        opt_out(|| drop(body));
    }
}

/// What a profiler counts.
#[inline(never)]
fn in_flow<T>(what: impl FnOnce() -> T) -> T {
    what()
}

fn clocked<T>(total: &mut Duration, what: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = what();
    *total += start.elapsed();
    result
}

impl Times {
    /// Nanoseconds of the flow for each of so many, and how many times what reading the answers takes that is.
    pub(crate) fn each(&self, count: usize) -> (f64, f64) {
        let (flow, reading) = (self.flow.as_secs_f64(), self.reading.as_secs_f64());
        (flow * 1e9 / count as f64, flow / reading)
    }
}
