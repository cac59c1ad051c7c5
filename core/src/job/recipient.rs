//! Who gets the fax.

mod checked;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

pub(crate) use self::checked::{CheckedRecipient, check_recipients};
use super::number::{FaxNumber, InvalidFaxNumber};

/// One recipient of a job: a fax number, numbers to try instead, and data for the cover page.
///
/// Made from anything that is a number: `"+49 89 1234567".into()`. A text that is not a fax
/// number becomes a problem when the job is built.
///
/// ```
/// use fax4a::{FaxJob, Recipient};
///
/// let job = FaxJob::builder()
///     .recipient("+12015551000")
///     .recipient(
///         Recipient::new("+49 89 1234567")
///             .alternative_number("+49 89 1234568")
///             .property(Recipient::TO_NAME, "Dr. Weber")
///             .property(Recipient::SUBJECT_TITLE, "Results"),
///     )
///     .coverpage_template("coverpage-default.ftl.html")
///     .build()?;
/// # Ok::<(), fax4a::InvalidFaxJob>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient {
    number: Result<FaxNumber, InvalidFaxNumber>,
    alternative_numbers: Vec<Result<FaxNumber, InvalidFaxNumber>>,
    properties: Vec<(String, String)>,
}

/// The keys that the default cover page template uses. A template of your own can have others.
impl Recipient {
    /// Sender's name.
    pub const FROM_NAME: &str = "FromName";
    /// Sender's company.
    pub const FROM_COMPANY_NAME: &str = "FromCompanyName";
    /// Sender's telephone number.
    pub const FROM_TEL_NUM: &str = "FromTelNum";
    /// Recipient's name.
    pub const TO_NAME: &str = "ToName";
    /// Recipient's company.
    pub const TO_COMPANY_NAME: &str = "ToCompanyName";
    /// Recipient's fax number, as it is to be printed.
    pub const TO_FAX_NUM: &str = "ToFaxNum";
    /// Title of the subject.
    pub const SUBJECT_TITLE: &str = "SubjectTitle";
    /// Text below the subject.
    pub const SUBJECT_TEXT: &str = "SubjectText";
}

impl Recipient {
    /// A recipient with this fax number, as people write it (see [`FaxNumber`]).
    #[must_use]
    pub fn new(number: impl AsRef<str>) -> Self {
        Self {
            number: number.as_ref().parse(),
            alternative_numbers: Vec::new(),
            properties: Vec::new(),
        }
    }

    /// Adds a number that is tried if the fax cannot be delivered to the ones before
    /// (`alternativeNumbers`). Documented for older versions of the API only.
    #[must_use]
    pub fn alternative_number(mut self, number: impl AsRef<str>) -> Self {
        self.alternative_numbers.push(number.as_ref().parse());
        self
    }

    /// Sets a value for the cover page (`properties`). A key that was set before gets the new value.
    ///
    /// A value may have several lines and may be empty; a key may not.
    #[must_use]
    pub fn property(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        let key = key.into();
        match self.properties.iter_mut().find(|(known, _)| *known == key) {
            Some((_, old)) => *old = value.into(),
            None => self.properties.push((key, value.into())),
        }
        self
    }
}

impl From<&str> for Recipient {
    fn from(number: &str) -> Self {
        Self::new(number)
    }
}

impl From<String> for Recipient {
    fn from(number: String) -> Self {
        Self::new(number)
    }
}

impl From<&String> for Recipient {
    fn from(number: &String) -> Self {
        Self::new(number)
    }
}

impl From<FaxNumber> for Recipient {
    fn from(number: FaxNumber) -> Self {
        Self {
            number: Ok(number),
            alternative_numbers: Vec::new(),
            properties: Vec::new(),
        }
    }
}

/// Counts only: numbers and cover page values are personal data.
impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recipient")
            .field("number", &self.number)
            .field("alternative_numbers", &self.alternative_numbers.len())
            .field("properties", &self.properties.len())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn a_key_set_again_gets_the_new_value() {
        let recipient = Recipient::new("+49891234567")
            .property(Recipient::TO_NAME, "old")
            .property(Recipient::FROM_NAME, "me")
            .property(Recipient::TO_NAME, "new");
        let expected = [
            ("ToName".into(), "new".into()),
            ("FromName".into(), "me".into()),
        ];
        assert_eq!(recipient.properties, expected);
    }

    #[test]
    fn debug_counts() {
        let recipient = Recipient::new("+49 89 7770007")
            .alternative_number("+49 89 7770008")
            .property("ToName", "Weber");
        assert_eq!(
            format!("{recipient:?}"),
            "Recipient { number: Ok(FaxNumber(11 digits)), alternative_numbers: 1, properties: 1 }"
        );
    }
}
