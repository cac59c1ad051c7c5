//! Reading what became of the recipients.

use alloc::string::String;

use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess};

use super::{Parts, Recipient, Span, span, text_to};
use crate::report::TransmissionStatus;
use crate::wire::into::{ByFields, ByItems, Fields, Items, Nullable, fill};
use crate::wire::lenient::{Count, TextAs};

/// Reads the recipients of a report.
pub(super) struct Recipients<'p>(pub(super) &'p mut Parts);

impl<'de> Items<'de> for Recipients<'_> {
    type Value = ();

    const WHAT: &'static str = "a list of recipients";

    fn read<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(recipient) = items.next_element_seed(ByFields(RecipientTo(self.0)))? {
            self.0.recipients.push(recipient);
        }
        Ok(())
    }
}

#[derive(serde::Deserialize)]
#[serde(field_identifier, rename_all = "camelCase")]
enum RecipientField {
    Number,
    AlternativeNumbers,
    Properties,
    Status,
    Reason,
    #[serde(alias = "sentTS")]
    SentTs,
    DurationInSecs,
    SentToNumber,
    RemoteCsid,
    #[serde(other)]
    Unknown,
}

/// Reads one recipient, with its texts and lists among these.
struct RecipientTo<'p>(&'p mut Parts);

impl<'de> Fields<'de> for RecipientTo<'_> {
    type Value = Recipient;

    const WHAT: &'static str = "a recipient";

    fn read<A: MapAccess<'de>>(self, mut fields: A) -> Result<Recipient, A::Error> {
        let (mut number, mut alternative_numbers, mut properties) = (None, None, None);
        let (mut status, mut reason, mut sent_ts, mut duration) = (None, None, None, None);
        let (mut sent_to_number, mut remote_csid) = (None, None);
        let parts = self.0;
        while let Some(field) = fields.next_key()? {
            match field {
                RecipientField::Number => fill(
                    &mut number,
                    fields.next_value_seed(text_to(&mut parts.text))?,
                ),
                RecipientField::AlternativeNumbers => fill(
                    &mut alternative_numbers,
                    fields.next_value_seed(Nullable(ByItems(NumbersTo(parts))))?,
                ),
                RecipientField::Properties => fill(
                    &mut properties,
                    fields.next_value_seed(Nullable(ByItems(PropertiesTo(parts))))?,
                ),
                RecipientField::Status => fill(
                    &mut status,
                    fields.next_value_seed(TextAs(TransmissionStatus::from_code))?,
                ),
                RecipientField::Reason => fill(
                    &mut reason,
                    fields.next_value_seed(Nullable(text_to(&mut parts.text)))?,
                ),
                RecipientField::SentTs => fill(
                    &mut sent_ts,
                    fields.next_value_seed(Nullable(text_to(&mut parts.text)))?,
                ),
                RecipientField::DurationInSecs => {
                    fill(&mut duration, fields.next_value::<Option<Count>>()?)
                }
                RecipientField::SentToNumber => fill(
                    &mut sent_to_number,
                    fields.next_value_seed(Nullable(text_to(&mut parts.text)))?,
                ),
                RecipientField::RemoteCsid => fill(
                    &mut remote_csid,
                    fields.next_value_seed(Nullable(text_to(&mut parts.text)))?,
                ),
                RecipientField::Unknown => fields.next_value::<IgnoredAny>().map(drop),
            }?;
        }
        Ok(Recipient {
            number: number.ok_or_else(|| Error::missing_field("number"))?,
            alternative_numbers: alternative_numbers.unwrap_or_default(),
            properties: properties.unwrap_or_default(),
            status: status.ok_or_else(|| Error::missing_field("status"))?,
            reason,
            sent_ts,
            duration_in_secs: duration.map(|Count(seconds)| seconds),
            sent_to_number,
            remote_csid,
        })
    }
}

/// Reads alternative numbers.
struct NumbersTo<'p>(&'p mut Parts);

impl<'de> Items<'de> for NumbersTo<'_> {
    type Value = Span;

    const WHAT: &'static str = "a list of numbers";

    fn read<A: SeqAccess<'de>>(self, mut items: A) -> Result<Span, A::Error> {
        let Parts { text, lists, .. } = self.0;
        let start = lists.len();
        while let Some(number) = items.next_element_seed(text_to(text))? {
            lists.push(number);
        }
        Ok(span(start, lists.len()))
    }
}

/// Reads properties, each as two texts: key and value.
struct PropertiesTo<'p>(&'p mut Parts);

impl<'de> Items<'de> for PropertiesTo<'_> {
    type Value = Span;

    const WHAT: &'static str = "a list of properties";

    fn read<A: SeqAccess<'de>>(self, mut items: A) -> Result<Span, A::Error> {
        let Parts { text, lists, .. } = self.0;
        let start = lists.len();
        while let Some(property) = items.next_element_seed(ByFields(PropertyTo(text)))? {
            lists.extend(property);
        }
        Ok(span(start, lists.len()))
    }
}

#[derive(serde::Deserialize)]
#[serde(field_identifier, rename_all = "camelCase")]
enum PropertyField {
    Key,
    Value,
    #[serde(other)]
    Unknown,
}

/// Reads a key and its value. A value that is missing is empty.
struct PropertyTo<'p>(&'p mut String);

impl<'de> Fields<'de> for PropertyTo<'_> {
    type Value = [Span; 2];

    const WHAT: &'static str = "a property";

    fn read<A: MapAccess<'de>>(self, mut fields: A) -> Result<[Span; 2], A::Error> {
        let (mut key, mut value) = (None, None);
        while let Some(field) = fields.next_key()? {
            match field {
                PropertyField::Key => fill(&mut key, fields.next_value_seed(text_to(self.0))?),
                PropertyField::Value => fill(
                    &mut value,
                    fields.next_value_seed(Nullable(text_to(self.0)))?,
                ),
                PropertyField::Unknown => fields.next_value::<IgnoredAny>().map(drop),
            }?;
        }
        let key = key.ok_or_else(|| Error::missing_field("key"))?;
        Ok([key, value.unwrap_or_default()])
    }
}
