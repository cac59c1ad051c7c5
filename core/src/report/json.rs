//! Reports as JSON, both ways.

use alloc::boxed::Box;

use http::StatusCode;
use serde::ser::{Serialize, SerializeMap as _, Serializer};

use super::{FaxReport, Recipient, RecipientStatus, Reference, Span};
use crate::error::DecodeError;

mod read;

pub(super) use read::{Parts, WireReport};

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
