//! A report as the REST API writes it.

use std::time::Duration;

use serde::{Serialize, Serializer};

use super::job::{Facts, Property, Recipient, Reference};
use super::wall::Wall;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report<'a> {
    pub(crate) job_id: String,
    recipient_status: Recipients<'a>,
    pages: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<&'a Reference>,
}

/// An item of a bulk GET.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum BulkItem<'a> {
    Report(Report<'a>),
    #[serde(rename_all = "camelCase")]
    NotFound {
        job_id: &'a str,
        reason: &'static str,
    },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Status<'a> {
    number: &'a str,
    alternative_numbers: Option<&'a [String]>,
    properties: Option<&'a [Property]>,
    status: &'static str,
    reason: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sent_ts: Option<String>,
    duration_in_secs: u32,
    sent_to_number: String,
    remote_csid: String,
}

/// Written one by one, without a list in memory.
struct Recipients<'a> {
    facts: &'a Facts,
    now: Duration,
    wall: Wall,
}

impl<'a> Report<'a> {
    pub(crate) fn of(job_id: String, facts: &'a Facts, now: Duration, wall: Wall) -> Self {
        let recipient_status = Recipients { facts, now, wall };
        Self {
            job_id,
            recipient_status,
            pages: facts.pages,
            reference: facts.reference.as_ref(),
        }
    }
}

impl Serialize for Recipients<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(
            self.facts
                .recipients
                .iter()
                .map(|it| Status::of(it, self.now, self.wall)),
        )
    }
}

impl<'a> Status<'a> {
    fn of(recipient: &'a Recipient, now: Duration, wall: Wall) -> Self {
        let Recipient {
            number,
            alternative_numbers,
            properties,
            outcome,
            ..
        } = recipient;
        let finished = outcome.finished.filter(|it| *it <= now);
        let (status, reason, duration_in_secs) = if finished.is_some() {
            (outcome.status, outcome.reason(), outcome.duration_in_secs)
        } else {
            ("PENDING", "", 0)
        };
        Self {
            number,
            alternative_numbers: alternative_numbers.as_deref(),
            properties: properties.as_deref(),
            status,
            reason,
            sent_ts: finished.map(|it| wall.iso(it)),
            duration_in_secs,
            sent_to_number: recipient.sent_to_number(),
            remote_csid: if finished.is_some() {
                recipient.remote_csid()
            } else {
                String::new()
            },
        }
    }
}

impl Recipient {
    /// The number as it was dialed, in the notation with `00`.
    pub(crate) fn sent_to_number(&self) -> String {
        format!("00{}", self.digits)
    }

    /// What the device at the other end calls itself; empty if none answered.
    pub(crate) fn remote_csid(&self) -> String {
        if self.outcome.status == "OK" {
            format!("+{}", self.digits)
        } else {
            String::new()
        }
    }
}
