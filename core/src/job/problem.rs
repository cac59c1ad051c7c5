//! What can be wrong with a job: one kind of problem each, all of a job's together.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::number::InvalidFaxNumber;
use crate::time::InvalidTimestamp;

/// A job that the service would refuse, or would not do as meant: every problem it has.
///
/// It holds places, kinds and lengths, never a number, a name or any other text of the job, so it
/// can be logged as it is.
///
/// ```
/// use fax4a::FaxJob;
/// use fax4a::job::Problem;
///
/// let invalid = FaxJob::to("089 1234567").csid("far too long for a fax machine").build().unwrap_err();
///
/// let places: Vec<&str> = invalid.problems().iter().map(|problem| problem.place()).collect();
/// assert_eq!(places, ["recipients[0].number", "documents", "transportOptions.csid"]);
/// assert_eq!(invalid.problems()[2].problem(), &Problem::TooLong { limit: 20, length: 30 });
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidFaxJob {
    problems: Vec<FieldProblem>,
}

impl InvalidFaxJob {
    /// Everything that is wrong, field by field; never empty.
    #[must_use]
    pub fn problems(&self) -> &[FieldProblem] {
        &self.problems
    }
}

impl fmt::Display for InvalidFaxJob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("invalid fax job")?;
        let mut separator = ": ";
        for problem in &self.problems {
            write!(f, "{separator}{problem}")?;
            separator = "; ";
        }
        Ok(())
    }
}

impl core::error::Error for InvalidFaxJob {}

/// One thing that is wrong with one field of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    place: String,
    problem: Problem,
}

impl FieldProblem {
    /// The field's path in the request, in the API's own words: `recipients[1].number`. Indexes
    /// count from 0.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }

    /// What is wrong there.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.problem
    }
}

impl fmt::Display for FieldProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.problem)
    }
}

