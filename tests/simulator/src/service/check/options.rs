//! The options of a job.

use super::document::is_web_url;
use super::{Problems, header};
use crate::service::job::{Options, PushAuth, PushTarget, ReportMail};
use crate::service::submission::{FaxJobRequest, HttpStatusPush, ReportMailIn, Text, owned};

const OVERLAY_MODES: &[&str] = &[
    "ALL_PAGES",
    "NO_OVERLAY",
    "FIRST_PAGE",
    "LAST_PAGE",
    "ALL_BUT_FIRST_PAGE",
    "ALL_BUT_LAST_PAGE",
    "ALL_BUT_FIRST_AND_LAST_PAGE",
    "FIRST_FILE",
];

pub(super) fn check(request: &FaxJobRequest<'_>, problems: &mut Problems) -> Options {
    let mut options = Options::default();
    if let Some(transport) = &request.transport_options {
        problems.at_most("transportOptions.csid", transport.csid.as_ref(), 20);
        options.csid = owned(transport.csid.as_ref());
        options.is_express = transport.is_express;
        options.is_blacklist_enabled = transport.is_blacklist_enabled;
    }
    if let Some(rendering) = &request.rendering_options {
        problems.one_of(
            "renderingOptions.paperFormat",
            rendering.paper_format.as_ref(),
            &["A4", "LETTER"],
        );
        problems.one_of(
            "renderingOptions.resolution",
            rendering.resolution.as_ref(),
            &["HIGH", "LOW"],
        );
        if let Some(overlay) = &rendering.overlay {
            problems.required("renderingOptions.overlay.name", overlay.name.as_ref());
            problems.one_of(
                "renderingOptions.overlay.mode",
                overlay.mode.as_ref(),
                OVERLAY_MODES,
            );
            options.overlay =
                owned(overlay.name.as_ref()).map(|it| (it, owned(overlay.mode.as_ref())));
        }
        if let Some(problem) = rendering.header.as_deref().and_then(header::problem) {
            problems.add("renderingOptions.header", problem);
        }
        options.resolution = owned(rendering.resolution.as_ref());
        options.coverpage_template = owned(rendering.coverpage_template.as_ref());
        options.header = owned(rendering.header.as_ref());
    }
    options.customer_reference = request
        .meta
        .as_ref()
        .and_then(|it| owned(it.customer_reference.as_ref()));
    options
}

pub(super) fn report_mail(mail: &ReportMailIn<'_>, problems: &mut Problems) -> ReportMail {
    const PATH: &str = "statusReportOptions.reportMail";
    let addresses = [
        ("successAddress", &mail.success_address),
        ("failureAddress", &mail.failure_address),
    ];
    for (name, address) in addresses {
        if address.as_ref().is_some_and(|it| !it.contains('@')) {
            problems.add(&format!("{PATH}.{name}"), "no mail address");
        }
    }
    let (mode, format) = (
        mail.attached_fax_image_mode.as_ref(),
        mail.attached_fax_image_format.as_ref(),
    );
    problems.one_of(
        &format!("{PATH}.attachedFaxImageMode"),
        mode,
        &["NEVER", "SUCCESS_ONLY", "FAILURE_ONLY", "ALWAYS"],
    );
    problems.one_of(
        &format!("{PATH}.attachedFaxImageFormat"),
        format,
        &["TIFF", "PDF", "PDF_WITH_OCR"],
    );
    ReportMail {
        success_address: owned(mail.success_address.as_ref()),
        failure_address: owned(mail.failure_address.as_ref()),
        image_mode: owned(mode),
        image_format: owned(format),
    }
}

pub(super) fn push(push: &HttpStatusPush<'_>, problems: &mut Problems) -> PushTarget {
    const PATH: &str = "statusReportOptions.httpStatusPush";
    if !push.target_url.as_deref().is_some_and(is_web_url) {
        problems.add(&format!("{PATH}.targetUrl"), "is missing or no URL");
    }
    let auth_method = auth_method(push.auth_method.as_ref());
    if auth_method.is_none() {
        problems.add(
            &format!("{PATH}.authMethod"),
            "must be one of NONE, HTTP_BASIC, HTTP_DIGEST, OAUTH2",
        );
    }
    PushTarget {
        url: owned(push.target_url.as_ref()).unwrap_or_default(),
        principal: owned(push.principal.as_ref()),
        credentials: owned(push.credentials.as_ref()),
        auth_method: auth_method.unwrap_or_default(),
    }
}

fn auth_method(text: Option<&Text<'_>>) -> Option<PushAuth> {
    match text.map(|it| &**it) {
        None => Some(PushAuth::None),
        Some(name) => PushAuth::ALL.into_iter().find(|it| it.name() == name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems_of(json: &str) -> usize {
        let request: FaxJobRequest<'_> = serde_json::from_str(json).unwrap();
        let mut problems = Problems::default();
        check(&request, &mut problems);
        if let Some(reports) = &request.status_report_options {
            reports
                .report_mail
                .as_ref()
                .map(|it| report_mail(it, &mut problems));
            reports
                .http_status_push
                .as_ref()
                .map(|it| push(it, &mut problems));
        }
        problems.0.len()
    }

    #[test]
    fn documented_options_pass() {
        for json in [
            "{}",
            r#"{"transportOptions":{"csid":"12345678901234567890","isExpress":true,"isBlacklistEnabled":false}}"#,
            r#"{"transportOptions":{"csid":"ääääääääääöööööööööö"}}"#,
            r#"{"renderingOptions":{"paperFormat":"LETTER","resolution":"HIGH","header":"%c%T","coverpageTemplate":"x"}}"#,
            r#"{"renderingOptions":{"overlay":{"name":"letterhead","mode":"ALL_BUT_FIRST_AND_LAST_PAGE"}}}"#,
            r#"{"statusReportOptions":{"reportMail":{"successAddress":"a@b.c","attachedFaxImageMode":"ALWAYS",
                "attachedFaxImageFormat":"PDF_WITH_OCR"}}}"#,
            r#"{"statusReportOptions":{"httpStatusPush":{"targetUrl":"http://127.0.0.1:1/push","authMethod":"OAUTH2"}}}"#,
        ] {
            assert_eq!(problems_of(json), 0, "{json}");
        }
    }

    #[test]
    fn each_broken_rule_is_one_problem() {
        for json in [
            r#"{"transportOptions":{"csid":"123456789012345678901"}}"#,
            r#"{"renderingOptions":{"paperFormat":"a4"}}"#,
            r#"{"renderingOptions":{"resolution":"FINE"}}"#,
            r#"{"renderingOptions":{"header":"100 %"}}"#,
            r#"{"renderingOptions":{"overlay":{"mode":"ALL_PAGES"}}}"#,
            r#"{"renderingOptions":{"overlay":{"name":"x","mode":"SOME_PAGES"}}}"#,
            r#"{"statusReportOptions":{"reportMail":{"failureAddress":"nobody"}}}"#,
            r#"{"statusReportOptions":{"reportMail":{"attachedFaxImageMode":"OFTEN"}}}"#,
            r#"{"statusReportOptions":{"reportMail":{"attachedFaxImageFormat":"GIF"}}}"#,
            r#"{"statusReportOptions":{"httpStatusPush":{"authMethod":"NONE"}}}"#,
            r#"{"statusReportOptions":{"httpStatusPush":{"targetUrl":"listener"}}}"#,
            r#"{"statusReportOptions":{"httpStatusPush":{"targetUrl":"https://a.example.com","authMethod":"BASIC"}}}"#,
        ] {
            assert_eq!(problems_of(json), 1, "{json}");
        }
    }
}
