//! What operations answer.

use fax4a::FaxReport;
use fax4a::report::{BulkItem, Deletion, DeletionOutcome, Page, RecipientStatus, Unreadable};

use super::{Describe, indent, lines};

impl Describe for FaxReport {
    fn describe(&self) -> String {
        let mut text = format!(
            "report on {}: {}, {}",
            self.job_id(),
            is_final(self),
            is_delivered(self)
        );
        for (name, value) in [
            ("pages", self.pages().map(|pages| pages.to_string())),
            ("customerDefinedId", quoted(self.customer_defined_id())),
            ("billingCode", quoted(self.billing_code())),
            ("billingInfo", quoted(self.billing_info())),
        ] {
            push(&mut text, name, value);
        }
        for recipient in self.recipients() {
            text += &format!("\n{}", indent(&recipient.describe()));
        }
        text
    }
}

fn is_final(report: &FaxReport) -> &'static str {
    if report.is_final() {
        "final"
    } else {
        "not final"
    }
}

fn is_delivered(report: &FaxReport) -> &'static str {
    if report.is_delivered() {
        "delivered"
    } else {
        "not delivered"
    }
}

impl Describe for RecipientStatus<'_> {
    fn describe(&self) -> String {
        let status = self.status();
        let mut text = format!(
            "to {:?}: {:?} ({:?})",
            self.number(),
            status.as_str(),
            status.group()
        );
        let sent_at = self.sent_ts().map(|text| match self.sent_at() {
            Some(sent_at) => format!("{text:?}, that is {sent_at}"),
            None => format!("{text:?}, no time"),
        });
        for (name, value) in [
            ("reason", quoted(self.reason())),
            ("sentTs", sent_at),
            (
                "durationInSecs",
                self.duration()
                    .map(|duration| duration.as_secs().to_string()),
            ),
            ("sentToNumber", quoted(self.sent_to_number())),
            ("remoteCsid", quoted(self.remote_csid())),
        ] {
            push(&mut text, name, value);
        }
        for number in self.alternative_numbers() {
            push(&mut text, "alternative number", quoted(Some(number)));
        }
        for (key, value) in self.properties() {
            push(&mut text, &format!("property {key:?}"), quoted(Some(value)));
        }
        text
    }
}

fn quoted(text: Option<&str>) -> Option<String> {
    text.map(|text| format!("{text:?}"))
}

fn push(text: &mut String, name: &str, value: Option<String>) {
    if let Some(value) = value {
        *text += &format!("\n  {name}: {value}");
    }
}

impl<T: Describe> Describe for Page<T> {
    fn describe(&self) -> String {
        let mut text = match (self.entries.len(), self.is_full()) {
            (0, false) => "no entry".into(),
            (count, false) => format!("{count} entries"),
            (count, true) => format!("{count} entries, full"),
        };
        if !self.unreadable.is_empty() {
            text += &format!(", {} unreadable", self.unreadable.len());
        }
        if !self.entries.is_empty() {
            text += &format!("\n{}", indent(&lines(&self.entries, "")));
        }
        if !self.unreadable.is_empty() {
            text += &format!("\n{}", indent(&lines(&self.unreadable, "")));
        }
        text
    }
}

impl Describe for Unreadable {
    fn describe(&self) -> String {
        let job_id = self
            .job_id()
            .map_or_else(|| "an unknown job".into(), |job_id| format!("job {job_id}"));
        format!(
            "unreadable, of {job_id}: {}\n  raw: {}",
            self.error(),
            self.raw()
        )
    }
}

impl Describe for BulkItem {
    fn describe(&self) -> String {
        match self {
            Self::Report(report) => report.describe(),
            Self::NotFound(job_id) => format!("{job_id}: not found"),
            Self::Failed { job_id, reason } => format!("{job_id}: failed with {reason:?}"),
            other => format!("{other:?}"),
        }
    }
}

impl Describe for Deletion {
    fn describe(&self) -> String {
        match &self.outcome {
            DeletionOutcome::Deleted => format!("{}: deleted", self.job_id),
            DeletionOutcome::NotFound => format!("{}: not found", self.job_id),
            DeletionOutcome::Failed(reason) => format!("{}: failed with {reason:?}", self.job_id),
            other => format!("{}: {other:?}", self.job_id),
        }
    }
}
