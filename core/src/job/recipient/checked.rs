//! The recipients of a job that was checked.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::super::json::JsonWriter;
use super::super::number::{FaxNumber, InvalidFaxNumber};
use super::super::problem::{Problem, Problems};
use super::super::text;
use super::Recipient;

/// A recipient whose numbers were checked.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct CheckedRecipient {
    number: FaxNumber,
    alternative_numbers: Vec<FaxNumber>,
    properties: Vec<(String, String)>,
}

impl CheckedRecipient {
    pub(crate) fn number(&self) -> &FaxNumber {
        &self.number
    }

    pub(crate) fn write(&self, json: &mut JsonWriter) {
        json.text("number", self.number.as_str());
        json.strings("alternativeNumbers", &self.alternative_numbers);
        json.objects("properties", &self.properties, |json, (key, value)| {
            json.text("key", key.as_str());
            json.text("value", value.as_str());
        });
    }

    /// About how many bytes of JSON this is.
    pub(crate) fn text_len(&self) -> usize {
        let pairs = self
            .properties
            .iter()
            .map(|(key, value)| key.len() + value.len() + 24);
        40 + 28 * self.alternative_numbers.len() + pairs.sum::<usize>()
    }
}

/// Checks all recipients of a job. Those with a wrong number are not in the result, but among the
/// problems.
pub(crate) fn check_recipients(
    recipients: Vec<Recipient>,
    allow_duplicates: bool,
    problems: &mut Problems,
) -> Vec<CheckedRecipient> {
    if recipients.is_empty() {
        problems.push("recipients", Problem::NoRecipient);
    }
    if !allow_duplicates && recipients.len() > 1 {
        check_duplicates(&recipients, problems);
    }
    let indexed = recipients.into_iter().enumerate();
    indexed
        .filter_map(|(index, recipient)| check_recipient(index, recipient, problems))
        .collect()
}

fn check_recipient(
    index: usize,
    recipient: Recipient,
    problems: &mut Problems,
) -> Option<CheckedRecipient> {
    let mut valid = |number: Result<FaxNumber, InvalidFaxNumber>, place: fmt::Arguments<'_>| {
        number
            .map_err(|invalid| problems.push(place, Problem::Number(invalid)))
            .ok()
    };
    let number = valid(recipient.number, format_args!("recipients[{index}].number"));
    let alternatives = recipient.alternative_numbers.into_iter().enumerate();
    let alternative_numbers = alternatives.filter_map(|(at, number)| {
        valid(
            number,
            format_args!("recipients[{index}].alternativeNumbers[{at}]"),
        )
    });
    let alternative_numbers = alternative_numbers.collect();
    for (at, (key, value)) in recipient.properties.iter().enumerate() {
        text::check_line(
            key.as_str(),
            None,
            format_args!("recipients[{index}].properties[{at}].key"),
            problems,
        );
        text::check_lines(
            value,
            format_args!("recipients[{index}].properties[{at}].value"),
            problems,
        );
    }
    Some(CheckedRecipient {
        number: number?,
        alternative_numbers,
        properties: recipient.properties,
    })
}

fn check_duplicates(recipients: &[Recipient], problems: &mut Problems) {
    let mut seen = BTreeMap::new();
    for (index, recipient) in recipients.iter().enumerate() {
        let Ok(number) = &recipient.number else {
            continue;
        };
        let first = *seen.entry(number.digits()).or_insert(index);
        if first != index {
            let problem = Problem::DuplicateRecipient { first };
            problems.push(format_args!("recipients[{index}].number"), problem);
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    fn problems(recipients: Vec<Recipient>, allow_duplicates: bool) -> Vec<(String, Problem)> {
        Problems::collected(|problems| {
            check_recipients(recipients, allow_duplicates, problems);
        })
    }

    #[test]
    fn a_job_needs_a_recipient() {
        assert_eq!(
            problems(vec![], false),
            [("recipients".into(), Problem::NoRecipient)]
        );
        assert_eq!(problems(vec!["+49891234567".into()], false), []);
    }

    #[test]
    fn every_wrong_number_is_told_with_its_place() {
        let recipients = vec![
            Recipient::from("+49891234567"),
            Recipient::from(String::from("089"))
                .alternative_number("+49891")
                .alternative_number("+4989123"),
            Recipient::from("").alternative_number("+1201555100x"),
        ];
        assert_eq!(
            problems(recipients, false),
            [
                (
                    "recipients[1].number".into(),
                    Problem::Number(InvalidFaxNumber::NotInternational)
                ),
                (
                    "recipients[1].alternativeNumbers[0]".into(),
                    Problem::Number(InvalidFaxNumber::TooShort { digits: 5 })
                ),
                (
                    "recipients[2].number".into(),
                    Problem::Number(InvalidFaxNumber::Empty)
                ),
                (
                    "recipients[2].alternativeNumbers[0]".into(),
                    Problem::Number(InvalidFaxNumber::UnexpectedCharacter { position: 11 })
                ),
            ]
        );
    }

    #[test]
    fn the_same_number_twice_is_a_duplicate_however_it_is_written() {
        let twice = || {
            vec![
                Recipient::new("+49 89 1234567").property("ToName", "A"),
                Recipient::new("+1 201 555 1000"),
                Recipient::new("0049 (89) 1234567").property("ToName", "B"),
                Recipient::new("+49891234567"),
            ]
        };
        assert_eq!(
            problems(twice(), false),
            [
                (
                    "recipients[2].number".into(),
                    Problem::DuplicateRecipient { first: 0 }
                ),
                (
                    "recipients[3].number".into(),
                    Problem::DuplicateRecipient { first: 0 }
                ),
            ]
        );
        assert_eq!(problems(twice(), true), []);
    }

    #[test]
    fn wrong_numbers_are_not_each_others_duplicates() {
        let found = problems(vec!["089".into(), "089".into()], false);
        assert!(
            found
                .iter()
                .all(|(_, problem)| matches!(problem, Problem::Number(_)))
        );
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn keys_are_lines_and_values_may_break() {
        let recipient = Recipient::new("+49891234567")
            .property("", "")
            .property("Subject\nText", "one\ntwo")
            .property("SubjectText", "\u{0}");
        assert_eq!(
            problems(vec![recipient], false),
            [
                ("recipients[0].properties[0].key".into(), Problem::Empty),
                (
                    "recipients[0].properties[1].key".into(),
                    Problem::ControlCharacter { position: 7 }
                ),
                (
                    "recipients[0].properties[2].value".into(),
                    Problem::ControlCharacter { position: 0 }
                ),
            ]
        );
    }
}
