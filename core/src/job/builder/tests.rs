//! A job as a whole: what is checked at once, and what is never shown.

use alloc::format;
use alloc::string::ToString;

use super::super::*;

#[test]
fn a_job_needs_something_to_send() {
    let invalid = FaxJob::to("+49891234567").build().unwrap_err();
    let [problem] = invalid.problems() else {
        panic!("{invalid}")
    };
    assert_eq!(
        (problem.place(), problem.problem()),
        ("documents", &Problem::NoContent)
    );
}

#[test]
fn recipients_can_come_from_any_list() {
    let numbers: Vec<String> = (0..3).map(|i| format!("+4989123456{i}")).collect();
    let job = FaxJob::builder()
        .recipients(&numbers)
        .recipients(["+12015551000"; 2])
        .recipients(["+12015551001".parse::<FaxNumber>().unwrap()])
        .allow_duplicate_recipients()
        .documents([Document::pdf("a", "x"), Document::pdf("b", "x")])
        .build()
        .unwrap();
    assert_eq!(job.numbers().len(), 6);
}

#[test]
fn all_problems_are_told_at_once() {
    let invalid = FaxJob::builder()
        .document(Document::new("a b.pdf", ""))
        .billing_code("")
        .csid("\t")
        .header("%")
        .report_purge_at("soon")
        .report_mail(ReportMail::to("me"))
        .http_status_push(HttpStatusPush::to("me"))
        .customer_reference("a\nb")
        .valid_from("2026-11-23T08:00:00")
        .valid_until("PT0M")
        .build()
        .unwrap_err();
    let places: Vec<&str> = invalid.problems().iter().map(FieldProblem::place).collect();
    assert_eq!(
        places,
        [
            "recipients",
            "documents[0].name",
            "documents[0].data",
            "reference.billingCode",
            "transportOptions.csid",
            "renderingOptions.header",
            "statusReportOptions.reportPurgeTs",
            "statusReportOptions.reportMail.successAddress",
            "statusReportOptions.reportMail.failureAddress",
            "statusReportOptions.httpStatusPush.targetUrl",
            "meta.customerReference",
            "meta.jobValid.start",
            "meta.jobValid.end",
        ]
    );
}

/// Each text of the job is wrong in some way and holds a mark; so does each number.
fn marked_and_invalid() -> FaxJobBuilder {
    FaxJob::to("+49 (0)89 7770007")
        .recipient("7770007")
        .recipient("+7770007x")
        .recipient("+7770007+7770007")
        .recipient("+07770007")
        .recipient("+777000777700077770007")
        .recipient("+49 7770007")
        .recipient(
            Recipient::new("0049 7770007")
                .alternative_number("7770007")
                .property("MARK\0", "MARK\0"),
        )
        .document(Document::new("MARK /.MARK", ""))
        .document(Document::new(".MARK.pdf", "MARK").charset(Charset::Utf8))
        .document(Document::pdf("MARK".repeat(9), "MARK").document_type(DocumentType::Pcl))
        .document(Document::from_url("MARK", "ftp://MARK"))
        .document(Document::from_url("MARK", "MARK"))
        .customer_defined_id("MARK\0".repeat(99))
        .billing_code("MARK\0".repeat(99))
        .billing_info("MARK\0".repeat(99))
        .csid("MARK\0".repeat(99))
        .coverpage_template("MARK\0")
        .overlay(Overlay::new("MARK\0", OverlayMode::AllPages))
        .header("MARK\0%MARK%tz=;%l=;%r%c")
        .report_purge_at("PT7770007M")
        .report_mail(ReportMail::to("MARK"))
        .http_status_push(HttpStatusPush::to("MARK").http_basic("MARK:\0", "MARK\0"))
        .customer_reference("MARK\0")
        .valid_from("MARK")
        .valid_until("PMARK")
}

#[test]
fn no_problem_shows_what_the_text_was() {
    let builder = marked_and_invalid();
    let shown = [format!("{builder:?}"), format!("{builder:#?}")];
    let invalid = builder.build().unwrap_err();
    assert!(invalid.problems().len() > 35, "{invalid}");
    let problems = [
        invalid.to_string(),
        format!("{invalid:?}"),
        format!("{invalid:#?}"),
    ];
    for text in shown.iter().chain(&problems) {
        assert!(
            !text.contains("MARK") && !text.contains("7770007"),
            "{text}"
        );
    }
}

#[test]
fn jobs_go_from_thread_to_thread() {
    fn is_shared<T: Send + Sync + Clone + 'static>() {}
    is_shared::<FaxJob>();
    is_shared::<FaxJobBuilder>();
    is_shared::<InvalidFaxJob>();
}
