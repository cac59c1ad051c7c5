//! Flows: machines that say what to send and when, and are told what came back.
//!
//! A flow does no I/O and knows no time. A *driver* performs what it asks for: take [`Step`]s from [`Flow::poll`], hand the answers
//! to [`Flow::on_response`] and [`Flow::on_failure`]. [`drive`] is a driver that does one thing after the other; the transport
//! crates bring concurrent ones. All rules of the API are in the flows, none is in a driver.
//!
//! | flow | what it does |
//! |---|---|
//! | [`Call`] | one operation at one server, with repeats where they are safe |
//! | [`Submit`] | hands a job to the region, and knows what it does not know |
//! | [`AskAll`] | asks all data centers of a region, and merges what they say |
//! | [`Watch`] | from a set of job ids to their final reports |
//! | [`Drain`] | takes all reports, and deletes each page once it was stored |
//! | [`Reconcile`] | looks for a job of which nobody knows whether it was accepted |
//!
//! # The contract
//!
//! 1. [`poll`](Flow::poll) may be called at any time, any number of times. Without new input it repeats the same
//!    [`Wait`](Step::Wait) or [`Done`](Step::Done); nothing has to be drained first.
//! 2. Each [`Send`](Step::Send) is handed out once, with a fresh [`Ticket`]. Answers with a ticket that is late, used or unknown
//!    are ignored.
//! 3. `Wait { until: None, in_flight: 0 }` means "waiting for you": only the caller can go on. A driver returns to it.
//! 4. [`Done`](Step::Done) can be asked for again. The result comes from [`into_output`](Flow::into_output), which is also how to
//!    stop early and keep what is known.
//! 5. A [`Moment`] is time since a start of the driver's choice, and only grows.
//! 6. Every poll makes progress, waits for something in flight, or names a later moment: a driver cannot be sent in circles.
//! 7. An exchange that gets no answer within its timeout and [a grace](Settings::GRACE) is over for the flow, as a failure whose
//!    delivery is unknown: nothing hangs on a transport that forgets.
//! 8. A driver may perform exchanges one after the other or at the same time. The outcome is the same, as long as no time limit
//!    ends it: in order, a slow data center spends the time of the next.
//!
//! ```
//! use fax4a::flow::{Call, Flow, Moment, Settings, Step};
//! use fax4a::operation::GetReport;
//! # use fax4a::{Account, Credentials, CustomerNumber, JobId, Region};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let account = Account::new(CustomerNumber::new("99999TE")?, Credentials::basic("user", "secret")?);
//! # let region = Region::switzerland();
//! # let start = std::time::Instant::now();
//! # fn perform(_: http::Request<fax4a::Body>) -> http::Response<Vec<u8>> {
//! #     let mut response = http::Response::new(Vec::new());
//! #     *response.status_mut() = http::StatusCode::NOT_FOUND;
//! #     response
//! # }
//! let get = GetReport::new(JobId::new("FJJ66GHGX105ZZBIELVCN1")?);
//! let mut flow = Call::new(account, region.data_centers()[0].clone(), get, Settings::default());
//! let report = loop {
//!     let now = Moment::after_start(start.elapsed());
//!     match flow.poll(now) {
//!         Step::Send(exchange) => {
//!             let response: http::Response<Vec<u8>> = perform(exchange.request);
//!             let (parts, body) = response.into_parts();
//!             flow.on_response(now, exchange.ticket, http::Response::from_parts(parts, &body));
//!         }
//!         Step::Wait(wait) => std::thread::sleep(now.until(wait.until.unwrap_or(now))),
//!         Step::Event(event) => match event {},
//!         Step::Done => break flow.into_output()?,
//!         _ => unreachable!("a step of a later version"),
//!     }
//! };
//! assert_eq!(report, None);
//! # Ok(()) }
//! ```

use core::fmt;
use core::time::Duration;

use http::{Request, Response};

use crate::body::Body;
use crate::error::Failure;
use crate::server::Server;

mod ask_all;
mod call;
mod drain;
mod drive;
mod drive_async;
mod lane;
mod reconcile;
mod settings;
mod submit;
mod watch;

