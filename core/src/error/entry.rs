//! One job of a bulk request that got no result.

use alloc::boxed::Box;
use core::fmt;

use super::write_server;
use crate::server::Server;
use crate::wire::code::Code;

/// The answer to a bulk request was read, but has no result for one of its jobs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryError {
    problem: EntryProblem,
    server: Option<Server>,
}

/// Why a bulk answer has no result for a job.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EntryProblem {
    /// The service said so, in this word, such as `INTERNAL_ERROR`.
    Failed(Box<str>),
    /// The answer does not name the job.
    Unanswered,
}

impl fmt::Debug for EntryProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(reason) => f.debug_tuple("Failed").field(&Code(reason)).finish(),
            Self::Unanswered => f.write_str("Unanswered"),
        }
    }
}

impl EntryError {
    /// The error for this problem.
    pub fn new(problem: EntryProblem) -> Self {
        Self {
            problem,
            server: None,
        }
    }

    pub(super) fn at(mut self, server: Server) -> Self {
        self.server = Some(server);
        self
    }

    /// What is wrong.
    pub fn problem(&self) -> &EntryProblem {
        &self.problem
    }

    /// The server, where it is known.
    pub fn server(&self) -> Option<&Server> {
        self.server.as_ref()
    }
}

impl fmt::Display for EntryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the bulk answer")?;
        write_server(f, "from", self.server())?;
        f.write_str(match self.problem {
            EntryProblem::Failed(_) => " says that this job failed there",
            EntryProblem::Unanswered => " does not name this job",
        })
    }
}

impl core::error::Error for EntryError {}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString as _;

    use super::*;

    #[test]
    fn the_services_word_is_in_debug_and_free_text_is_not() {
        let error = |reason: &str| EntryError::new(EntryProblem::Failed(reason.into()));
        assert!(format!("{:?}", error("INTERNAL_ERROR")).contains("INTERNAL_ERROR"));
        assert!(!format!("{:?}", error("Dr. Weber")).contains("Weber"));
        assert_eq!(
            error("Dr. Weber").to_string(),
            "the bulk answer says that this job failed there"
        );
    }
}
