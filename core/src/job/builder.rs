//! How a job is put together: setters that never fail, and one check at the end.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::options::{Reference, TransportOptions};
use super::problem::{InvalidFaxJob, Problem, Problems};
use super::recipient::{Recipient, check_recipients};
use super::rendering::{Overlay, PaperFormat, RenderingOptions, Resolution};
use super::report_mail::ReportMail;
use super::status_report::StatusReportOptions;
use super::text;
use super::validity::{Validity, When};
use super::{Document, FaxJob, HttpStatusPush};

/// Collects the parts of a [`FaxJob`].
///
/// A field that is set twice has the last value; [`recipient`](Self::recipient) and
/// [`document`](Self::document) add. What is not set is not sent, and the service uses its default.
/// Each method names the API's field. Nothing is checked before [`build`](Self::build).
#[must_use = "a fax job is made by `build`"]
#[derive(Clone, Default)]
pub struct FaxJobBuilder {
    recipients: Vec<Recipient>,
    allow_duplicate_recipients: bool,
    documents: Vec<Document>,
    reference: Reference,
    transport_options: TransportOptions,
    rendering_options: RenderingOptions,
    status_report_options: StatusReportOptions,
    customer_reference: Option<String>,
    validity: Validity,
}

/// Who gets what.
impl FaxJobBuilder {
    /// Adds a recipient (`recipients`): a number, or a [`Recipient`] with more about it.
    pub fn recipient(mut self, recipient: impl Into<Recipient>) -> Self {
        self.recipients.push(recipient.into());
        self
    }

    /// Adds many recipients; each gets the same documents.
    pub fn recipients<R: Into<Recipient>>(
        mut self,
        recipients: impl IntoIterator<Item = R>,
    ) -> Self {
        self.recipients
            .extend(recipients.into_iter().map(Into::into));
        self
    }

    /// Lets several recipients have the same number, which then gets a fax for each of them.
    ///
    /// Without this, two recipients with the same number are a problem, even if their cover pages
    /// differ: a list with a number twice is mostly a mistake, and a fax sent twice costs twice.
    /// Alternative numbers are not compared.
    pub fn allow_duplicate_recipients(mut self) -> Self {
        self.allow_duplicate_recipients = true;
        self
    }

    /// Adds a document (`documents`). The documents are joined in this order into one fax.
    ///
    /// A job needs a document or a [`coverpage_template`](Self::coverpage_template).
    pub fn document(mut self, document: Document) -> Self {
        self.documents.push(document);
        self
    }

    /// Adds several documents.
    pub fn documents(mut self, documents: impl IntoIterator<Item = Document>) -> Self {
        self.documents.extend(documents);
        self
    }
}

/// What comes back in the report.
impl FaxJobBuilder {
    /// An id of your own (`reference.customerDefinedId`), at most 256 characters of one line.
    ///
    /// It comes back in the report, and is the one thing by which a job can be found again when
    /// the answer with its job id was lost: make it unique.
    pub fn customer_defined_id(mut self, id: impl Into<String>) -> Self {
        self.reference.customer_defined_id = Some(id.into());
        self
    }

    /// The cost center (`reference.billingCode`), at most 80 characters of one line.
    pub fn billing_code(mut self, code: impl Into<String>) -> Self {
        self.reference.billing_code = Some(code.into());
        self
    }

    /// More for your accounting (`reference.billingInfo`), at most 80 characters of one line.
    pub fn billing_info(mut self, info: impl Into<String>) -> Self {
        self.reference.billing_info = Some(info.into());
        self
    }

    /// A reference for your own use (`meta.customerReference`), of one line.
    pub fn customer_reference(mut self, reference: impl Into<String>) -> Self {
        self.customer_reference = Some(reference.into());
        self
    }
}

/// How it is sent.
impl FaxJobBuilder {
    /// The sender id that the recipient's machine gets (`transportOptions.csid`), at most 20
    /// characters of one line.
    pub fn csid(mut self, csid: impl Into<String>) -> Self {
        self.transport_options.csid = Some(csid.into());
        self
    }

    /// Whether the fax goes before others (`transportOptions.isExpress`).
    pub fn is_express(mut self, is_express: bool) -> Self {
        self.transport_options.is_express = Some(is_express);
        self
    }

    /// Whether numbers on a blacklist are left out (`transportOptions.isBlacklistEnabled`): the
    /// Robinson list for Germany, ECOFAX for France, and the service's own.
    pub fn is_blacklist_enabled(mut self, is_enabled: bool) -> Self {
        self.transport_options.is_blacklist_enabled = Some(is_enabled);
        self
    }

    /// When to start sending (`meta.jobValid.start`): a [`Timestamp`](crate::Timestamp) or ISO 8601
    /// text with a zone; sent in UTC. By default at once.
    pub fn valid_from(mut self, start: impl Into<When>) -> Self {
        self.validity.start = Some(start.into());
        self
    }

