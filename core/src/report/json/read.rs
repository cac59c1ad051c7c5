//! Reading a report: its texts go straight from the answer into the one piece that holds them.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use serde::de::{Deserialize, DeserializeSeed as _, Deserializer, Error, IgnoredAny, MapAccess};

use super::{FaxReport, Recipient, Reference, Span};
use crate::id::JobId;
use crate::wire::into::{ByFields, ByItems, Fields, Nullable, fill};
use crate::wire::lenient::{Count, Text, TextAs};
use crate::wire::page::Entry;

mod recipient;

use recipient::Recipients;

impl<'de> Deserialize<'de> for FaxReport {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(&mut Parts::default(), deserializer)
    }
}

impl<'de> Entry<'de> for FaxReport {
    type Space = Parts;

    fn read<D: Deserializer<'de>>(parts: &mut Parts, deserializer: D) -> Result<Self, D::Error> {
        WireReport::read(parts, deserializer).map(|wire| wire.report)
    }
}

/// What an answer has on one job: a report, and the service's word for why there is none.
pub(crate) struct WireReport {
    pub(crate) report: FaxReport,
    pub(crate) reason: Option<Box<str>>,
}

impl WireReport {
    pub(crate) fn read<'de, D: Deserializer<'de>>(
        parts: &mut Parts,
        deserializer: D,
    ) -> Result<Self, D::Error> {
        parts.text.clear();
        parts.recipients.clear();
        parts.lists.clear();
        ByFields(parts).deserialize(deserializer)
    }
}

/// The parts of a report in the making. When it is complete it gets copies of exactly their size, and another can be made of them.
#[derive(Default)]
pub(crate) struct Parts {
    text: String,
    recipients: Vec<Recipient>,
    lists: Vec<Span>,
}

#[derive(serde::Deserialize)]
#[serde(field_identifier, rename_all = "camelCase")]
enum ReportField {
    JobId,
    RecipientStatus,
    Pages,
    Reference,
    Reason,
    #[serde(other)]
    Unknown,
}

/// Everything but the job id may be missing or `null`, and unknown fields are skipped.
impl<'de> Fields<'de> for &mut Parts {
    type Value = WireReport;

    const WHAT: &'static str = "a report";

    fn read<A: MapAccess<'de>>(self, mut fields: A) -> Result<WireReport, A::Error> {
        let (mut job_id, mut recipients, mut pages) = (None, None::<()>, None);
        let (mut reference, mut reason) = (None, None);
        while let Some(field) = fields.next_key()? {
            match field {
                ReportField::JobId => fill(&mut job_id, fields.next_value::<JobId>()?),
                ReportField::RecipientStatus => fill(
                    &mut recipients,
                    fields.next_value_seed(Nullable(ByItems(Recipients(self))))?,
                ),
                ReportField::Pages => fill(&mut pages, fields.next_value::<Option<Count>>()?),
                ReportField::Reference => fill(
                    &mut reference,
                    fields.next_value_seed(Nullable(ByFields(ReferenceTo(&mut self.text))))?,
                ),
                ReportField::Reason => fill(&mut reason, fields.next_value::<Option<Text>>()?),
                ReportField::Unknown => fields.next_value::<IgnoredAny>().map(drop),
            }?;
        }
        let report = FaxReport {
            job_id: job_id.ok_or_else(|| Error::missing_field("jobId"))?,
            text: self.text.as_str().into(),
            recipients: self.recipients.drain(..).collect(),
            lists: self.lists.as_slice().into(),
            pages: pages.map(|Count(pages)| pages),
            reference: reference.unwrap_or_default(),
        };
        Ok(WireReport {
            report,
            reason: reason.map(|Text(reason)| reason),
        })
    }
}

#[derive(serde::Deserialize)]
#[serde(field_identifier, rename_all = "camelCase")]
enum ReferenceField {
    CustomerDefinedId,
    BillingCode,
    BillingInfo,
    #[serde(other)]
    Unknown,
}

/// Reads a reference, with its texts at the end of this one.
struct ReferenceTo<'p>(&'p mut String);

impl<'de> Fields<'de> for ReferenceTo<'_> {
    type Value = Reference;

    const WHAT: &'static str = "a reference";

    fn read<A: MapAccess<'de>>(self, mut fields: A) -> Result<Reference, A::Error> {
        let mut reference = Reference::default();
        while let Some(field) = fields.next_key()? {
            let slot = match field {
                ReferenceField::CustomerDefinedId => &mut reference.customer_defined_id,
                ReferenceField::BillingCode => &mut reference.billing_code,
                ReferenceField::BillingInfo => &mut reference.billing_info,
                ReferenceField::Unknown => {
                    fields.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            fill(slot, fields.next_value_seed(Nullable(text_to(self.0)))?)?;
        }
        Ok(reference)
    }
}

