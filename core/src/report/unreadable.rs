//! A report that could not be read.

use alloc::boxed::Box;
use core::fmt;

use crate::error::DecodeError;
use crate::id::JobId;

/// An entry of a list that is not what the API documents. It comes along whole, so that nothing is lost.
#[derive(Clone)]
pub struct Unreadable {
    job_id: Option<JobId>,
    error: DecodeError,
    raw: Box<str>,
}

impl Unreadable {
    pub(crate) fn new(job_id: Option<JobId>, error: DecodeError, raw: &str) -> Self {
        Self {
            job_id,
            error,
            raw: raw.into(),
        }
    }

    /// The job that it is about, if at least that can be read.
    pub fn job_id(&self) -> Option<&JobId> {
        self.job_id.as_ref()
    }

    /// What is wrong, and where.
    pub fn error(&self) -> &DecodeError {
        &self.error
    }

    /// The entry's JSON as it came. It may hold personal data.
    pub fn raw(&self) -> &str {
        &self.raw
    }
}

impl fmt::Debug for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unreadable")
            .field("job_id", &self.job_id)
            .field("error", &self.error)
            .field("raw", &format_args!("{} bytes", self.raw.len()))
            .finish()
    }
}
