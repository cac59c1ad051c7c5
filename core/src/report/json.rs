//! Reports as JSON, both ways.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use http::StatusCode;
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, SerializeMap as _, Serializer};

use super::{FaxReport, Recipient, RecipientStatus, Reference, Span, TransmissionStatus};
use crate::error::DecodeError;
use crate::id::JobId;
use crate::wire::lenient::{Count, Text, null_as_default};

/// A report as it stands in an answer. Everything but the job id may be missing or `null`, and unknown fields are skipped.
#[derive(serde::Deserialize)]
pub(super) struct WireReport<'a> {
    #[serde(rename = "jobId")]
    pub(super) job_id: JobId,
    #[serde(borrow, default, rename = "recipientStatus")]
    pub(super) recipients: Option<Vec<WireRecipient<'a>>>,
    pages: Option<Count>,
    #[serde(borrow, default)]
    reference: Option<WireReference<'a>>,
    /// Of an entry of a bulk answer that is no report.
    #[serde(borrow, default)]
    pub(super) reason: Option<Text<'a>>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireRecipient<'a> {
    #[serde(borrow)]
    number: Text<'a>,
    #[serde(borrow, default, deserialize_with = "null_as_default")]
    alternative_numbers: Vec<Text<'a>>,
    #[serde(borrow, default, deserialize_with = "null_as_default")]
    properties: Vec<WireProperty<'a>>,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow, default)]
    reason: Option<Text<'a>>,
    #[serde(borrow, default, alias = "sentTS")]
    sent_ts: Option<Text<'a>>,
    duration_in_secs: Option<Count>,
    #[serde(borrow, default)]
    sent_to_number: Option<Text<'a>>,
    #[serde(borrow, default)]
    remote_csid: Option<Text<'a>>,
}

#[derive(serde::Deserialize)]
struct WireProperty<'a> {
    #[serde(borrow)]
    key: Text<'a>,
    #[serde(borrow, default, deserialize_with = "null_as_default")]
    value: Text<'a>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireReference<'a> {
    #[serde(borrow, default)]
    customer_defined_id: Option<Text<'a>>,
    #[serde(borrow, default)]
    billing_code: Option<Text<'a>>,
    #[serde(borrow, default)]
    billing_info: Option<Text<'a>>,
}

impl WireReport<'_> {
    pub(super) fn into_report(self) -> FaxReport {
        let recipients = self.recipients.unwrap_or_default();
        let mut packer = Packer::with_room_for(&recipients, self.reference.as_ref());
        let recipients = recipients
            .iter()
            .map(|recipient| packer.recipient(recipient))
            .collect();
        let reference = self
            .reference
            .map(|reference| packer.reference(&reference))
            .unwrap_or_default();
        FaxReport {
            job_id: self.job_id,
            text: packer.text.into_boxed_str(),
            recipients,
            lists: packer.lists.into_boxed_slice(),
            pages: self.pages.map(|count| count.0),
            reference,
        }
    }
}

/// Puts all text of a report into one string.
struct Packer {
    text: String,
    lists: Vec<Span>,
}

impl Packer {
    fn with_room_for(
        recipients: &[WireRecipient<'_>],
        reference: Option<&WireReference<'_>>,
    ) -> Self {
        let (mut text, mut lists) = (0, 0);
        for recipient in recipients {
            text += recipient.texts().map(str::len).sum::<usize>();
            lists += recipient.alternative_numbers.len() + 2 * recipient.properties.len();
        }
        text += reference.map_or(0, |reference| reference.texts().map(str::len).sum());
        Self {
            text: String::with_capacity(text),
            lists: Vec::with_capacity(lists),
        }
    }

    fn recipient(&mut self, recipient: &WireRecipient<'_>) -> Recipient {
        Recipient {
            number: self.push(&recipient.number),
            alternative_numbers: self
                .list(recipient.alternative_numbers.iter().map(|number| &**number)),
            properties: self.list(recipient.properties.iter().flat_map(WireProperty::texts)),
            status: TransmissionStatus::from_code(&recipient.status),
            reason: self.optional(recipient.reason.as_ref()),
            sent_ts: self.optional(recipient.sent_ts.as_ref()),
            duration_in_secs: recipient.duration_in_secs.map(|count| count.0),
            sent_to_number: self.optional(recipient.sent_to_number.as_ref()),
            remote_csid: self.optional(recipient.remote_csid.as_ref()),
        }
    }

    fn reference(&mut self, reference: &WireReference<'_>) -> Reference {
        Reference {
            customer_defined_id: self.optional(reference.customer_defined_id.as_ref()),
            billing_code: self.optional(reference.billing_code.as_ref()),
            billing_info: self.optional(reference.billing_info.as_ref()),
        }
    }

    fn optional(&mut self, text: Option<&Text<'_>>) -> Option<Span> {
        text.map(|text| self.push(text))
    }

    fn push(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(text);
        span(start, self.text.len())
    }

    fn list<'t>(&mut self, texts: impl Iterator<Item = &'t str>) -> Span {
        let start = self.lists.len();
        for text in texts {
            let item = self.push(text);
            self.lists.push(item);
        }
        span(start, self.lists.len())
    }
}

