//! What the sending examples take and give on the command line.

use std::error::Error;
use std::process::{ExitCode, Termination};
use std::time::Duration;

use fax4a::{Document, FaxJob, Recipient};
use fax4a_ureq::document_from_file;

/// How long to wait for a report before the outcome is called unknown.
pub const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// How a sending example ends, as its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// 0: the fax reached every recipient.
    Delivered,
    /// 1: it did not, or the service did not take it.
    Failed,
    /// 2: nobody knows, or not yet.
    Unknown,
    /// 64: the command line is wrong, and nothing was sent.
    Usage,
}

impl Termination for Outcome {
    fn report(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Delivered => 0,
            Self::Failed => 1,
            Self::Unknown => 2,
            Self::Usage => 64,
        })
    }
}

/// The job that `[NUMBER[,NUMBER...] [FILE...]]` asks for; without any, the sample letter to a magic number that delivers.
///
/// # Errors
/// When a file cannot be read, or the job is not valid: then with all that is wrong.
pub fn job(arguments: impl IntoIterator<Item = String>) -> Result<FaxJob, Box<dyn Error>> {
    let mut arguments = arguments.into_iter();
    let numbers = arguments
        .next()
        .unwrap_or_else(|| "+999 000 00000".to_owned());
    if numbers.starts_with('-') {
        return Err("usage: [NUMBER[,NUMBER...] [FILE...]]".into());
    }
    let mut documents = Vec::new();
    for file in arguments {
        documents.push(document_from_file(&file).map_err(|error| format!("{file}: {error}"))?);
    }
    if documents.is_empty() {
        documents.push(Document::pdf(
            "letter.pdf",
            &include_bytes!("../assets/letter.pdf")[..],
        ));
    }
    let recipients = numbers.split(',').map(Recipient::from);
    Ok(FaxJob::builder()
        .recipients(recipients)
        .documents(documents)
        .build()?)
}
