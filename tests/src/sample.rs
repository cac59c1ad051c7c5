//! The account, jobs and answers that tests use where their details do not matter.

use std::time::Duration;

use fax4a::job::{
    AttachedFaxImageFormat, AttachedFaxImageMode, Charset, HttpStatusPush, Overlay, OverlayMode,
    PaperFormat, ReportMail, Resolution,
};
use fax4a::{Account, Credentials, CustomerNumber, Document, FaxJob, JobId, Recipient};

/// The customer number of [`account`].
pub const CUSTOMER_NUMBER: &str = "99999TE";
/// The user name of [`account`].
pub const USER_NAME: &str = "fax@example.com";
/// The password of [`account`].
pub const PASSWORD: &str = "open sesame";

/// An account.
pub fn account() -> Account {
    let credentials = Credentials::basic(USER_NAME, PASSWORD).expect("valid credentials");
    Account::new(
        CustomerNumber::new(CUSTOMER_NUMBER).expect("a valid number"),
        credentials,
    )
}

/// A job with what is required and nothing else.
pub fn minimal_job() -> FaxJob {
    FaxJob::to("+49 89 1234567")
        .document(Document::pdf("letter.pdf", &b"%PDF-1.7"[..]))
        .build()
        .expect("a valid job")
}

/// A job with every optional field.
pub fn full_job() -> FaxJob {
    FaxJob::to("00 1 201 555-1000")
        .recipient(
            Recipient::new("+49 (89) 123-45.67/0")
                .alternative_number("+49 89 1234568")
                .property(Recipient::TO_NAME, "Dr. \"Weber\"")
                .property(Recipient::SUBJECT_TEXT, "one\ntwo"),
        )
        .document(Document::text("note", "Bitte zur\u{fc}ckrufen.").charset(Charset::Utf8))
        .document(Document::from_url(
            "terms.pdf",
            "https://example.com/terms.pdf?v=2",
        ))
        .document(Document::pdf("letter.pdf", &b"%PDF-1.7"[..]))
        .customer_defined_id("order-4711-v1")
        .billing_code("4711")
        .billing_info("Sales")
        .csid("+49 89 7654321")
        .is_express(true)
        .is_blacklist_enabled(false)
        .paper_format(PaperFormat::A4)
        .resolution(Resolution::High)
        .coverpage_template("coverpage-default.ftl.html")
        .overlay(Overlay::new(
            "letterhead",
            OverlayMode::AllButFirstAndLastPage,
        ))
        .header("%tz=Europe/Berlin;%d.%m.%Y %H:%M%c%C%rPage %P of %T")
        .report_purge_at("2026-12-24T01:00:00+01:00")
        .report_mail(
            ReportMail::new()
                .success_address("ok@example.com")
                .failure_address("failed@example.com")
                .attached_fax_image_mode(AttachedFaxImageMode::FailureOnly)
                .attached_fax_image_format(AttachedFaxImageFormat::PdfWithOcr),
        )
        .http_status_push(
            HttpStatusPush::to("https://status.example.com/fax")
                .http_basic("push-user", "push-password"),
        )
        .customer_reference("4711")
        .valid_from("2026-11-23T03:00:00-05:00")
        .valid_until(Duration::from_secs(80 * 60))
        .build()
        .expect("a valid job")
}

/// The job id of this text.
pub fn job_id(text: &str) -> JobId {
    JobId::new(text).expect("a valid job id")
}

/// That many job ids: `J00000`, `J00001`, …
pub fn job_ids(count: usize) -> Vec<JobId> {
    (0..count)
        .map(|index| job_id(&format!("J{index:05}")))
        .collect()
}

/// A report with one recipient, as the service sends it.
pub fn report_json(job_id: &str, status: &str) -> String {
    format!(
        r#"{{"jobId":"{job_id}","recipientStatus":[{{"number":"+49891234567","status":"{status}"}}]}}"#
    )
}
