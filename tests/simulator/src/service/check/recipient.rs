//! Recipients: numbers, and what the cover page says.

use super::{Problems, number};
use crate::service::job::Property;
use crate::service::submission::{PropertyIn, RecipientIn, Text, owned};

pub(crate) struct CheckedRecipient {
    /// The number as it was given.
    pub(crate) number: String,
    /// The number as it is dialed.
    pub(crate) digits: String,
    pub(crate) alternative_numbers: Option<Vec<String>>,
    pub(crate) properties: Option<Vec<Property>>,
}

pub(super) fn check(
    recipients: &[RecipientIn<'_>],
    problems: &mut Problems,
) -> Vec<CheckedRecipient> {
    if recipients.is_empty() {
        problems.add("recipients", "no recipient");
    }
    let numbered = recipients.iter().enumerate();
    numbered
        .map(|(index, it)| recipient(it, &format!("recipients[{index}]"), problems))
        .collect()
}

fn recipient(recipient: &RecipientIn<'_>, path: &str, problems: &mut Problems) -> CheckedRecipient {
    let number = recipient.number.as_deref().unwrap_or_default();
    let digits = dialed(number, &format!("{path}.number"), problems);
    let alternative_numbers = recipient.alternative_numbers.as_ref().map(|numbers| {
        let numbered = numbers.iter().enumerate();
        let checked = numbered.map(|(index, number)| {
            dialed(
                number,
                &format!("{path}.alternativeNumbers[{index}]"),
                problems,
            );
            number.to_string()
        });
        checked.collect()
    });
    let properties = recipient.properties.as_ref().map(|properties| {
        let numbered = properties.iter().enumerate();
        let path = |index| format!("{path}.properties[{index}]");
        numbered
            .map(|(index, it)| property(it, &path(index), problems))
            .collect()
    });
    CheckedRecipient {
        number: number.to_owned(),
        digits,
        alternative_numbers,
        properties,
    }
}

fn dialed(number: &str, path: &str, problems: &mut Problems) -> String {
    let digits = number::dialed(number);
    if digits.is_none() {
        problems.add(path, "no international fax number");
    }
    digits.unwrap_or_default()
}

/// A key is needed; a value may be empty, but not missing.
fn property(property: &PropertyIn<'_>, path: &str, problems: &mut Problems) -> Property {
    let PropertyIn { key, value } = property;
    problems.required(&format!("{path}.key"), key.as_ref());
    if value.is_none() {
        problems.add(&format!("{path}.value"), "is missing");
    }
    let own = |text: Option<&Text<'_>>| owned(text).unwrap_or_default();
    Property {
        key: own(key.as_ref()),
        value: own(value.as_ref()),
    }
}
