//! Any text as a name, number, id, address or option: it is refused, or it can be sent safely.

use fax4a::job::{DocumentType, HttpStatusPush, Overlay, OverlayMode, ReportMail};
use fax4a::operation::{GetReport, ListReports, Operation, SendFax};
use fax4a::{
    Account, Credentials, CustomerNumber, DataCenterUrl, Document, FaxJob, FaxJobBuilder,
    FaxNumber, JobId, Recipient, Region, SubmissionUrl,
};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::sample;

/// The bytes as text, everywhere where text goes in.
pub fn names(data: &[u8]) {
    let text = &*String::from_utf8_lossy(data);
    number(text);
    document_name(text);
    job_id(text);
    customer_number(text);
    let _ = Credentials::basic(text, text).map_err(|error| error.to_string());
    server(text);
    job_texts(text);
}

/// A number that is taken consists of the digits that were given, after `+` or `00`.
fn number(text: &str) {
    let Ok(number) = text.parse::<FaxNumber>() else {
        return;
    };
    let sent = number.as_str();
    let digits = sent
        .strip_prefix('+')
        .or(sent.strip_prefix("00"))
        .expect("international");
    assert!(
        (6..=20).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()),
        "{sent}"
    );
    assert!(!digits.starts_with('0') && digits == number.digits());
    let given: String = text
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '+')
        .collect();
    assert_eq!(given, sent);
    assert_eq!(sent.parse::<FaxNumber>().as_ref(), Ok(&number));
    assert!(!format!("{number:?} {}", number.masked()).contains(digits));
    let job = FaxJob::to(text)
        .coverpage_template("x")
        .build()
        .expect("a job to a number that is taken");
    assert_eq!(sent_json(&job)["recipients"][0]["number"], sent);
}

/// A made name is legal; a given name is taken only if it is.
fn document_name(text: &str) {
    let is_legal = |name: &str| {
        let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        (1..=32).contains(&name.len()) && name.chars().all(legal) && !name.starts_with('.')
    };
    let made = Document::legal_name(text);
    assert!(is_legal(&made), "{made:?}");
    assert_eq!(Document::legal_name(&made), made);
    assert!(
        !is_legal(text) || made == text,
        "a legal name was changed to {made:?}"
    );
    let job = with_document(&made).expect("a job with a legal name");
    assert_eq!(sent_json(&job)["documents"][0]["name"], made);
    match with_document(text) {
        Ok(job) => {
            assert!(is_legal(text), "{text:?} was taken");
            assert_eq!(sent_json(&job)["documents"][0]["name"], text);
        }
        Err(_) => assert!(!is_legal(text), "{text:?} was refused"),
    }
}

fn with_document(name: &str) -> Result<FaxJob, fax4a::InvalidFaxJob> {
    let document_type = DocumentType::of_name(name).unwrap_or(DocumentType::Other);
    FaxJob::to("+49891234567")
        .document(Document::new(name, "x").document_type(document_type))
        .build()
}

fn job_id(text: &str) {
    let Ok(job_id) = JobId::new(text) else { return };
    assert_eq!(job_id.as_str(), text);
    let url = &Region::germany().data_centers()[0].clone();
    let request = GetReport::new(job_id).request(&sample::account(), url);
    assert_eq!(
        segments(request.uri()),
        [
            "rest",
            "v1",
            sample::CUSTOMER_NUMBER,
            "fax",
            "reports",
            text
        ]
    );
}

fn customer_number(text: &str) {
    let Ok(number) = CustomerNumber::new(text) else {
        return;
    };
    let account = Account::new(
        number,
        Credentials::basic("user", "password").expect("valid credentials"),
    );
    let request = ListReports::new().request(&account, &Region::germany().data_centers()[0]);
    assert_eq!(
        segments(request.uri()),
        ["rest", "v1", text, "fax", "reports"]
    );
}

/// The path's segments, decoded; there is nothing in an address but the path.
fn segments(uri: &http::Uri) -> Vec<String> {
    assert!(uri.query().is_none() && !uri.to_string().contains('#'));
    assert_eq!(
        uri.authority().map(http::uri::Authority::as_str),
        Some("faxws.de1.retarus.com")
    );
    let path = uri.path().strip_prefix('/').expect("an absolute path");
    path.split('/')
        .map(|segment| {
            percent_decode_str(segment)
                .decode_utf8()
                .expect("UTF-8")
                .into_owned()
        })
        .collect()
}

