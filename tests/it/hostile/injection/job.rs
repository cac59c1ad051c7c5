//! The texts, names and numbers of a job.

use fax4a::job::{
    HttpStatusPush, InvalidFaxNumber, Overlay, OverlayMode, Problem, ReportMail, escape_header,
};
use fax4a::operation::SendFax;
use fax4a::{Document, FaxJob, FaxJobBuilder, FaxNumber, Recipient, SubmissionUrl};
use fax4a_tests::sample;
use serde_json::Value;

use super::TRICKS;
use super::wire::Wire;

const SEND: &str = "POST /rest/v1/99999TE/fax HTTP/1.1";

/// A text of a job: how it is set, and where it must stand in what is sent.
type Text = (fn(FaxJobBuilder, &str) -> FaxJobBuilder, &'static str);

const TEXTS: [Text; 14] = [
    (
        |job, text| job.customer_defined_id(text),
        "/reference/customerDefinedId",
    ),
    (|job, text| job.billing_code(text), "/reference/billingCode"),
    (|job, text| job.billing_info(text), "/reference/billingInfo"),
    (
        |job, text| job.customer_reference(text),
        "/meta/customerReference",
    ),
    (|job, text| job.csid(text), "/transportOptions/csid"),
    (|job, text| job.header(text), "/renderingOptions/header"),
    (
        |job, text| job.coverpage_template(text),
        "/renderingOptions/coverpageTemplate",
    ),
    (
        |job, text| job.overlay(Overlay::new(text, OverlayMode::AllPages)),
        "/renderingOptions/overlay/name",
    ),
    (
        |job, text| job.report_mail(ReportMail::new().success_address(text)),
        "/statusReportOptions/reportMail/successAddress",
    ),
    (
        |job, text| job.http_status_push(HttpStatusPush::to(text)),
        "/statusReportOptions/httpStatusPush/targetUrl",
    ),
    (
        |job, text| {
            let push = HttpStatusPush::to("https://example.com");
            job.http_status_push(push.oauth2(text, "secret"))
        },
        "/statusReportOptions/httpStatusPush/principal",
    ),
    (
        |job, text| job.recipient(Recipient::new("+12015551000").property("key", text)),
        "/recipients/1/properties/0/value",
    ),
    (
        |job, text| job.document(Document::pdf(text, "x")),
        "/documents/1/name",
    ),
    (
        |job, text| job.document(Document::from_url("a.pdf", text)),
        "/documents/1/reference",
    ),
];

fn job() -> FaxJobBuilder {
    FaxJob::to("+49891234567").document(Document::pdf("a", "x"))
}

#[test]
fn a_text_of_a_job_is_refused_with_its_place_or_is_one_text_of_the_body() {
    let wire = Wire::listen();
    let url = SubmissionUrl::new("ONE", &wire.url()).unwrap();
    let mut taken = 0;
    for trick in TRICKS {
        // All that are taken go into one job, so that any of them could break out into any other.
        let (mut whole, mut places) = (job(), Vec::new());
        for (set, place) in TEXTS {
            match set(job(), trick).build() {
                Ok(_) if place == "/documents/1/reference" => {}
                Ok(_) => {
                    whole = set(whole, trick);
                    places.push(place);
                }
                Err(error) => {
                    for problem in error.problems() {
                        let told = format!("/{}", problem.place().replace('.', "/"));
                        assert_eq!(told.replace('[', "/").replace(']', ""), place);
                    }
                    assert!(!error.to_string().contains(trick) || trick.len() < 3);
                }
            }
        }
        taken += places.len();
        // Set twice, the last one counts.
        let job = whole.build().unwrap();
        let seen = wire.call_at(&sample::account(), &url, SendFax::new(&job));
        let body: Value = serde_json::from_slice(&SendFax::new(&job).body().to_bytes()).unwrap();
        for place in places {
            let is_push = place.ends_with("targetUrl") || place.ends_with("principal");
            assert!(
                is_push || body.pointer(place).unwrap() == trick,
                "{place}: {trick:?}"
            );
        }
        assert_eq!(body["transportOptions"]["isExpress"], Value::Null);
        seen.check(SEND, sample::USER_NAME, sample::PASSWORD, Some(&body));
    }
    assert!(taken > 100, "{taken}");
}

#[test]
fn a_header_text_of_any_tricks_is_shown_as_it_is_once_escaped() {
    for trick in TRICKS {
        let is_shown = !trick.contains(|c: char| c.is_control() && c != '\t');
        let built = job().header(escape_header(trick)).build();
        assert_eq!(built.is_ok(), is_shown, "{trick:?}");
    }
}

#[test]
fn a_document_name_with_a_path_is_refused() {
    for name in [
        "../a.pdf",
        "..\\a.pdf",
        "/etc/passwd.pdf",
        "C:\\a.pdf",
        "C:a.pdf",
        "a/b.pdf",
        "\\\\host\\share\\a.pdf",
        "%2e%2e%2fa.pdf",
        "..",
        ".a.pdf",
        "..pdf",
        "a.pdf\0.txt",
        "a\r\n.pdf",
        "\u{202e}fdp.a.pdf",
        "a\u{ff0e}pdf",
        "a\u{2024}pdf.pdf",
        "\u{e9}.pdf",
        "a b.pdf",
        "a;b.pdf",
        "|a.pdf",
        "~.pdf",
        "",
    ] {
        let error = job().document(Document::new(name, "x")).build();
        let problems = error.expect_err(name).problems().to_vec();
        assert!(
            problems.iter().all(|it| it.place() == "documents[1].name"),
            "{name:?}"
        );
        let is_type = |problem: &Problem| matches!(problem, Problem::UnknownDocumentType);
        assert!(
            problems.iter().any(|it| !is_type(it.problem())),
            "{name:?}: {problems:?}"
        );
        let legal = Document::legal_name(name);
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        assert!(!legal.is_empty() && legal.chars().all(is_plain) && !legal.starts_with('.'));
    }
}

#[test]
fn only_the_ten_digits_of_ascii_are_digits() {
    let digits = ('\u{80}'..=char::MAX).filter(|c| c.is_numeric());
    let mut count = 0;
    for digit in digits {
        count += 1;
        for number in [
            format!("+49891234{digit}5"),
            format!("+{digit}49891234567"),
            format!("0{digit}49891234567"),
            format!("+4989123456{digit}"),
        ] {
            let error = number.parse::<FaxNumber>().expect_err(&number);
            let is_told = matches!(
                error,
                InvalidFaxNumber::UnexpectedCharacter { .. } | InvalidFaxNumber::NotInternational
            );
            assert!(is_told, "U+{:04X}: {error}", u32::from(digit));
        }
    }
    assert!(count > 1000, "{count}");
}