/// What can be wrong with a field of a job.
///
/// Lengths and positions count characters, that is Unicode scalar values; positions start at 0.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The job has no recipient.
    NoRecipient,
    /// The job has neither a document nor a cover page template, so there is nothing to send.
    NoContent,
    /// The fax number cannot be dialed as it is.
    Number(InvalidFaxNumber),
    /// An earlier recipient has the same number, so it would get the fax twice; see
    /// [`allow_duplicate_recipients`](crate::FaxJobBuilder::allow_duplicate_recipients).
    DuplicateRecipient {
        /// The index of the first recipient with this number.
        first: usize,
    },
    /// The value is there but empty; leave the field out instead.
    Empty,
    /// The text is too long.
    TooLong {
        /// The most characters that are allowed.
        limit: usize,
        /// The characters that there are.
        length: usize,
    },
    /// A control character where only visible text makes sense.
    ControlCharacter {
        /// Where it is.
        position: usize,
    },
    /// A document name with a character other than `a-zA-Z0-9-_.`;
    /// [`Document::legal_name`](crate::Document::legal_name) makes a legal one.
    IllegalCharacter {
        /// Where it is.
        position: usize,
    },
    /// A document name that starts with a dot: a hidden file or a way out of a folder.
    LeadingDot,
    /// The document has no bytes.
    NoBytes,
    /// The document's extension tells no file type, and none was set.
    UnknownDocumentType,
    /// The type that was set is not the one of the extension, by which the service decides.
    ContradictoryDocumentType,
    /// A character set for a document that is not plain text.
    CharsetNotForText,
    /// Not an absolute URL with a host, in visible ASCII characters.
    NotAUrl,
    /// A URL that is neither `http` nor `https`.
    NotHttp,
    /// Not a single, plain e-mail address.
    NotAnEmailAddress,
    /// A report mail without any address.
    NoAddress,
    /// A colon in a user name, which HTTP authentication cannot carry.
    ColonInUserName,
    /// A `%` in the header that starts no control character; a percent sign is `%%`.
    LonePercent {
        /// Where the `%` is.
        position: usize,
    },
    /// `%tz=` or `%l=` in the header without a value.
    HeaderValueMissing {
        /// Where the `%` is.
        position: usize,
    },
    /// `%c` in the header to the right of `%r`, on one line.
    CenterAfterRight {
        /// Where the `%c` is.
        position: usize,
    },
    /// The time cannot be read.
    Time(InvalidTimestamp),
    /// Neither a time nor an ISO 8601 duration of days, hours, minutes and seconds; how long a
    /// month or a year is depends on the calendar.
    NotADuration,
    /// A duration that is zero or negative.
    DurationNotPositive,
    /// A duration where only a point in time makes sense.
    DurationNotAllowed,
    /// The job's validity ends when it starts, or before.
    EndNotAfterStart,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Number(invalid) => return invalid.fmt(f),
            Self::Time(invalid) => return invalid.fmt(f),
            Self::DuplicateRecipient { first } => {
                return write!(f, "the same number as recipients[{first}]");
            }
            Self::TooLong { limit, length } => {
                return write!(f, "{length} characters, at most {limit} are allowed");
            }
            Self::ControlCharacter { position } => {
                return write!(f, "a control character at position {position}");
            }
            Self::IllegalCharacter { position } => {
                return write!(f, "not one of a-zA-Z0-9-_. at position {position}");
            }
            Self::LonePercent { position } => {
                return write!(f, "a lone % at position {position}, %% is a percent sign");
            }
            Self::HeaderValueMissing { position } => {
                return write!(f, "%tz= or %l= without a value at position {position}");
            }
            Self::CenterAfterRight { position } => {
                return write!(f, "%c after %r on the same line at position {position}");
            }
            Self::NoRecipient => "no recipient",
            Self::NoContent => "neither a document nor a cover page template",
            Self::Empty => "empty, leave it out instead",
            Self::LeadingDot => "the name starts with a dot",
            Self::NoBytes => "the document has no bytes",
            Self::UnknownDocumentType => "the extension tells no file type and none is set",
            Self::ContradictoryDocumentType => "the set file type is not the extension's",
            Self::CharsetNotForText => "a character set is for plain text documents only",
            Self::NotAUrl => "not an absolute URL in ASCII characters",
            Self::NotHttp => "not an http or https URL",
            Self::NotAnEmailAddress => "not an e-mail address",
            Self::NoAddress => "a report mail needs an address",
            Self::ColonInUserName => "a user name cannot contain a colon",
            Self::NotADuration => "not an ISO 8601 duration in days, hours, minutes and seconds",
            Self::DurationNotPositive => "the duration is not positive",
            Self::DurationNotAllowed => "a duration where a point in time is needed",
            Self::EndNotAfterStart => "the end is not after the start",
        })
    }
}

/// Collects the problems of a job while its fields are checked.
#[derive(Default)]
pub(crate) struct Problems(Vec<FieldProblem>);

impl Problems {
    /// Places are formatted only when there is a problem: a good job pays nothing for them.
    pub(crate) fn push(&mut self, place: impl fmt::Display, problem: Problem) {
        let place = place.to_string();
        self.0.push(FieldProblem { place, problem });
    }

    pub(crate) fn into_result(self) -> Result<(), InvalidFaxJob> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(InvalidFaxJob { problems: self.0 })
        }
    }

    /// What a check finds: for the tests of each rule.
    #[cfg(test)]
    pub(crate) fn collected(check: impl FnOnce(&mut Self)) -> Vec<(String, Problem)> {
        let mut problems = Self::default();
        check(&mut problems);
        let found = problems.0.into_iter();
        found.map(|found| (found.place, found.problem)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_problem_is_no_error() {
        assert_eq!(Problems::default().into_result(), Ok(()));
    }

    #[test]
    fn the_error_is_one_sentence_that_lists_all_problems() {
        let mut problems = Problems::default();
        problems.push(
            format_args!("recipients[{}].number", 1),
            Problem::Number(InvalidFaxNumber::Empty),
        );
        problems.push(
            "transportOptions.csid",
            Problem::TooLong {
                limit: 20,
                length: 21,
            },
        );
        assert_eq!(
            problems.into_result().unwrap_err().to_string(),
            "invalid fax job: recipients[1].number: the number is empty; \
             transportOptions.csid: 21 characters, at most 20 are allowed",
        );
    }
}
