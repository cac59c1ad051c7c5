//! What is sent: a fax job and its parts.
//!
//! A job is put together by a builder whose methods never fail, and checked as a whole by
//! [`FaxJobBuilder::build`], which reports all problems at once. What is a [`FaxJob`] then can be
//! sent as it is; the rules are those of `FaxJobRequest` in the
//! [API's documentation](https://developers.retarus.com/fax/fax4a-api/fax-jobs/sendjobrequest).
//! Length limits count characters, by which this library means Unicode scalar values.
//!
//! Jobs hold health and bank data. No part of a job shows a number, a name, a text, a password or
//! a byte of a document in its `Debug` output, and no error does.

mod builder;
mod document;
mod header;
mod json;
mod number;
mod options;
mod problem;
mod push_target;
mod recipient;
mod rendering;
mod report_mail;
mod request;
mod status_report;
mod text;
mod validity;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

pub use self::builder::FaxJobBuilder;
pub use self::document::{Charset, Document, DocumentType};
pub use self::header::escape_header;
pub use self::number::{FaxNumber, InvalidFaxNumber};
pub use self::problem::{FieldProblem, InvalidFaxJob, Problem};
pub use self::push_target::HttpStatusPush;
pub use self::recipient::Recipient;
pub use self::rendering::{Overlay, OverlayMode, PaperFormat, Resolution};
pub use self::report_mail::{AttachedFaxImageFormat, AttachedFaxImageMode, ReportMail};
pub use self::validity::When;

use self::options::{Reference, TransportOptions};
use self::recipient::CheckedRecipient;
use self::rendering::RenderingOptions;
use self::status_report::CheckedStatusReportOptions;
use self::validity::CheckedValidity;

/// A fax job that was checked: recipients, documents, and how to send, render and report them.
///
/// ```
/// use fax4a::{Document, FaxJob};
///
/// # let bytes = b"%PDF-1.7".to_vec();
/// let job = FaxJob::to("+49 89 1234567").document(Document::pdf("letter.pdf", bytes)).build()?;
/// assert_eq!(job.numbers().next().unwrap().as_str(), "+49891234567");
/// # Ok::<(), fax4a::InvalidFaxJob>(())
/// ```
///
/// With everything that can be set:
///
/// ```
/// use core::time::Duration;
/// use fax4a::job::*;
///
/// let job = FaxJob::builder()
///     .recipients(["+12015551000", "0033 1 23 45 67 89"])
///     .recipient(Recipient::new("+49 89 1234567").property(Recipient::TO_NAME, "Dr. Weber"))
///     .document(Document::text("note.txt", "Please call back.").charset(Charset::Utf8))
///     .document(Document::from_url("terms.pdf", "https://example.com/terms.pdf"))
///     .customer_defined_id("order-4711-v1")
///     .billing_code("4711")
///     .billing_info("Sales")
///     .customer_reference("4711")
///     .csid("+49 89 7654321")
///     .is_express(true)
///     .is_blacklist_enabled(false)
///     .valid_from("2026-11-23T08:00:00+01:00")
///     .valid_until(Duration::from_secs(80 * 60))
///     .paper_format(PaperFormat::A4)
///     .resolution(Resolution::High)
///     .coverpage_template("coverpage-default.ftl.html")
///     .overlay(Overlay::new("letterhead", OverlayMode::FirstFile))
///     .header("%tz=Europe/Berlin;%d.%m.%Y %H:%M%c%C%rPage %P of %T")
///     .report_purge_at("2026-12-24T00:00:00Z")
///     .report_mail(ReportMail::to("fax-desk@example.com"))
///     .http_status_push(HttpStatusPush::to("https://status.example.com/fax"))
///     .build()?;
/// # Ok::<(), InvalidFaxJob>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct FaxJob {
    recipients: Vec<CheckedRecipient>,
    documents: Vec<Document>,
    reference: Reference,
    transport_options: TransportOptions,
    rendering_options: RenderingOptions,
    status_report_options: CheckedStatusReportOptions,
    customer_reference: Option<String>,
    validity: CheckedValidity,
}

impl FaxJob {
    /// Starts a job to one recipient; more can be added.
    pub fn to(recipient: impl Into<Recipient>) -> FaxJobBuilder {
        Self::builder().recipient(recipient)
    }

    /// Starts a job that has no recipient yet.
    pub fn builder() -> FaxJobBuilder {
        FaxJobBuilder::default()
    }

    /// The recipients' numbers, in the order in which they were added.
    pub fn numbers(&self) -> impl ExactSizeIterator<Item = &FaxNumber> {
        self.recipients.iter().map(CheckedRecipient::number)
    }

    /// The documents, in the order in which they are joined.
    #[must_use]
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// The caller's own id of the job, which comes back in its report.
    #[must_use]
    pub fn customer_defined_id(&self) -> Option<&str> {
        self.reference.customer_defined_id.as_deref()
    }

    /// Gives the job an id of its own, if it has none: `fax4a-` and these 128 bits, which should be random.
    ///
    /// With an id that no other job has, a job of which nobody knows whether it was accepted can be recognized among the reports
    /// ([`Reconcile`](crate::flow::Reconcile)).
    #[must_use]
    pub fn identified(mut self, random: u128) -> Self {
        let id = &mut self.reference.customer_defined_id;
        id.get_or_insert_with(|| alloc::format!("fax4a-{random:032x}"));
        self
    }
}

/// Counts and sizes only: everything else can be personal data or a secret.
impl fmt::Debug for FaxJob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FaxJob")
            .field("recipients", &self.recipients.len())
            .field("documents", &self.documents)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn a_job_tells_what_it_holds() {
        let job = FaxJob::to("00 1 201 555-1000")
            .recipient("+49 89 1234567")
            .document(Document::pdf("letter.pdf", "x"))
            .customer_defined_id("id")
            .build()
            .unwrap();
        let numbers: Vec<&str> = job.numbers().map(FaxNumber::as_str).collect();
        assert_eq!(numbers, ["0012015551000", "+49891234567"]);
        assert_eq!(job.documents()[0].name(), "letter.pdf");
        assert_eq!(job.customer_defined_id(), Some("id"));
    }

    #[test]
    fn a_job_shows_counts_and_sizes() {
        let job = FaxJob::to("+49 89 7770007")
            .document(Document::pdf("a", "x"))
            .build()
            .unwrap();
        let document = "Document { document_type: Some(Pdf), size: Some(1), .. }";
        let expected = format!("FaxJob {{ recipients: 1, documents: [{document}], .. }}");
        assert_eq!(format!("{job:?}"), expected);
    }

    #[test]
    fn jobs_go_from_thread_to_thread() {
        fn is_shared<T: Send + Sync + Clone + 'static>() {}
        is_shared::<FaxJob>();
        is_shared::<FaxJobBuilder>();
        is_shared::<InvalidFaxJob>();
    }
}
