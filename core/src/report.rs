//! What became of a job.

use alloc::boxed::Box;
use core::fmt;

use crate::id::JobId;

mod bulk_item;
mod deletion;
mod json;
mod page;
mod recipient;
mod span;
mod status;
mod unreadable;

pub use bulk_item::BulkItem;
pub use deletion::{Deletion, DeletionOutcome};
pub use page::Page;
use recipient::Recipient;
pub use recipient::RecipientStatus;
use span::Span;
pub use status::{StatusGroup, TransmissionStatus, UnknownStatus};
pub use unreadable::Unreadable;

/// The report on one job (`FaxReport`): a status for each recipient.
///
/// Read it with [`FaxReport::from_json`] or through an operation, and store it as JSON by its `Serialize`: the API's own field names,
/// times and numbers as the service wrote them. `Debug` shows no numbers and no cover-page data.
///
/// ```
/// use fax4a::FaxReport;
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let report = FaxReport::from_json(
///     r#"{"jobId":"FJJ5Y09UM505ZZBIELCRYC","pages":1,
///         "recipientStatus":[{"number":"+49 89 1234567-8900","status":"OK","reason":"OK","durationInSecs":19}]}"#,
/// )?;
/// assert!(report.is_delivered());
/// for recipient in report.recipients() {
///     println!("{}: {}", recipient.status().as_str(), recipient.status().explanation());
/// }
/// # Ok(()) }
/// ```
// A list holds a thousand of these, so a report is few allocations: all its text in one piece, and spans into it.
#[derive(Clone)]
pub struct FaxReport {
    job_id: JobId,
    text: Box<str>,
    recipients: Box<[Recipient]>,
    /// Alternative numbers, and properties as key and value, of all recipients.
    lists: Box<[Span]>,
    pages: Option<u32>,
    reference: Reference,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Reference {
    customer_defined_id: Option<Span>,
    billing_code: Option<Span>,
    billing_info: Option<Span>,
}

impl FaxReport {
    /// The job that this is about.
    pub fn job_id(&self) -> &JobId {
        &self.job_id
    }

    /// What became of each recipient, in the order in which the service gave them.
    pub fn recipients(
        &self,
    ) -> impl ExactSizeIterator<Item = RecipientStatus<'_>> + DoubleEndedIterator + Clone {
        self.recipients.iter().map(|recipient| RecipientStatus {
            report: self,
            recipient,
        })
    }

    /// How many pages the fax has (`pages`).
    pub fn pages(&self) -> Option<u32> {
        self.pages
    }

    /// The id that the sender gave the job (`reference.customerDefinedId`).
    pub fn customer_defined_id(&self) -> Option<&str> {
        self.text(self.reference.customer_defined_id)
    }

    /// The sender's billing code (`reference.billingCode`).
    pub fn billing_code(&self) -> Option<&str> {
        self.text(self.reference.billing_code)
    }

    /// The sender's billing information (`reference.billingInfo`).
    pub fn billing_info(&self) -> Option<&str> {
        self.text(self.reference.billing_info)
    }

    /// Whether there are recipients and the status of each is final: nothing is pending. A report without recipients says nothing.
    pub fn is_final(&self) -> bool {
        !self.recipients.is_empty()
            && self
                .recipients
                .iter()
                .all(|recipient| recipient.status.is_final())
    }

    /// Whether there are recipients and the fax reached all of them.
    pub fn is_delivered(&self) -> bool {
        !self.recipients.is_empty()
            && self
                .recipients
                .iter()
                .all(|recipient| recipient.status.is_delivered())
    }

    fn text(&self, span: Option<Span>) -> Option<&str> {
        span.map(|span| span.of(&*self.text))
    }
}

/// By what they say: texts lie in the order in which an answer has its fields, which means nothing.
impl PartialEq for FaxReport {
    fn eq(&self, other: &Self) -> bool {
        self.job_id == other.job_id
            && self.recipients().eq(other.recipients())
            && self.pages == other.pages
            && self.customer_defined_id() == other.customer_defined_id()
            && self.billing_code() == other.billing_code()
            && self.billing_info() == other.billing_info()
    }
}

impl Eq for FaxReport {}

impl fmt::Debug for FaxReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FaxReport")
            .field("job_id", &self.job_id)
            .field("pages", &self.pages)
            .field(
                "recipients",
                &self.recipients().collect::<alloc::vec::Vec<_>>(),
            )
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(statuses: &[&str]) -> FaxReport {
        let recipient = |status: &&str| alloc::format!(r#"{{"number":"1","status":"{status}"}}"#);
        let recipients: alloc::vec::Vec<_> = statuses.iter().map(recipient).collect();
        let json = alloc::format!(
            r#"{{"jobId":"A","recipientStatus":[{}]}}"#,
            recipients.join(",")
        );
        FaxReport::from_json(&json).unwrap()
    }

    #[test]
    fn a_report_is_delivered_when_all_recipients_are() {
        for (statuses, is_final, is_delivered) in [
            (&["OK", "OK"][..], true, true),
            (&["OK", "BUSY"], true, false),
            (&["OK", "PENDING"], false, false),
            (&["NEW_CODE"], true, false),
            (&[], false, false),
        ] {
            let report = report(statuses);
            assert_eq!(
                (report.is_final(), report.is_delivered()),
                (is_final, is_delivered),
                "{statuses:?}"
            );
        }
    }
}
