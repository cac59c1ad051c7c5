//! How the service reports a finished job by itself, and how long it keeps the report.

use alloc::string::ToString;

use super::json::JsonWriter;
use super::problem::Problems;
use super::push_target::HttpStatusPush;
use super::report_mail::ReportMail;
use super::validity::When;
use crate::time::Timestamp;

/// `statusReportOptions`, as the builder collects it.
#[derive(Clone, Default)]
pub(crate) struct StatusReportOptions {
    pub(crate) report_purge_at: Option<When>,
    pub(crate) report_mail: Option<ReportMail>,
    pub(crate) http_status_push: Option<HttpStatusPush>,
}

/// `statusReportOptions`, checked.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct CheckedStatusReportOptions {
    report_purge_at: Option<Timestamp>,
    report_mail: Option<ReportMail>,
    http_status_push: Option<HttpStatusPush>,
}

impl StatusReportOptions {
    pub(crate) fn check(self, problems: &mut Problems) -> CheckedStatusReportOptions {
        let report_purge_at = self
            .report_purge_at
            .and_then(|time| time.check_time("statusReportOptions.reportPurgeTs", problems));
        if let Some(report_mail) = &self.report_mail {
            report_mail.check(problems);
        }
        if let Some(http_status_push) = &self.http_status_push {
            http_status_push.check(problems);
        }
        CheckedStatusReportOptions {
            report_purge_at,
            report_mail: self.report_mail,
            http_status_push: self.http_status_push,
        }
    }
}

impl CheckedStatusReportOptions {
    pub(crate) fn write(&self, json: &mut JsonWriter) {
        json.text(
            "reportPurgeTs",
            self.report_purge_at.map(|time| time.to_string()).as_deref(),
        );
        if let Some(report_mail) = &self.report_mail {
            json.object("reportMail", |json| report_mail.write(json));
        }
        if let Some(http_status_push) = &self.http_status_push {
            json.object("httpStatusPush", |json| http_status_push.write(json));
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::super::problem::Problem;
    use super::*;

    fn check(options: StatusReportOptions) -> (String, Vec<(String, Problem)>) {
        let mut text = String::new();
        let problems = Problems::collected(|problems| {
            let checked = options.check(problems);
            text = JsonWriter::written(|json| checked.write(json));
        });
        (text, problems)
    }

    fn purge(time: &str) -> StatusReportOptions {
        StatusReportOptions {
            report_purge_at: Some(time.into()),
            ..Default::default()
        }
    }

    #[test]
    fn what_is_not_set_is_not_written() {
        assert_eq!(
            check(StatusReportOptions::default()),
            ("{}".into(), Vec::new())
        );
    }

    #[test]
    fn the_report_is_purged_at_a_time() {
        let (text, problems) = check(purge("2026-12-01T00:00:00-05:00"));
        assert_eq!(text, r#"{"reportPurgeTs":"2026-12-01T05:00:00Z"}"#);
        assert_eq!(problems, []);
        let place = "statusReportOptions.reportPurgeTs";
        assert_eq!(
            check(purge("PT80M")).1,
            [(place.into(), Problem::DurationNotAllowed)]
        );
    }
}