/// Every address that is taken can be sent to, and encrypted unless it is this machine.
fn server(text: &str) {
    let plain = DataCenterUrl::new_unencrypted("X1", text);
    if let Ok(url) = DataCenterUrl::new("X1", text) {
        assert_eq!(plain.as_ref(), Ok(&url));
        assert_eq!(
            SubmissionUrl::new("X", text)
                .map(|submission| submission.as_str().to_owned())
                .as_deref(),
            Ok(url.as_str())
        );
        let host = url.as_str().split("://").nth(1).unwrap_or_default();
        let is_local = ["127.", "[::1]", "localhost"]
            .iter()
            .any(|local| host.starts_with(local))
            || host.contains(".localhost");
        assert!(url.as_str().starts_with("https://") || is_local, "{text:?}");
    }
    let Ok(url) = plain else { return };
    let authority = url.as_str().split('/').nth(2).unwrap_or_default();
    assert!(
        !authority.contains('@')
            && !url.as_str().ends_with('/')
            && !url.as_str().contains(['?', '#', ' ']),
        "{text:?}"
    );
    assert_eq!(
        DataCenterUrl::new_unencrypted("X1", url.as_str()).as_ref(),
        Ok(&url)
    );
    let request = ListReports::new().request(&sample::account(), &url);
    assert_eq!(
        request.uri().to_string(),
        format!("{}/{}/fax/reports", url.as_str(), sample::CUSTOMER_NUMBER)
    );
    let region = Region::of_one(url);
    let request =
        SendFax::new(&sample::minimal_job()).request(&sample::account(), region.submission());
    assert!(request.uri().path().ends_with("/fax"));
}

fn job() -> FaxJobBuilder {
    FaxJob::to("+49891234567").coverpage_template("x")
}

/// A text that is taken is sent as it is.
fn job_texts(text: &str) {
    let sent = |builder: FaxJobBuilder, pointer: &str| {
        if let Ok(job) = builder.build() {
            assert_eq!(
                sent_json(&job).pointer(pointer).and_then(Value::as_str),
                Some(text),
                "{pointer}"
            );
        }
    };
    sent(
        job().customer_defined_id(text),
        "/reference/customerDefinedId",
    );
    sent(job().billing_code(text), "/reference/billingCode");
    sent(job().billing_info(text), "/reference/billingInfo");
    sent(job().customer_reference(text), "/meta/customerReference");
    sent(job().csid(text), "/transportOptions/csid");
    sent(
        job().coverpage_template(text),
        "/renderingOptions/coverpageTemplate",
    );
    sent(
        job().overlay(Overlay::new(text, OverlayMode::AllPages)),
        "/renderingOptions/overlay/name",
    );
    sent(
        job().report_mail(ReportMail::to(text)),
        "/statusReportOptions/reportMail/failureAddress",
    );
    sent(
        job().http_status_push(HttpStatusPush::to(text)),
        "/statusReportOptions/httpStatusPush/targetUrl",
    );
    let push = HttpStatusPush::to("https://example.com").http_basic(text, text);
    sent(
        job().http_status_push(push),
        "/statusReportOptions/httpStatusPush/credentials",
    );
    let recipient = || Recipient::new("+12015551000");
    sent(
        job().recipient(recipient().property(text, "x")),
        "/recipients/1/properties/0/key",
    );
    sent(
        job().recipient(recipient().property("x", text)),
        "/recipients/1/properties/0/value",
    );
    sent(
        job().document(Document::from_url("a.pdf", text)),
        "/documents/0/reference",
    );
    sent(
        job()
            .document(Document::pdf("a", text.to_owned()))
            .customer_reference(text),
        "/meta/customerReference",
    );
}

/// The job's body, whose length must be the one that was announced.
pub(super) fn sent_json(job: &FaxJob) -> Value {
    let send = SendFax::new(job);
    let body = send.body().to_bytes();
    assert_eq!(body.len() as u64, send.body().len());
    serde_json::from_slice(&body).expect("a body is JSON")
}
