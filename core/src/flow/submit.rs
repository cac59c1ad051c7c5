//! Handing a job to the service, once.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::convert::Infallible;
use core::{fmt, mem};

use http::Response;

use super::lane::{Caller, Lane, LaneStep};
use super::{Flow, Moment, Settings, Step, Ticket, Tickets};
use crate::account::Account;
use crate::error::{Error, ErrorKind, Failure};
use crate::id::JobId;
use crate::job::FaxJob;
use crate::operation::SendFax;
use crate::server::{DataCenter, Region, Server, SubmissionUrl};

/// Hands a job to the service: one `POST`, repeated only when the one before surely was not accepted.
///
/// The API has no key that makes a repeat harmless. So when a request may have arrived and no answer says what came of it, this ends
/// as [`SubmitError::Unknown`], and what to do is the caller's decision: look for the job's `customerDefinedId` among the reports
/// later, ask a person, or send again and perhaps fax twice.
pub struct Submit {
    caller: Arc<Caller>,
    operation: Arc<SendFax>,
    customer_defined_id: Option<Arc<str>>,
    lane: Lane<SendFax>,
    /// Where to turn when the server cannot be reached.
    others: VecDeque<SubmissionUrl>,
    /// Why the servers before could not be reached.
    unreached: Vec<Error>,
    tickets: Tickets,
    outcome: Option<Result<Accepted, SubmitError>>,
}

/// The service has the job.
#[derive(Clone)]
#[non_exhaustive]
pub struct Accepted {
    /// The id that the service gave it.
    pub job_id: JobId,
    /// The id that the sender gave it, if it did.
    pub customer_defined_id: Option<Arc<str>>,
    /// Who took it. A region's submission address does not tell which data center will hold the report.
    pub server: Server,
    /// The servers that a [fail-over](Submit::with_fail_over) tried before: why each, which its error names, could not be reached.
    pub unreached: Box<[Error]>,
}

impl Accepted {
    /// The data center that holds the report, if the job was handed straight to one.
    pub fn data_center(&self) -> Option<&DataCenter> {
        self.server.data_center()
    }
}

/// Leaves out the sender's own id, which can be personal data.
impl fmt::Debug for Accepted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Accepted")
            .field("job_id", &self.job_id)
            .field("server", &self.server)
            .field("unreached", &self.unreached)
            .finish_non_exhaustive()
    }
}

/// Why there is no job id.
#[derive(Clone)]
#[must_use]
#[non_exhaustive]
pub enum SubmitError {
    /// The service surely did not take the job: it said so, or the request never left. Sending again cannot fax twice.
    ///
    /// [`ErrorKind::Duplicate`] means that the service has a job like this from an earlier send.
    #[non_exhaustive]
    Refused {
        /// What happened; after a fail-over, at the last server.
        error: Error,
        /// As in [`Accepted::unreached`].
        unreached: Box<[Error]>,
    },
    /// Nobody knows: the request may have arrived, and no answer says what came of it. Sending again may fax twice.
    ///
    /// A `409` is here when the request was repeated: the duplicate may be this very job.
    #[non_exhaustive]
    Unknown {
        /// What happened; after a fail-over, at the last server.
        error: Error,
        /// As in [`Accepted::unreached`].
        unreached: Box<[Error]>,
        /// The job's own id, if it has one: what [`Reconcile`](super::Reconcile) can look for.
        customer_defined_id: Option<Arc<str>>,
    },
}

impl SubmitError {
    /// What happened.
    pub fn error(&self) -> &Error {
        match self {
            Self::Refused { error, .. } | Self::Unknown { error, .. } => error,
        }
    }

    /// As in [`Accepted::unreached`].
    pub fn unreached(&self) -> &[Error] {
        match self {
            Self::Refused { unreached, .. } | Self::Unknown { unreached, .. } => unreached,
        }
    }

    /// Whether a fax may be on its way all the same.
    pub fn may_have_been_sent(&self) -> bool {
        matches!(self, Self::Unknown { .. })
    }
}

/// As for [`Accepted`].
impl fmt::Debug for SubmitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Refused { .. } => "Refused",
            Self::Unknown { .. } => "Unknown",
        };
        f.debug_struct(name)
            .field("error", self.error())
            .field("unreached", &self.unreached())
            .finish_non_exhaustive()
    }
}

impl fmt::Display for SubmitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { error, .. } => write!(f, "the job was not accepted: {error}"),
            Self::Unknown { error, .. } => write!(
                f,
                "the job may have been accepted, sending again may fax twice: {error}"
            ),
        }
    }
}

