//! What is sent: accounts, jobs, and what is wrong with them.

use fax4a::job::{Charset, DocumentType, HttpStatusPush, Overlay, OverlayMode, ReportMail};
use fax4a::{
    Account, Credentials, CustomerNumber, DataCenterUrl, Document, FaxJob, FaxJobBuilder,
    FaxNumber, JobId, Recipient, Region, SubmissionUrl,
};

use super::{
    MARK, NUMBER, assert_debug_is_private, assert_display_is_private, assert_error_is_private,
    assert_private,
};

pub(super) fn account() -> Account {
    let credentials =
        Credentials::basic(&format!("user-{MARK}"), &format!("password-{MARK}")).unwrap();
    Account::new(
        CustomerNumber::new(&format!("nr-{MARK}")).unwrap(),
        credentials,
    )
}

fn recipient() -> Recipient {
    Recipient::new(format!("+49 89 {NUMBER}"))
        .alternative_number(format!("+4989{NUMBER}1"))
        .property(Recipient::TO_NAME, format!("Dr. {MARK}"))
        .property(format!("Key{MARK}"), "value")
}

/// A job with a mark in every text, number and document.
pub(super) fn builder() -> FaxJobBuilder {
    let mail = format!("{MARK}@example.com");
    let url = format!("https://{MARK}.example.com/{MARK}");
    FaxJob::to(recipient())
        .document(Document::pdf(format!("{MARK}.pdf"), format!("%PDF-{MARK}")))
        .document(Document::from_url(format!("{MARK}.txt"), &url).charset(Charset::Utf8))
        .customer_defined_id(MARK)
        .billing_code(MARK)
        .billing_info(MARK)
        .customer_reference(MARK)
        .csid(MARK)
        .coverpage_template(MARK)
        .overlay(Overlay::new(MARK, OverlayMode::AllPages))
        .header(MARK)
        .report_mail(ReportMail::to(mail))
        .http_status_push(HttpStatusPush::to(url).http_basic(MARK, MARK))
}

pub(super) fn job() -> FaxJob {
    builder().build().unwrap()
}

#[test]
fn an_account_shows_nothing() {
    assert_debug_is_private(&account());
    assert_debug_is_private(account().customer_number());
    assert_debug_is_private(&Credentials::basic(MARK, MARK).unwrap());
}

#[test]
fn what_is_wrong_with_an_account_does_not_show_it() {
    assert_error_is_private(&CustomerNumber::new(&format!("{MARK} ")).unwrap_err());
    assert_error_is_private(&Credentials::basic(&format!("{MARK}:"), MARK).unwrap_err());
    assert_error_is_private(&Credentials::basic(MARK, &format!("{MARK}\n")).unwrap_err());
    assert_error_is_private(&JobId::new(&format!("{MARK}\n")).unwrap_err());
}

#[test]
fn what_is_wrong_with_an_address_does_not_show_it() {
    for url in [
        format!("https://user:{MARK}@example.com"),
        format!("https://example.com/?token={MARK}"),
        MARK.to_owned(),
        format!("ftp://{MARK}"),
        format!("http://{MARK}"),
    ] {
        assert_error_is_private(&DataCenterUrl::new("LAB1", &url).unwrap_err());
        assert_error_is_private(&SubmissionUrl::new("LAB", &url).unwrap_err());
    }
    assert_error_is_private(&MARK.parse::<Region>().unwrap_err());
}

#[test]
fn a_job_and_its_parts_show_counts_and_sizes() {
    assert_debug_is_private(&builder());
    assert_debug_is_private(&job());
    assert_debug_is_private(&job().documents());
    assert_debug_is_private(&job().numbers().collect::<Vec<_>>());
    assert_debug_is_private(&recipient());
    assert_debug_is_private(&ReportMail::to(MARK));
    assert_debug_is_private(&Overlay::new(MARK, OverlayMode::AllPages));
    assert_debug_is_private(&HttpStatusPush::to(MARK).http_basic(MARK, MARK));
    assert_debug_is_private(&HttpStatusPush::to(MARK).http_digest(MARK, MARK));
    assert_debug_is_private(&HttpStatusPush::to(MARK).oauth2(MARK, MARK));
}

#[test]
fn a_number_shows_its_country_and_two_digits_at_most() {
    let number: FaxNumber = format!("+49 89 {NUMBER}").parse().unwrap();
    assert_debug_is_private(&number);
    assert_display_is_private(&number.masked());
    assert_error_is_private(&NUMBER.parse::<FaxNumber>().unwrap_err());
    assert_error_is_private(
        &format!("+49 {NUMBER} {MARK}")
            .parse::<FaxNumber>()
            .unwrap_err(),
    );
}

#[test]
fn what_is_wrong_with_a_job_does_not_show_it() {
    let long = format!("{MARK}\0").repeat(100);
    let invalid = FaxJob::to(format!("089 {NUMBER}"))
        .recipient(
            Recipient::new(format!("{NUMBER}x"))
                .alternative_number(MARK)
                .property(&long, &long),
        )
        .document(Document::new(format!("/{MARK}/{long}"), "").charset(Charset::Utf8))
        .document(Document::pdf(MARK, MARK).document_type(DocumentType::Tiff))
        .document(Document::from_url(MARK, MARK))
        .customer_defined_id(&long)
        .billing_code(&long)
        .billing_info(&long)
        .customer_reference(&long)
        .csid(&long)
        .coverpage_template(&long)
        .overlay(Overlay::new(&long, OverlayMode::AllPages))
        .header(format!("%{MARK}{long}"))
        .report_purge_at(MARK)
        .report_mail(ReportMail::to(MARK))
        .http_status_push(HttpStatusPush::to(MARK).http_basic(format!("{MARK}:"), &long))
        .valid_from(MARK)
        .valid_until(format!("P{MARK}"))
        .build()
        .unwrap_err();
    assert!(invalid.problems().len() > 25);
    assert_error_is_private(&invalid);
    for problem in invalid.problems() {
        assert_debug_is_private(problem);
        assert_display_is_private(problem);
        assert_display_is_private(problem.problem());
    }
}

#[test]
fn a_legal_name_is_the_callers_to_show() {
    // The counterpart: what the caller asks for by name is there.
    assert_eq!(job().documents()[0].name(), format!("{MARK}.pdf"));
    assert_private(&format!("{:?}", job().documents()[0]));
}
