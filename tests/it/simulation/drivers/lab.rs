//! A service, a clock, and faults that do not depend on the order of things.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use fax4a::error::{Failure, FailureKind};
use fax4a::flow::{
    AsyncDriver, AsyncTimer, Exchange, Flow, Moment, RetryPolicy, Settings, Timer, drive,
};
use fax4a::{Account, Credentials, CustomerNumber, Region, Server};
use fax4a_simulator::{
    Answer, Config, Duplicates, Effect, Endpoint, Fault, Front, Reply, Service, Transport,
};
use fax4a_tests::world::Dice;
use http::Response;

/// What comes of an exchange.
type News = Result<Response<Vec<u8>>, Failure>;

/// Which of the library's drivers runs the flow.
#[derive(Clone, Copy, Debug)]
pub(super) enum Driver {
    InOrder,
    /// With answers in an order that depends on this number.
    AtOnce {
        answers: u64,
    },
}

/// A service with some reports, whose faults are those of a seed.
pub(super) struct Lab {
    seed: u64,
    driver: Driver,
    pub(super) service: RefCell<Service>,
    pub(super) account: Account,
    pub(super) region: Region,
    now: Cell<Moment>,
    /// When somebody wants to be woken.
    calls: RefCell<BTreeSet<Moment>>,
    /// How many questions there were of one kind to one server.
    questions: RefCell<BTreeMap<(Server, &'static str), u64>>,
    dice: RefCell<Dice>,
}

impl Lab {
    pub(super) fn new(seed: u64, driver: Driver) -> Self {
        let config = Config::new()
            .duplicates(Duplicates::Accept)
            .front(Front::Second);
        let mut service = Service::new(config.processing_time(Duration::ZERO));
        let mut dice = Dice::seeded(seed);
        for at in [Endpoint::De1, Endpoint::De2] {
            service.preload(at, Duration::ZERO, dice.below(4));
        }
        let answers = match driver {
            Driver::InOrder => 0,
            Driver::AtOnce { answers } => answers,
        };
        let credentials = Credentials::basic(Config::USER_NAME, Config::PASSWORD);
        let number = CustomerNumber::new(Config::CUSTOMER_NUMBER).expect("a valid number");
        Self {
            seed,
            driver,
            service: RefCell::new(service),
            account: Account::new(number, credentials.expect("valid credentials")),
            region: Region::germany(),
            now: Cell::new(Moment::START),
            calls: RefCell::default(),
            questions: RefCell::default(),
            dice: RefCell::new(Dice::seeded(seed ^ answers << 32)),
        }
    }

    /// Patient settings: how long a flow took already must not decide, as drivers take different times.
    pub(super) fn settings(&self) -> Settings {
        let retry = RetryPolicy::default().with_max_elapsed(Duration::from_secs(86_400));
        Settings::default().with_retry(retry).with_seed(self.seed)
    }

    /// The jobs that are at the service now.
    pub(super) fn left(&self) -> Vec<String> {
        let (service, now) = (self.service.borrow(), self.now.get().since_start());
        let jobs = [Endpoint::De1, Endpoint::De2].into_iter();
        jobs.flat_map(|at| service.jobs(at, now).map(|job| job.id()))
            .collect()
    }

    /// Runs a flow with the driver.
    pub(super) fn run<F: Flow>(
        &self,
        flow: F,
        mut on_event: impl FnMut(&mut F, F::Event),
    ) -> F::Output {
        match self.driver {
            Driver::InOrder => {
                let transport = |exchange: Exchange| {
                    let (at, news) = self.perform(&exchange);
                    self.now.set(at);
                    news
                };
                drive(flow, &transport, self, on_event)
            }
            Driver::AtOnce { .. } => {
                let transport = |exchange: Exchange| {
                    let (at, news) = self.perform(&exchange);
                    Later {
                        lab: self,
                        at,
                        value: Some(news),
                    }
                };
                let mut driver = AsyncDriver::new(flow, &transport, &self);
                while let Some(event) = self.block_on(driver.next_event()) {
                    on_event(driver.flow_mut(), event);
                }
                driver.into_output()
            }
        }
    }

