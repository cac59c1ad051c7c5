//! What became of a job.

use alloc::boxed::Box;
use core::fmt;
use core::time::Duration;

use crate::id::JobId;
use crate::time::Timestamp;

mod bulk_item;
mod deletion;
mod json;
mod page;
mod status;
mod unreadable;

pub use bulk_item::BulkItem;
pub use deletion::{Deletion, DeletionOutcome};
pub use page::Page;
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

#[derive(Clone)]
struct Recipient {
    number: Span,
    alternative_numbers: Span,
    properties: Span,
    status: TransmissionStatus,
    reason: Option<Span>,
    sent_ts: Option<Span>,
    duration_in_secs: Option<u32>,
    sent_to_number: Option<Span>,
    remote_csid: Option<Span>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Reference {
    customer_defined_id: Option<Span>,
    billing_code: Option<Span>,
    billing_info: Option<Span>,
}

/// A stretch of a report's text, or of its lists.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Span {
    start: u32,
    end: u32,
}

impl Span {
    fn of<T: ?Sized + Sliceable>(self, whole: &T) -> &T {
        whole.slice(self.start as usize..self.end as usize)
    }
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

/// What became of one recipient of a job (`FaxRecipientWithStatus`). A view into its [`FaxReport`], free to copy.
#[derive(Clone, Copy)]
pub struct RecipientStatus<'a> {
    report: &'a FaxReport,
    recipient: &'a Recipient,
}

impl<'a> RecipientStatus<'a> {
    /// The number as the sender gave it, spaces and dashes included.
    pub fn number(&self) -> &'a str {
        self.recipient.number.of(&*self.report.text)
    }

    /// The numbers to try instead (`alternativeNumbers`).
    pub fn alternative_numbers(&self) -> impl ExactSizeIterator<Item = &'a str> + use<'a> {
        let text = &*self.report.text;
        self.recipient
            .alternative_numbers
            .of(&*self.report.lists)
            .iter()
            .map(move |number| number.of(text))
    }

    /// The cover page's data, as key and value (`properties`).
    pub fn properties(&self) -> impl ExactSizeIterator<Item = (&'a str, &'a str)> + use<'a> {
        let text = &*self.report.text;
        let pairs = self
            .recipient
            .properties
            .of(&*self.report.lists)
            .chunks_exact(2);
        pairs.map(move |pair| match pair {
            [key, value] => (key.of(text), value.of(text)),
            _ => ("", ""),
        })
    }

    /// What became of the transmission (`status`).
    pub fn status(&self) -> &'a TransmissionStatus {
        &self.recipient.status
    }

    /// The service's words for it (`reason`), such as `OK`.
    pub fn reason(&self) -> Option<&'a str> {
        self.report.text(self.recipient.reason)
    }

    /// When it was sent (`sentTs`), as the service wrote it.
    pub fn sent_ts(&self) -> Option<&'a str> {
        self.report.text(self.recipient.sent_ts)
    }

    /// When it was sent, if [`sent_ts`](Self::sent_ts) is an ISO 8601 time with a zone.
    pub fn sent_at(&self) -> Option<Timestamp> {
        self.sent_ts()?.parse().ok()
    }

    /// How long the transmission took (`durationInSecs`).
    pub fn duration(&self) -> Option<Duration> {
        self.recipient
            .duration_in_secs
            .map(|seconds| Duration::from_secs(seconds.into()))
    }

    /// The number that was dialed (`sentToNumber`), in the service's notation: `0049…` for `+49…`.
    pub fn sent_to_number(&self) -> Option<&'a str> {
        self.report.text(self.recipient.sent_to_number)
    }

    /// How the receiving machine named itself (`remoteCsid`); often empty.
    pub fn remote_csid(&self) -> Option<&'a str> {
        self.report.text(self.recipient.remote_csid)
    }
}

/// By what they say, whatever report they are in.
impl PartialEq for RecipientStatus<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.number() == other.number()
            && self.alternative_numbers().eq(other.alternative_numbers())
            && self.properties().eq(other.properties())
            && self.status() == other.status()
            && self.reason() == other.reason()
            && self.sent_ts() == other.sent_ts()
            && self.duration() == other.duration()
            && self.sent_to_number() == other.sent_to_number()
            && self.remote_csid() == other.remote_csid()
    }
}

impl Eq for RecipientStatus<'_> {}

impl fmt::Debug for RecipientStatus<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecipientStatus")
            .field("status", self.status())
            .field("sent_ts", &self.sent_at())
            .field("duration", &self.duration())
            .finish_non_exhaustive()
    }
}

/// Text and lists that a [`Span`] can cut, without a way to panic.
trait Sliceable {
    fn slice(&self, range: core::ops::Range<usize>) -> &Self;
}

impl Sliceable for str {
    fn slice(&self, range: core::ops::Range<usize>) -> &Self {
        self.get(range).unwrap_or_default()
    }
}

impl<T> Sliceable for [T] {
    fn slice(&self, range: core::ops::Range<usize>) -> &Self {
        self.get(range).unwrap_or_default()
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

    #[test]
    fn a_span_that_lies_outside_is_empty() {
        let span = |start, end| Span { start, end };
        assert_eq!(span(1, 3).of("a\u{fc}b"), "\u{fc}");
        for outside in [span(2, 3), span(0, 9), span(3, 1), span(9, 9)] {
            assert_eq!(outside.of("a\u{fc}b"), "");
        }
        assert!(span(0, 2).of(&[1][..]).is_empty());
    }
}
