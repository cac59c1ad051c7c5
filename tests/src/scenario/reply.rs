//! What comes of one exchange.

use std::time::Duration;

use fax4a::error::{Delivery, Failure, FailureKind};
use http::{HeaderName, HeaderValue, Response, StatusCode};

use crate::sample;

/// What comes of one exchange, and when.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Reply {
    /// How long it takes.
    pub latency: Duration,
    /// What comes.
    pub ending: Ending,
    /// What the transcript says of it.
    pub note: String,
}

/// How an exchange ends.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Ending {
    /// With an answer.
    Answer(Response<Vec<u8>>),
    /// With what a transport reports when no answer came.
    Failure(Failure),
    /// Never: the transport forgets it.
    Forgotten,
}

impl Reply {
    /// How long a reply takes unless something else is said.
    pub const LATENCY: Duration = Duration::from_millis(50);

    /// This ending, which the transcript calls `note`.
    pub fn new(ending: Ending, note: impl Into<String>) -> Self {
        Self {
            latency: Self::LATENCY,
            ending,
            note: note.into(),
        }
    }

    /// An answer with this status and body.
    pub fn answer(status: u16, body: impl Into<Vec<u8>>, note: &str) -> Self {
        let mut response = Response::new(body.into());
        *response.status_mut() = StatusCode::from_u16(status).expect("a status");
        let note = format!("{status} {note}");
        Self::new(Ending::Answer(response), note.trim_end())
    }

    /// An answer with this status and no body.
    pub fn status(status: u16) -> Self {
        Self::answer(status, "", "")
    }

    /// The report on this job, with one recipient of this status.
    pub fn report(job_id: &str, status: &str) -> Self {
        Self::answer(
            200,
            sample::report_json(job_id, status),
            &format!("report on {job_id}, {status}"),
        )
    }

    /// A list of entries, each in JSON.
    pub fn list<T: AsRef<str>>(entries: &[T]) -> Self {
        let entries: Vec<&str> = entries.iter().map(AsRef::as_ref).collect();
        let body = format!(r#"{{"reports":[{}]}}"#, entries.join(","));
        Self::answer(200, body, &format!("{} entries", entries.len()))
    }

    /// The answer to a job that was taken.
    pub fn accepted(job_id: &str) -> Self {
        Self::answer(
            201,
            format!(r#"{{"jobId":"{job_id}"}}"#),
            &format!("job {job_id}"),
        )
    }

    /// A failure before anything was sent.
    pub fn not_sent(kind: FailureKind) -> Self {
        Self::failure(Failure::not_sent(kind))
    }

    /// A failure after which nobody knows whether the request arrived.
    pub fn lost(kind: FailureKind) -> Self {
        Self::failure(Failure::unknown(kind))
    }

    fn failure(failure: Failure) -> Self {
        let delivery = match failure.delivery() {
            Delivery::NotSent => "not sent",
            _ => "perhaps sent",
        };
        let note = format!("{:?}, {delivery}", failure.kind());
        Self::new(Ending::Failure(failure), note)
    }

    /// A transport that never says anything.
    pub fn forgotten() -> Self {
        Self::new(Ending::Forgotten, "")
    }

    /// The same, so much later.
    #[must_use]
    pub fn after(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// The same with this header.
    ///
    /// # Panics
    /// Where there is no answer that could have one.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: &'static str) -> Self {
        let Ending::Answer(response) = &mut self.ending else {
            panic!("no answer to put {name} into")
        };
        self.note += &format!(", {name}: {value}");
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
        self
    }

    /// As a transport with these limits sees it.
    pub(super) fn within(mut self, timeout: Duration, max_response_bytes: usize) -> Self {
        let too_large = matches!(&self.ending, Ending::Answer(response) if response.body().len() > max_response_bytes);
        if self.latency > timeout && !matches!(self.ending, Ending::Forgotten) {
            self = Self::lost(FailureKind::Timeout).after(timeout);
        } else if too_large {
            self = Self::lost(FailureKind::ResponseTooLarge).after(self.latency);
        }
        self
    }
}
