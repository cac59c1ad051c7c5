//! Jobs as a test sees them.

use std::fmt;
use std::time::Duration;

use super::center::Center;
use super::job::{Document, Job};

/// A job as its data center sees it at a virtual time.
#[derive(Clone, Copy)]
pub struct JobView<'a> {
    center: &'a Center,
    job: &'a Job,
    now: Duration,
}

impl<'a> JobView<'a> {
    pub(super) fn new(center: &'a Center, job: &'a Job, now: Duration) -> Self {
        Self { center, job, now }
    }

    /// The job id.
    pub fn id(&self) -> String {
        self.center.job_id(self.job.serial)
    }

    /// The caller's own id for the job.
    pub fn customer_defined_id(&self) -> Option<&'a str> {
        self.job.facts.customer_defined_id()
    }

    /// Whether all recipients have their final status, so that there is a report.
    pub fn is_finished(&self) -> bool {
        self.job.facts.is_finished(self.now)
    }

    /// When the job is finished; `None` if never.
    pub fn finished_at(&self) -> Option<Duration> {
        self.job.facts.finished()
    }

    /// When its report will be forgotten; `None` if never.
    pub fn expires_at(&self) -> Option<Duration> {
        self.center.expires_at(self.job)
    }

    /// The recipients' status codes now, in order.
    pub fn statuses(&self) -> impl Iterator<Item = &'static str> {
        let now = self.now;
        self.job.facts.recipients.iter().map(move |it| {
            if it.outcome.is_final(now) {
                it.outcome.status
            } else {
                "PENDING"
            }
        })
    }

    /// The recipients' numbers as they were given. Personal data.
    pub fn numbers(&self) -> impl Iterator<Item = &'a str> {
        self.job
            .facts
            .recipients
            .iter()
            .map(|it| it.number.as_str())
    }

    /// The pages, a cover page included.
    pub fn pages(&self) -> u32 {
        self.job.facts.pages
    }

    /// The documents, in order.
    pub fn documents(&self) -> impl Iterator<Item = DocumentView<'a>> {
        self.job.facts.documents.iter().map(DocumentView)
    }

    pub(super) fn is_expired(&self) -> bool {
        self.expires_at().is_some_and(|it| it <= self.now)
    }
}

/// Shows no personal data.
impl fmt::Debug for JobView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JobView")
            .field("id", &self.id())
            .field("is_finished", &self.is_finished())
            .field("pages", &self.pages())
            .finish_non_exhaustive()
    }
}

/// A document of a job.
#[derive(Clone, Copy)]
pub struct DocumentView<'a>(&'a Document);

impl<'a> DocumentView<'a> {
    /// The name.
    pub fn name(&self) -> &'a str {
        &self.0.name
    }

    /// The character set that was named.
    pub fn charset(&self) -> Option<&'a str> {
        self.0.charset.as_deref()
    }

    /// The URL, for a document given by reference. It is never fetched.
    pub fn reference(&self) -> Option<&'a str> {
        self.0.reference.as_deref()
    }

    /// The length in bytes, zero for a document given by reference.
    pub fn bytes(&self) -> usize {
        self.0.bytes
    }

    /// The bytes themselves, with [`Config::keep_documents`](crate::Config::keep_documents).
    pub fn data(&self) -> Option<&'a [u8]> {
        self.0.data.as_deref()
    }
}

/// Shows the length only.
impl fmt::Debug for DocumentView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DocumentView")
            .field("bytes", &self.bytes())
            .finish_non_exhaustive()
    }
}
