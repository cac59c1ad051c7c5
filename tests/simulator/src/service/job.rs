//! A job that was accepted, and what will become of it. Everything is decided when the job comes in; time only uncovers it.

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

/// A job at its data center.
#[derive(Clone)]
pub(crate) struct Job {
    pub(crate) serial: u64,
    pub(crate) facts: Arc<Facts>,
}

/// What was submitted, and when which recipient is done.
pub(crate) struct Facts {
    pub(crate) recipients: Vec<Recipient>,
    pub(crate) documents: Vec<Document>,
    pub(crate) reference: Option<Reference>,
    pub(crate) pages: u32,
    pub(crate) options: Options,
    pub(crate) report_mail: Option<ReportMail>,
    pub(crate) push: Option<PushTarget>,
    /// When the report is to be purged, if earlier than the retention says.
    pub(crate) purge: Option<Duration>,
}

pub(crate) struct Recipient {
    pub(crate) number: String,
    pub(crate) alternative_numbers: Option<Vec<String>>,
    pub(crate) properties: Option<Vec<Property>>,
    /// The digits that are dialed: international, without a prefix.
    pub(crate) digits: String,
    pub(crate) outcome: Outcome,
}

/// How a recipient ends. Before `finished` the status is `PENDING`; without `finished` it stays so.
#[derive(Clone, Copy)]
pub(crate) struct Outcome {
    pub(crate) status: &'static str,
    pub(crate) duration_in_secs: u32,
    pub(crate) finished: Option<Duration>,
}

#[derive(Serialize)]
pub(crate) struct Property {
    pub(crate) key: String,
    pub(crate) value: String,
}

/// A document as far as it is remembered.
pub(crate) struct Document {
    pub(crate) name: String,
    pub(crate) charset: Option<String>,
    pub(crate) is_text: bool,
    pub(crate) reference: Option<String>,
    pub(crate) bytes: usize,
    /// The bytes themselves, if the configuration keeps them.
    pub(crate) data: Option<Vec<u8>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Reference {
    pub(crate) customer_defined_id: Option<String>,
    pub(crate) billing_code: Option<String>,
    pub(crate) billing_info: Option<String>,
}

/// What the XML push repeats under `options`.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) resolution: Option<String>,
    pub(crate) csid: Option<String>,
    pub(crate) header: Option<String>,
    pub(crate) is_blacklist_enabled: Option<bool>,
    pub(crate) is_express: Option<bool>,
    pub(crate) overlay: Option<(String, Option<String>)>,
    pub(crate) coverpage_template: Option<String>,
    pub(crate) customer_reference: Option<String>,
}

pub(crate) struct ReportMail {
    pub(crate) success_address: Option<String>,
    pub(crate) failure_address: Option<String>,
    pub(crate) image_mode: Option<String>,
    pub(crate) image_format: Option<String>,
}

pub(crate) struct PushTarget {
    pub(crate) url: String,
    pub(crate) principal: Option<String>,
    pub(crate) credentials: Option<String>,
    pub(crate) auth_method: PushAuth,
}

/// How a push authenticates itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum PushAuth {
    #[default]
    None,
    Basic,
    Digest,
    OAuth2,
}

impl PushAuth {
    pub(crate) const ALL: [Self; 4] = [Self::None, Self::Basic, Self::Digest, Self::OAuth2];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::None => "NONE",
            Self::Basic => "HTTP_BASIC",
            Self::Digest => "HTTP_DIGEST",
            Self::OAuth2 => "OAUTH2",
        }
    }
}

impl Facts {
    /// When the last recipient is done; never if one of them never is.
    pub(crate) fn finished(&self) -> Option<Duration> {
        self.recipients
            .iter()
            .map(|it| it.outcome.finished)
            .try_fold(Duration::ZERO, |latest, it| Some(latest.max(it?)))
    }

    pub(crate) fn is_finished(&self, now: Duration) -> bool {
        self.finished().is_some_and(|it| it <= now)
    }

    pub(crate) fn customer_defined_id(&self) -> Option<&str> {
        self.reference.as_ref()?.customer_defined_id.as_deref()
    }
}

impl Outcome {
    /// The free text beside the status, as the service's own test numbers give it.
    pub(crate) fn reason(&self) -> &'static str {
        if self.status == "OK" {
            "OK"
        } else {
            "simulated"
        }
    }

    pub(crate) fn is_final(&self, now: Duration) -> bool {
        self.finished.is_some_and(|it| it <= now)
    }
}