impl core::error::Error for SubmitError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        self.error().source()
    }
}

impl Submit {
    /// Hands `job` to the region's submission address.
    pub fn new(account: Account, region: &Region, job: &FaxJob, settings: Settings) -> Self {
        Self::to(account, region.submission().clone(), job, settings)
    }

    /// Hands `job` to this server, which may be a data center's.
    pub fn to(account: Account, target: SubmissionUrl, job: &FaxJob, settings: Settings) -> Self {
        let caller = Caller::new(account, settings);
        let operation = Arc::new(SendFax::new(job));
        Self {
            lane: Lane::new(caller.clone(), target, operation.clone()),
            caller,
            operation,
            customer_defined_id: job.customer_defined_id().map(Arc::from),
            others: VecDeque::new(),
            unreached: Vec::new(),
            tickets: Tickets::default(),
            outcome: None,
        }
    }

    /// Turns to the data centers of `region`, one after the other, while the server before surely did not get the request.
    ///
    /// Only for [`Delivery::NotSent`](crate::error::Delivery::NotSent): no answer and no doubt about it. Each server gets all tries
    /// of the [`RetryPolicy`](super::RetryPolicy). The outcome keeps the errors of those before.
    #[must_use]
    pub fn with_fail_over(mut self, region: &Region) -> Self {
        let data_centers = region.data_centers().iter().map(SubmissionUrl::from);
        self.others = data_centers
            .filter(|url| *url.server() != self.lane.server())
            .collect();
        self
    }

    fn take_unreached(&mut self) -> Box<[Error]> {
        mem::take(&mut self.unreached).into()
    }

    fn refused_or_unknown(&mut self, error: Error) -> SubmitError {
        let unreached = self.take_unreached();
        let repeated = !unreached.is_empty() || self.lane.attempts() > 1;
        let duplicate =
            matches!(&error, Error::Server(error) if error.kind() == ErrorKind::Duplicate);
        if error.may_have_been_sent() || (duplicate && repeated) {
            SubmitError::Unknown {
                error,
                unreached,
                customer_defined_id: self.customer_defined_id.clone(),
            }
        } else {
            SubmitError::Refused { error, unreached }
        }
    }

    fn fail(&mut self, error: Error) {
        let not_sent = matches!(error, Error::Transport(_)) && error.surely_not_accepted();
        match self.others.pop_front() {
            Some(next) if not_sent => {
                self.lane = Lane::new(self.caller.clone(), next, self.operation.clone());
                self.unreached.push(error);
            }
            _ => {
                let error = self.refused_or_unknown(error);
                self.outcome = Some(Err(error));
            }
        }
    }
}

/// As for [`Accepted`].
impl fmt::Debug for Submit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Submit")
            .field("lane", &self.lane)
            .field("others", &self.others)
            .field("unreached", &self.unreached)
            .field("outcome", &self.outcome)
            .finish_non_exhaustive()
    }
}

impl Flow for Submit {
    type Event = Infallible;
    type Output = Result<Accepted, SubmitError>;

    fn poll(&mut self, now: Moment) -> Step<Infallible> {
        while self.outcome.is_none() {
            match self.lane.poll(now, &mut self.tickets) {
                LaneStep::Send(exchange) => return Step::Send(exchange),
                LaneStep::Wait(wait) => return Step::Wait(wait),
                LaneStep::GaveUp(error) => self.fail(error),
            }
        }
        Step::Done
    }

    fn on_response(&mut self, now: Moment, ticket: Ticket, response: Response<&[u8]>) {
        match self.lane.on_response(now, ticket, response) {
            Some(Ok(job_id)) => {
                self.outcome = Some(Ok(Accepted {
                    job_id,
                    customer_defined_id: self.customer_defined_id.clone(),
                    server: self.lane.server(),
                    unreached: self.take_unreached(),
                }))
            }
            Some(Err(error)) => self.fail(error),
            None => {}
        }
    }

    fn on_failure(&mut self, now: Moment, ticket: Ticket, failure: Failure) {
        if let Some(error) = self.lane.on_failure(now, ticket, failure) {
            self.fail(error);
        }
    }

    fn into_output(mut self) -> Self::Output {
        if let Some(outcome) = self.outcome.take() {
            return outcome;
        }
        let error = self.lane.stopped();
        Err(self.refused_or_unknown(error))
    }
}