    /// Lets time pass until a future is ready.
    fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        let mut future = core::pin::pin!(future);
        loop {
            if let Poll::Ready(value) = future
                .as_mut()
                .poll(&mut Context::from_waker(Waker::noop()))
            {
                return value;
            }
            let next = self.calls.borrow_mut().pop_first();
            let next = next.expect("whoever waits wants to be woken");
            self.now.set(self.now.get().max(next));
        }
    }

    /// What comes of an exchange, and when.
    fn perform(&self, exchange: &Exchange) -> (Moment, News) {
        let label = &exchange.label;
        let fault = {
            let mut questions = self.questions.borrow_mut();
            let number = questions
                .entry((label.server.clone(), label.operation))
                .or_default();
            *number += u64::from(label.attempt == 1);
            self.fault(&label.server, label.operation, *number, label.attempt)
        };
        let at = match &label.server {
            Server::Submission(_) => Endpoint::DeHa,
            Server::DataCenter(data_center) => data_center.name().parse().expect("a data center"),
            other => panic!("{other} is nowhere"),
        };
        let mut service = self.service.borrow_mut();
        service.clear_faults();
        if let Some(effect) = fault {
            service.inject(Fault::new(effect).at(at).once());
        }
        let request = exchange.request.clone().map(|body| body.to_bytes());
        let reply = service.respond(at, self.now.get().since_start(), &request);
        let millis = self.dice.borrow_mut().below(3000) + 1;
        self.outcome(exchange, reply, Duration::from_millis(millis))
    }

    fn outcome(&self, exchange: &Exchange, reply: Reply, takes: Duration) -> (Moment, News) {
        let at = self.now.get() + takes;
        match reply.transport {
            Transport::Deliver { .. } => (at, Ok(reply.response)),
            Transport::Refuse => (at, Err(Failure::not_sent(FailureKind::Connect))),
            Transport::Freeze => {
                let failure = Failure::unknown(FailureKind::Timeout);
                (self.now.get() + exchange.timeout, Err(failure))
            }
            _ => (at, Err(Failure::unknown(FailureKind::Interrupted))),
        }
    }

    /// What goes wrong with this try of this question, whenever it is asked.
    fn fault(&self, server: &Server, operation: &str, number: u64, attempt: u32) -> Option<Effect> {
        let faults = [
            Effect::Refuse,
            Effect::Freeze,
            Effect::ResetBeforeProcessing,
            Effect::ResetAfterProcessing,
            Effect::Answer(Answer::new(500)),
            Effect::Answer(Answer::new(401)),
            Effect::Answer(Answer::new(503).retry_after_seconds(9)),
            Effect::AnswerAfterProcessing(Answer::new(502)),
            Effect::Garbage,
            Effect::cut(20),
            Effect::WrongJobIds,
            Effect::DeletionFails,
            Effect::DeletionLies,
        ];
        let place = format!("{server} {operation} {number} {attempt}");
        let seed = place.bytes().fold(self.seed, |seed, byte| {
            (seed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut dice = Dice::seeded(seed);
        dice.one_in(2).then(|| dice.among(&faults))
    }
}

impl Timer for Lab {
    fn now(&self) -> Moment {
        self.now.get()
    }

    fn sleep(&self, duration: Duration) {
        self.now.set(self.now.get() + duration);
    }
}

impl<'a> AsyncTimer for &'a Lab {
    type Sleep = Later<'a, ()>;

    fn now(&self) -> Moment {
        self.now.get()
    }

    fn sleep(&self, duration: Duration) -> Later<'a, ()> {
        Later {
            lab: self,
            at: self.now.get() + duration,
            value: Some(()),
        }
    }
}

/// A value that is there at a time.
pub(super) struct Later<'a, T> {
    lab: &'a Lab,
    at: Moment,
    value: Option<T>,
}

impl<T: Unpin> Future for Later<'_, T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<T> {
        if self.lab.now.get() < self.at {
            self.lab.calls.borrow_mut().insert(self.at);
            return Poll::Pending;
        }
        Poll::Ready(self.value.take().expect("polled after it was ready"))
    }
}