/// Reads a text to the end of this one.
fn text_to(whole: &mut String) -> TextAs<impl FnOnce(&str) -> Span> {
    TextAs(|text: &str| {
        let start = whole.len();
        whole.push_str(text);
        span(start, whole.len())
    })
}

/// An answer is far below 4 GiB; beyond that a span is empty rather than wrong.
fn span(start: usize, end: usize) -> Span {
    match (u32::try_from(start), u32::try_from(end)) {
        (Ok(start), Ok(end)) => Span { start, end },
        _ => Span::default(),
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString as _;
    use http::Response;

    use super::*;
    use crate::operation::{ListReports, Operation as _};

    fn report(text: &str) -> FaxReport {
        FaxReport::from_json(text).unwrap()
    }

    const FULL: &str = r#"{"jobId":"A","pages":2,"reason":"x",
        "reference":{"billingInfo":"info","customerDefinedId":"id","billingCode":"code"},
        "recipientStatus":[{"remoteCsid":"csid","sentToNumber":"0049","durationInSecs":3,"sentTs":"t",
        "reason":"r","status":"OK","properties":[{"value":"v","key":"k"},{"key":"empty"}],
        "alternativeNumbers":["1","2"],"number":"+49"},{"status":"BUSY","number":"+1"}]}"#;

    #[test]
    fn the_order_of_fields_makes_no_difference() {
        let read = report(FULL);
        let written = serde_json::to_string(&read).unwrap();
        assert!(
            written.find("number") < written.find("remoteCsid"),
            "another order"
        );
        assert_eq!(report(&written), read);
    }

    #[test]
    fn every_field_makes_a_difference() {
        let whole = report(FULL);
        for (old, new) in [
            ("\"A\"", "\"B\""),
            (":2,", ":3,"),
            ("\"info\"", "\"other\""),
            ("\"id\"", "\"other\""),
            ("\"code\"", "\"other\""),
            ("\"csid\"", "\"other\""),
            ("\"0049\"", "null"),
            (":3,", ":4,"),
            ("\"t\"", "\"other\""),
            ("\"r\"", "\"other\""),
            ("\"OK\"", "\"NOFAX\""),
            ("\"v\"", "null"),
            ("\"empty\"", "\"other\""),
            ("[\"1\",\"2\"]", "[\"12\"]"),
            ("\"+49\"", "\"+4\""),
        ] {
            let changed = FULL.replacen(old, new, 1);
            assert_ne!(changed, FULL);
            assert_ne!(report(&changed), whole, "{old} to {new}");
        }
        assert_eq!(
            report(&FULL.replace("\"x\"", "\"y\"")),
            whole,
            "`reason` is no part of a report"
        );
    }

    #[test]
    fn reports_in_a_list_are_as_if_each_was_read_alone() {
        let entries = [
            FULL.to_string(),
            r#"{"jobId":"B"}"#.into(),
            FULL.replace("+49", "+33"),
            r#"{"jobId":"C","recipientStatus":[{"number":"","status":"OK"}],"reference":{"billingCode":"é"}}"#.into(),
        ];
        let list = format!("[{}]", entries.join(","));
        let page = ListReports::new()
            .response(Response::new(list.as_bytes()))
            .unwrap();
        assert_eq!(page.entries, entries.map(|entry| report(&entry)));
    }

    #[test]
    fn a_field_that_is_there_twice_is_an_error() {
        for (once, twice) in [
            ("\"pages\":2", "\"pages\":2,\"pages\":2"),
            (
                "\"number\":\"+49\"",
                "\"number\":\"+49\",\"number\":\"+48\"",
            ),
            ("\"sentTs\":\"t\"", "\"sentTs\":\"t\",\"sentTS\":\"t\""),
            ("\"billingInfo\":", "\"billingInfo\":\"a\",\"billingInfo\":"),
            ("\"key\":\"k\"", "\"key\":\"k\",\"key\":\"k\""),
            (
                "\"recipientStatus\":",
                "\"recipientStatus\":[],\"recipientStatus\":",
            ),
        ] {
            let text = FULL.replacen(once, twice, 1);
            assert_ne!(text, FULL);
            assert!(FaxReport::from_json(&text).is_err(), "{twice}");
        }
    }
}