/// An answer is far below 4 GiB; beyond that a span is empty rather than wrong.
fn span(start: usize, end: usize) -> Span {
    match (u32::try_from(start), u32::try_from(end)) {
        (Ok(start), Ok(end)) => Span { start, end },
        _ => Span::default(),
    }
}

impl WireRecipient<'_> {
    fn texts(&self) -> impl Iterator<Item = &str> {
        let optional = [
            &self.reason,
            &self.sent_ts,
            &self.sent_to_number,
            &self.remote_csid,
        ];
        core::iter::once(&*self.number)
            .chain(optional.into_iter().flatten().map(|text| &**text))
            .chain(self.alternative_numbers.iter().map(|number| &**number))
            .chain(self.properties.iter().flat_map(WireProperty::texts))
    }
}

impl WireProperty<'_> {
    fn texts(&self) -> [&str; 2] {
        [&self.key, &self.value]
    }
}

impl WireReference<'_> {
    fn texts(&self) -> impl Iterator<Item = &str> {
        [
            &self.customer_defined_id,
            &self.billing_code,
            &self.billing_info,
        ]
        .into_iter()
        .flatten()
        .map(|text| &**text)
    }
}

impl FaxReport {
    /// Reads one report from its JSON, as leniently as an answer.
    ///
    /// # Errors
    /// [`DecodeError`] when the text is no JSON, or the job id, a recipient's number or its status is missing.
    pub fn from_json(text: &str) -> Result<Self, DecodeError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        crate::wire::read(text, StatusCode::OK)
    }
}

impl<'de> Deserialize<'de> for FaxReport {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        WireReport::deserialize(deserializer).map(WireReport::into_report)
    }
}

/// Writes the API's own shape. What the service left out is left out again.
impl Serialize for FaxReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("jobId", &self.job_id)?;
        map.serialize_entry("recipientStatus", &self.recipients().collect::<Box<[_]>>())?;
        optional(&mut map, "pages", self.pages())?;
        if self.reference != Reference::default() {
            map.serialize_entry("reference", &ReferenceOf(self))?;
        }
        map.end()
    }
}

struct ReferenceOf<'a>(&'a FaxReport);

impl Serialize for ReferenceOf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        optional(&mut map, "customerDefinedId", self.0.customer_defined_id())?;
        optional(&mut map, "billingCode", self.0.billing_code())?;
        optional(&mut map, "billingInfo", self.0.billing_info())?;
        map.end()
    }
}

/// As in a [`FaxReport`].
impl Serialize for RecipientStatus<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Property<'a> {
            key: &'a str,
            value: &'a str,
        }
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("number", self.number())?;
        if self.alternative_numbers().len() > 0 {
            map.serialize_entry(
                "alternativeNumbers",
                &self.alternative_numbers().collect::<Box<[_]>>(),
            )?;
        }
        if self.properties().len() > 0 {
            let properties = self
                .properties()
                .map(|(key, value)| Property { key, value });
            map.serialize_entry("properties", &properties.collect::<Box<[_]>>())?;
        }
        map.serialize_entry("status", self.status().as_str())?;
        optional(&mut map, "reason", self.reason())?;
        optional(&mut map, "sentTs", self.sent_ts())?;
        optional(
            &mut map,
            "durationInSecs",
            self.duration().map(|duration| duration.as_secs()),
        )?;
        optional(&mut map, "sentToNumber", self.sent_to_number())?;
        optional(&mut map, "remoteCsid", self.remote_csid())?;
        map.end()
    }
}

fn optional<M: serde::ser::SerializeMap>(
    map: &mut M,
    key: &str,
    value: Option<impl Serialize>,
) -> Result<(), M::Error> {
    match value {
        Some(value) => map.serialize_entry(key, &value),
        None => Ok(()),
    }
}
