//! Reports of finished jobs by e-mail.

use alloc::string::String;
use core::fmt;

use super::json::JsonWriter;
use super::problem::{Problem, Problems};
use super::text;

/// E-mail about the finished job, to one address on success and one on failure (`reportMail`).
///
/// At least one address is needed; where there is none, no mail is sent. An address is plain, like
/// `fax@example.com`: no name, no list. Addresses are not in the `Debug` output.
///
/// ```
/// use fax4a::job::{AttachedFaxImageFormat, AttachedFaxImageMode, ReportMail};
///
/// let only_failures = ReportMail::new()
///     .failure_address("fax-desk@example.com")
///     .attached_fax_image_mode(AttachedFaxImageMode::FailureOnly)
///     .attached_fax_image_format(AttachedFaxImageFormat::Pdf);
/// let always = ReportMail::to("fax-desk@example.com");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ReportMail {
    success_address: Option<String>,
    failure_address: Option<String>,
    attached_fax_image_mode: Option<AttachedFaxImageMode>,
    attached_fax_image_format: Option<AttachedFaxImageFormat>,
}

impl ReportMail {
    /// A report mail that has no address yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Mail to the same address on success and on failure.
    #[must_use]
    pub fn to(address: impl Into<String>) -> Self {
        let address = address.into();
        Self::new()
            .success_address(address.clone())
            .failure_address(address)
    }

    /// Who gets a mail when the job succeeded.
    #[must_use]
    pub fn success_address(mut self, address: impl Into<String>) -> Self {
        self.success_address = Some(address.into());
        self
    }

    /// Who gets a mail when the job failed.
    #[must_use]
    pub fn failure_address(mut self, address: impl Into<String>) -> Self {
        self.failure_address = Some(address.into());
        self
    }

    /// When the mail has the fax attached as an image.
    #[must_use]
    pub fn attached_fax_image_mode(mut self, mode: AttachedFaxImageMode) -> Self {
        self.attached_fax_image_mode = Some(mode);
        self
    }

    /// The file format of the attached image.
    #[must_use]
    pub fn attached_fax_image_format(mut self, format: AttachedFaxImageFormat) -> Self {
        self.attached_fax_image_format = Some(format);
        self
    }

    pub(crate) fn check(&self, problems: &mut Problems) {
        if self.success_address.is_none() && self.failure_address.is_none() {
            problems.push("statusReportOptions.reportMail", Problem::NoAddress);
        }
        if let Some(address) = &self.success_address {
            let place = "statusReportOptions.reportMail.successAddress";
            text::check_email_address(address, place, problems);
        }
        if let Some(address) = &self.failure_address {
            let place = "statusReportOptions.reportMail.failureAddress";
            text::check_email_address(address, place, problems);
        }
    }

    pub(crate) fn write(&self, json: &mut JsonWriter) {
        json.text("successAddress", self.success_address.as_deref());
        json.text("failureAddress", self.failure_address.as_deref());
        let mode = self
            .attached_fax_image_mode
            .map(AttachedFaxImageMode::as_str);
        json.text("attachedFaxImageMode", mode);
        let format = self
            .attached_fax_image_format
            .map(AttachedFaxImageFormat::as_str);
        json.text("attachedFaxImageFormat", format);
    }
}

impl fmt::Debug for ReportMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReportMail")
            .field("attached_fax_image_mode", &self.attached_fax_image_mode)
            .field("attached_fax_image_format", &self.attached_fax_image_format)
            .finish_non_exhaustive()
    }
}

/// When a report mail has the fax attached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AttachedFaxImageMode {
    /// `NEVER`.
    Never,
    /// `SUCCESS_ONLY`.
    SuccessOnly,
    /// `FAILURE_ONLY`.
    FailureOnly,
    /// `ALWAYS`.
    Always,
}

impl AttachedFaxImageMode {
    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Never => "NEVER",
            Self::SuccessOnly => "SUCCESS_ONLY",
            Self::FailureOnly => "FAILURE_ONLY",
            Self::Always => "ALWAYS",
        }
    }
}

/// The file format of the fax attached to a report mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AttachedFaxImageFormat {
    /// `TIFF`.
    Tiff,
    /// `PDF`.
    Pdf,
    /// `PDF_WITH_OCR`: with the recognized text.
    PdfWithOcr,
}

impl AttachedFaxImageFormat {
    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tiff => "TIFF",
            Self::Pdf => "PDF",
            Self::PdfWithOcr => "PDF_WITH_OCR",
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::vec::Vec;

    use super::*;

    fn problems(mail: &ReportMail) -> Vec<(String, Problem)> {
        Problems::collected(|problems| mail.check(problems))
    }

    fn written(mail: &ReportMail) -> String {
        JsonWriter::written(|json| mail.write(json))
    }

    #[test]
    fn mail_goes_to_both_addresses_or_to_one() {
        let both = ReportMail::to("a@b.c");
        assert_eq!(
            written(&both),
            r#"{"successAddress":"a@b.c","failureAddress":"a@b.c"}"#
        );
        assert_eq!(problems(&both), []);
        let one = ReportMail::new().failure_address("a@b.c");
        assert_eq!(written(&one), r#"{"failureAddress":"a@b.c"}"#);
        assert_eq!(problems(&one), []);
    }

    #[test]
    fn mail_needs_an_address() {
        let mail = ReportMail::new().attached_fax_image_mode(AttachedFaxImageMode::Always);
        assert_eq!(
            problems(&mail),
            [("statusReportOptions.reportMail".into(), Problem::NoAddress)]
        );
    }

    #[test]
    fn each_wrong_address_is_told() {
        let wrong = ReportMail::new().success_address("a").failure_address("");
        let place = |field| format!("statusReportOptions.reportMail.{field}");
        assert_eq!(
            problems(&wrong),
            [
                (place("successAddress"), Problem::NotAnEmailAddress),
                (place("failureAddress"), Problem::NotAnEmailAddress),
            ]
        );
    }

    #[test]
    fn attachments_have_the_names_of_the_api() {
        use {AttachedFaxImageFormat as Format, AttachedFaxImageMode as Mode};
        let modes = [
            Mode::Never,
            Mode::SuccessOnly,
            Mode::FailureOnly,
            Mode::Always,
        ];
        assert_eq!(
            modes.map(Mode::as_str).join(" "),
            "NEVER SUCCESS_ONLY FAILURE_ONLY ALWAYS"
        );
        let formats = [Format::Tiff, Format::Pdf, Format::PdfWithOcr];
        assert_eq!(
            formats.map(Format::as_str).join(" "),
            "TIFF PDF PDF_WITH_OCR"
        );
    }

    #[test]
    fn debug_hides_the_addresses() {
        let debug = format!("{:?}", ReportMail::to("marked@example.com"));
        assert!(
            debug.starts_with("ReportMail {") && !debug.contains("marked"),
            "{debug}"
        );
    }
}
