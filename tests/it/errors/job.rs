//! One job for each problem that a job can have, and what is said of it.

use fax4a::job::{DocumentType, HttpStatusPush, Overlay, OverlayMode, ReportMail};
use fax4a::{Document, FaxJob, FaxJobBuilder, InvalidFaxJob, Recipient};

use super::chain;

fn good() -> FaxJobBuilder {
    FaxJob::to("+49891234567").document(Document::pdf("letter", "x"))
}

fn document(document: Document) -> FaxJobBuilder {
    FaxJob::to("+49891234567").document(document)
}

fn push(url: &str) -> HttpStatusPush {
    HttpStatusPush::to(url)
}

fn problems(builder: FaxJobBuilder) -> InvalidFaxJob {
    match builder.build() {
        Ok(job) => panic!("no problem with {job:?}"),
        Err(invalid) => invalid,
    }
}

#[test]
fn every_problem_is_told_with_its_place() {
    let long = |length| "x".repeat(length);
    let jobs = [
        FaxJob::builder().document(Document::pdf("letter", "x")),
        FaxJob::to("+49891234567"),
        good().recipient(""),
        good().recipient("089 1234567"),
        good().recipient("+4989123456x"),
        good().recipient("+4989+123456"),
        good().recipient("+49 (0)89 123456"),
        good().recipient("+089 123456"),
        good().recipient("+49891"),
        good().recipient("+498912345678901234567"),
        good().recipient(Recipient::new("+12015551000").alternative_number("1")),
        good().recipient("0049 89 1234567"),
        good().billing_code(""),
        good().csid(long(21)),
        good().customer_defined_id(long(257)),
        good().billing_info(long(81)),
        good().customer_reference("a\nb"),
        good().recipient(Recipient::new("+12015551000").property("", "\0")),
        document(Document::new("letter of today.pdf", "x")),
        document(Document::new(".pdf", "x")),
        document(Document::pdf(long(32), "x")),
        document(Document::pdf("letter", "")),
        document(Document::new("letter.doc", "x")),
        document(Document::pdf("letter", "x").document_type(DocumentType::Tiff)),
        document(Document::pdf("letter", "x").charset(fax4a::job::Charset::Utf8)),
        document(Document::from_url("letter.pdf", "letter.pdf")),
        document(Document::from_url("letter.pdf", "file:///letter.pdf")),
        good().report_mail(ReportMail::to("fax")),
        good().report_mail(ReportMail::new()),
        good().http_status_push(push("status.example.com")),
        good().http_status_push(push("https://status.example.com").http_basic("a:b", "x")),
        good().overlay(Overlay::new("", OverlayMode::AllPages)),
        good().header("100% sure"),
        good().header("%tz="),
        good().header("%rright%cmiddle"),
        good().valid_from("2026-11-23T08:00:00"),
        good().valid_from("PT5M"),
        good().valid_until("next year"),
        good().valid_until("P1M"),
        good().valid_until("PT0S"),
        good()
            .valid_from("2026-11-23T08:00:00Z")
            .valid_until("2026-11-23T08:00:00Z"),
        good().report_purge_at("soon"),
    ];
    let text = jobs.map(|job| {
        let invalid = problems(job);
        assert_eq!(chain(&invalid).len(), 1);
        let problems = invalid.problems().iter();
        problems
            .map(|problem| format!("{:?}\n  {problem}\n", problem.problem()))
            .collect::<String>()
    });
    insta::assert_snapshot!(text.concat());
}

#[test]
fn all_problems_are_told_at_once() {
    let invalid = problems(FaxJob::to("089").csid("\t").header("%").valid_until("PT0S"));
    assert_eq!(invalid.problems().len(), 5);
    insta::assert_snapshot!(invalid);
}