    /// When to give up (`meta.jobValid.end`): a time after the start, sent in UTC, or a duration
    /// from now, as a [`Duration`](core::time::Duration) or as text like `PT80M`, sent in whole
    /// minutes or seconds. By default after a month.
    pub fn valid_until(mut self, end: impl Into<When>) -> Self {
        self.validity.end = Some(end.into());
        self
    }
}

/// How it looks.
impl FaxJobBuilder {
    /// The size of the pages (`renderingOptions.paperFormat`).
    pub fn paper_format(mut self, format: PaperFormat) -> Self {
        self.rendering_options.paper_format = Some(format);
        self
    }

    /// How fine the pages are rendered (`renderingOptions.resolution`).
    pub fn resolution(mut self, resolution: Resolution) -> Self {
        self.rendering_options.resolution = Some(resolution);
        self
    }

    /// Puts a cover page in front (`renderingOptions.coverpageTemplate`): the name of a template
    /// stored at the service, such as `coverpage-default.ftl.html`. It is filled with each
    /// recipient's [properties](Recipient::property).
    pub fn coverpage_template(mut self, name: impl Into<String>) -> Self {
        self.rendering_options.coverpage_template = Some(name.into());
        self
    }

    /// Lays a stationery stored at the service over the pages (`renderingOptions.overlay`).
    pub fn overlay(mut self, overlay: Overlay) -> Self {
        self.rendering_options.overlay = Some(overlay);
        self
    }

    /// The line at the top of each page (`renderingOptions.header`): text with control characters.
    ///
    /// | | |
    /// |---|---|
    /// | `%Y %y %m %b %B %d %a %A` | year, month, day, weekday, as in `strftime` |
    /// | `%H %I %M %S %p %z %Z` | time, zone offset, zone name, as in `strftime` |
    /// | `%P %R %T` | page in two digits, in three, number of pages |
    /// | `%K %# %C` | personal text, recipient's number, csid |
    /// | `%c %r %n` | centered, right-aligned, new line; `%c` cannot follow `%r` on a line |
    /// | `%tz=Europe/Berlin;` `%l=de;` | time zone and language of what follows |
    /// | `%%` | a percent sign; [`escape_header`](crate::job::escape_header) writes it for you |
    ///
    /// A `%` before anything else is a problem, and so are control codes other than the tab.
    pub fn header(mut self, header: impl Into<String>) -> Self {
        self.rendering_options.header = Some(header.into());
        self
    }
}

/// How the service reports by itself.
impl FaxJobBuilder {
    /// When the service deletes the report (`statusReportOptions.reportPurgeTs`): a time, not a
    /// duration, sent in UTC. By default after the account's retention time, usually 30 days.
    pub fn report_purge_at(mut self, time: impl Into<When>) -> Self {
        self.status_report_options.report_purge_at = Some(time.into());
        self
    }

    /// Reports the finished job by e-mail (`statusReportOptions.reportMail`).
    pub fn report_mail(mut self, mail: ReportMail) -> Self {
        self.status_report_options.report_mail = Some(mail);
        self
    }

    /// Reports the finished job by HTTP (`statusReportOptions.httpStatusPush`).
    pub fn http_status_push(mut self, push: HttpStatusPush) -> Self {
        self.status_report_options.http_status_push = Some(push);
        self
    }
}

impl FaxJobBuilder {
    /// Checks everything and makes the job.
    ///
    /// # Errors
    ///
    /// [`InvalidFaxJob`] lists all problems at once.
    pub fn build(self) -> Result<FaxJob, InvalidFaxJob> {
        let mut problems = Problems::default();
        let recipients = check_recipients(
            self.recipients,
            self.allow_duplicate_recipients,
            &mut problems,
        );
        if self.documents.is_empty() && self.rendering_options.coverpage_template.is_none() {
            problems.push("documents", Problem::NoContent);
        }
        for (index, document) in self.documents.iter().enumerate() {
            document.check(index, &mut problems);
        }
        self.reference.check(&mut problems);
        self.transport_options.check(&mut problems);
        self.rendering_options.check(&mut problems);
        let status_report_options = self.status_report_options.check(&mut problems);
        let customer_reference = self.customer_reference.as_deref();
        let place = "meta.customerReference";
        text::check_line(customer_reference, None, place, &mut problems);
        let validity = self.validity.check(&mut problems);
        problems.into_result().map(|()| FaxJob {
            recipients,
            documents: self.documents,
            reference: self.reference,
            transport_options: self.transport_options,
            rendering_options: self.rendering_options,
            status_report_options,
            customer_reference: self.customer_reference,
            validity,
        })
    }
}

/// Counts only, as for [`FaxJob`].
impl fmt::Debug for FaxJobBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FaxJobBuilder")
            .field("recipients", &self.recipients.len())
            .field("documents", &self.documents)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
