//! How a job is identified and transported.

use alloc::string::String;

use super::json::JsonWriter;
use super::problem::Problems;
use super::text;

/// `reference`: what comes back in the job's report.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) customer_defined_id: Option<String>,
    pub(crate) billing_code: Option<String>,
    pub(crate) billing_info: Option<String>,
}

impl Reference {
    pub(crate) fn check(&self, problems: &mut Problems) {
        text::check_line(
            self.customer_defined_id.as_deref(),
            Some(256),
            "reference.customerDefinedId",
            problems,
        );
        text::check_line(
            self.billing_code.as_deref(),
            Some(80),
            "reference.billingCode",
            problems,
        );
        text::check_line(
            self.billing_info.as_deref(),
            Some(80),
            "reference.billingInfo",
            problems,
        );
    }

    pub(crate) fn write(&self, json: &mut JsonWriter) {
        json.text("customerDefinedId", self.customer_defined_id.as_deref());
        json.text("billingCode", self.billing_code.as_deref());
        json.text("billingInfo", self.billing_info.as_deref());
    }
}

/// `transportOptions`: how the fax is sent.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct TransportOptions {
    pub(crate) csid: Option<String>,
    pub(crate) is_express: Option<bool>,
    pub(crate) is_blacklist_enabled: Option<bool>,
}

impl TransportOptions {
    pub(crate) fn check(&self, problems: &mut Problems) {
        text::check_line(
            self.csid.as_deref(),
            Some(20),
            "transportOptions.csid",
            problems,
        );
    }

    pub(crate) fn write(&self, json: &mut JsonWriter) {
        json.text("csid", self.csid.as_deref());
        json.flag("isExpress", self.is_express);
        json.flag("isBlacklistEnabled", self.is_blacklist_enabled);
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::super::problem::Problem;
    use super::*;

    fn problems(text: impl Fn(usize) -> String) -> Vec<(String, Problem)> {
        let reference = Reference {
            customer_defined_id: Some(text(256)),
            billing_code: Some(text(80)),
            billing_info: Some(text(80)),
        };
        let transport = TransportOptions {
            csid: Some(text(20)),
            ..TransportOptions::default()
        };
        Problems::collected(|problems| {
            reference.check(problems);
            transport.check(problems);
        })
    }

    #[test]
    fn texts_have_the_limits_of_the_api() {
        assert_eq!(problems(|limit| "ü".repeat(limit)), []);
        let too_long = |place: &str, limit| {
            (
                place.into(),
                Problem::TooLong {
                    limit,
                    length: limit + 1,
                },
            )
        };
        assert_eq!(
            problems(|limit| "ü".repeat(limit + 1)),
            [
                too_long("reference.customerDefinedId", 256),
                too_long("reference.billingCode", 80),
                too_long("reference.billingInfo", 80),
                too_long("transportOptions.csid", 20),
            ]
        );
    }

    #[test]
    fn texts_are_visible_and_not_empty() {
        let all = |problem: Problem| {
            let [id, code, info, csid] = [(); 4].map(|()| problem.clone());
            [
                ("reference.customerDefinedId".into(), id),
                ("reference.billingCode".into(), code),
                ("reference.billingInfo".into(), info),
                ("transportOptions.csid".into(), csid),
            ]
        };
        assert_eq!(problems(|_| String::new()), all(Problem::Empty));
        assert_eq!(
            problems(|_| "a\tb".into()),
            all(Problem::ControlCharacter { position: 1 })
        );
    }

    #[test]
    fn what_is_not_set_is_fine_and_not_written() {
        let (reference, transport) = (Reference::default(), TransportOptions::default());
        let found = Problems::collected(|problems| {
            reference.check(problems);
            transport.check(problems);
        });
        assert_eq!(found, []);
        assert_eq!(JsonWriter::written(|json| reference.write(json)), "{}");
        assert_eq!(JsonWriter::written(|json| transport.write(json)), "{}");
    }

    #[test]
    fn false_is_written() {
        let options = TransportOptions {
            is_express: Some(false),
            is_blacklist_enabled: Some(true),
            ..TransportOptions::default()
        };
        let expected = r#"{"isExpress":false,"isBlacklistEnabled":true}"#;
        assert_eq!(JsonWriter::written(|json| options.write(json)), expected);
    }
}