pub use crate::moment::Moment;
pub use crate::retry::{Backoff, RetryBudget, RetryPolicy};
pub use ask_all::{AskAll, AskEach, Gathered, Located, Lookup, Lookups, Missing};
pub use call::Call;
pub use drain::{Batch, BatchId, Drain, DrainEnd, DrainEvent, Drained, DrainedSite};
pub use drive::{Timer, Transport, drive};
pub use drive_async::{AsyncDriver, AsyncTimer, AsyncTransport};
pub use reconcile::{Reconcile, Unseen};
pub use settings::Settings;
pub use submit::{Accepted, Submit, SubmitError};
pub use watch::{Standing, Watch, WatchEvent};

/// A machine that a driver runs. The [module](self) has the contract.
pub trait Flow {
    /// What it tells on the way.
    type Event;

    /// What it ends with.
    type Output;

    /// What to do next.
    fn poll(&mut self, now: Moment) -> Step<Self::Event>;

    /// The answer to the exchange of this ticket came, complete.
    fn on_response(&mut self, now: Moment, ticket: Ticket, response: Response<&[u8]>);

    /// The exchange of this ticket ended without a complete answer.
    fn on_failure(&mut self, now: Moment, ticket: Ticket, failure: Failure);

    /// The result; before [`Step::Done`], what is known so far.
    fn into_output(self) -> Self::Output
    where
        Self: Sized;
}

/// What a flow wants its driver to do.
#[derive(Debug)]
#[must_use]
#[non_exhaustive]
#[expect(
    clippy::large_enum_variant,
    reason = "a step is taken apart at once; a box would cost each request an allocation"
)]
pub enum Step<E> {
    /// Perform this exchange and tell the flow what came of it. Poll again at once: there may be more to send beside it.
    Send(Exchange),
    /// Take note, and poll again.
    Event(E),
    /// Nothing to do until an answer comes or the time is there.
    Wait(Wait),
    /// The result is ready.
    Done,
}

/// What a flow waits for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wait {
    /// When to poll again if nothing comes before.
    pub until: Option<Moment>,
    /// How many exchanges have no answer yet.
    pub in_flight: usize,
}

impl Wait {
    /// Waits for all that the two wait for.
    fn and(self, other: Self) -> Self {
        let until = match (self.until, other.until) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Self {
            until,
            in_flight: self.in_flight + other.in_flight,
        }
    }
}

/// One request to perform. `Debug` shows its label and limits, not the request.
#[non_exhaustive]
pub struct Exchange {
    /// Names the exchange when its answer is handed back.
    pub ticket: Ticket,
    /// What to send. Redirects must not be followed: credentials would go elsewhere.
    pub request: Request<Body>,
    /// How long it may take in all, the transfer of its body counted.
    pub timeout: Duration,
    /// The largest body that may come back. A transport stops reading there, and reports
    /// [`ResponseTooLarge`](crate::error::FailureKind::ResponseTooLarge).
    pub max_response_bytes: usize,
    /// What to call the exchange in a log.
    pub label: Label,
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("ticket", &self.ticket)
            .field("label", &self.label)
            .field("body", self.request.body())
            .field("timeout", &self.timeout)
            .field("max_response_bytes", &self.max_response_bytes)
            .finish()
    }
}

/// What an exchange is about, free of secrets and personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Label {
    /// The API's name of the operation.
    pub operation: &'static str,
    /// The server that is asked.
    pub server: Server,
    /// Which try this is, from 1.
    pub attempt: u32,
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} to {}, try {}",
            self.operation, self.server, self.attempt
        )
    }
}

/// Names one exchange of one flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(u64);

/// Hands out tickets, each once.
#[derive(Debug, Default)]
struct Tickets(u64);

impl Tickets {
    fn next(&mut self) -> Ticket {
        self.0 += 1;
        Ticket(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_waits_are_one_for_the_earlier_and_for_all_in_flight() {
        let at = |seconds| Some(Moment::after_start(Duration::from_secs(seconds)));
        let wait = |until, in_flight| Wait { until, in_flight };
        assert_eq!(wait(at(2), 2).and(wait(at(1), 3)), wait(at(1), 5));
        assert_eq!(wait(None, 1).and(wait(at(1), 0)), wait(at(1), 1));
        assert_eq!(wait(at(1), 0).and(wait(None, 0)), wait(at(1), 0));
        assert_eq!(wait(None, 0).and(wait(None, 0)), wait(None, 0));
    }
}
