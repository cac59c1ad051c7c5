//! The rules of a send. All broken ones are reported at once, each with its place.

mod document;
mod header;
mod number;
mod options;
mod validity;

use std::time::Duration;

pub(crate) use self::validity::Validity;
use super::job::{Document, Options, Property, PushTarget, Reference, ReportMail};
use super::problem::Problem;
use super::submission::{FaxJobRequest, RecipientIn, ReferenceIn, Text, owned};
use super::wall::Wall;

/// A send that breaks no rule.
pub(crate) struct Checked {
    pub(crate) recipients: Vec<CheckedRecipient>,
    pub(crate) documents: Vec<Document>,
    pub(crate) pages: u32,
    pub(crate) reference: Option<Reference>,
    pub(crate) options: Options,
    pub(crate) report_mail: Option<ReportMail>,
    pub(crate) push: Option<PushTarget>,
    pub(crate) purge: Option<Duration>,
    pub(crate) validity: Validity,
}

pub(crate) struct CheckedRecipient {
    pub(crate) number: String,
    pub(crate) digits: String,
    pub(crate) alternative_numbers: Option<Vec<String>>,
    pub(crate) properties: Option<Vec<Property>>,
}

/// The list of broken rules, as it grows.
#[derive(Default)]
pub(crate) struct Problems(Vec<Problem>);

impl Problems {
    fn add(&mut self, path: &str, message: &str) {
        self.0.push(Problem::new(path, message));
    }

    /// Counts Unicode characters, not bytes.
    fn at_most(&mut self, path: &str, text: Option<&Text<'_>>, limit: usize) {
        if text.is_some_and(|it| it.chars().count() > limit) {
            self.add(path, &format!("more than {limit} characters"));
        }
    }

    fn one_of(&mut self, path: &str, text: Option<&Text<'_>>, allowed: &[&str]) {
        if text.is_some_and(|it| !allowed.contains(&&**it)) {
            self.add(path, &format!("must be one of {}", allowed.join(", ")));
        }
    }

    fn required(&mut self, path: &str, text: Option<&Text<'_>>) {
        if text.is_none_or(|it| it.is_empty()) {
            self.add(path, "is missing");
        }
    }
}

/// Checks a send that arrives at the given time.
pub(crate) fn check(
    request: &FaxJobRequest<'_>,
    wall: Wall,
    now: Duration,
    keep_documents: bool,
) -> Result<Checked, Vec<Problem>> {
    let mut problems = Problems::default();
    let found = &mut problems;

    let recipients = recipients(request.recipients.as_deref().unwrap_or_default(), found);
    let rendering = request.rendering_options.as_ref();
    let cover_page = rendering
        .and_then(|it| it.coverpage_template.as_ref())
        .is_some_and(|it| !it.is_empty());
    let (documents, mut pages) = document::check(
        request.documents.as_deref().unwrap_or_default(),
        keep_documents,
        found,
    );
    pages += u32::from(cover_page);
    if request.documents.as_ref().is_none_or(Vec::is_empty) && !cover_page {
        found.add("documents", "neither a document nor a cover page");
    }
    let reference = request.reference.as_ref().map(|it| reference(it, found));
    let options = options::check(request, found);
    let reports = request.status_report_options.as_ref();
    let report_mail = reports
        .and_then(|it| it.report_mail.as_ref())
        .map(|it| options::report_mail(it, found));
    let push = reports
        .and_then(|it| it.http_status_push.as_ref())
        .map(|it| options::push(it, found));
    let purge = validity::purge(
        reports.and_then(|it| it.report_purge_ts.as_ref()),
        wall,
        found,
    );
    let valid = request.meta.as_ref().and_then(|it| it.job_valid.as_ref());
    let validity = validity::check(valid, wall, now, found);

    if problems.0.is_empty() {
        Ok(Checked {
            recipients,
            documents,
            pages,
            reference,
            options,
            report_mail,
            push,
            purge,
            validity,
        })
    } else {
        Err(problems.0)
    }
}

fn recipients(recipients: &[RecipientIn<'_>], problems: &mut Problems) -> Vec<CheckedRecipient> {
    if recipients.is_empty() {
        problems.add("recipients", "no recipient");
    }
    let mut checked = Vec::with_capacity(recipients.len());
    for (index, recipient) in recipients.iter().enumerate() {
        let path = format!("recipients[{index}]");
        let number = recipient.number.as_deref().unwrap_or_default();
        let digits = number::dialed(number);
        if digits.is_none() {
            problems.add(&format!("{path}.number"), "no international fax number");
        }
        let alternatives = recipient.alternative_numbers.as_deref().unwrap_or_default();
        for (index, number) in alternatives.iter().enumerate() {
            if number::dialed(number).is_none() {
                problems.add(
                    &format!("{path}.alternativeNumbers[{index}]"),
                    "no international fax number",
                );
            }
        }
        let properties = recipient.properties.as_deref().unwrap_or_default();
        for (index, property) in properties.iter().enumerate() {
            problems.required(
                &format!("{path}.properties[{index}].key"),
                property.key.as_ref(),
            );
            if property.value.is_none() {
                problems.add(&format!("{path}.properties[{index}].value"), "is missing");
            }
        }
        let own = |text: Option<&Text<'_>>| owned(text).unwrap_or_default();
        let property = |it: &_| {
            let super::submission::PropertyIn { key, value } = it;
            Property {
                key: own(key.as_ref()),
                value: own(value.as_ref()),
            }
        };
        checked.push(CheckedRecipient {
            number: number.to_owned(),
            digits: digits.unwrap_or_default(),
            alternative_numbers: recipient
                .alternative_numbers
                .as_ref()
                .map(|it| it.iter().map(|it| it.to_string()).collect()),
            properties: recipient
                .properties
                .as_ref()
                .map(|it| it.iter().map(property).collect()),
        });
    }
    checked
}

fn reference(reference: &ReferenceIn<'_>, problems: &mut Problems) -> Reference {
    let ReferenceIn {
        customer_defined_id,
        billing_code,
        billing_info,
    } = reference;
    problems.at_most(
        "reference.customerDefinedId",
        customer_defined_id.as_ref(),
        256,
    );
    problems.at_most("reference.billingCode", billing_code.as_ref(), 80);
    problems.at_most("reference.billingInfo", billing_info.as_ref(), 80);
    Reference {
        customer_defined_id: owned(customer_defined_id.as_ref()),
        billing_code: owned(billing_code.as_ref()),
        billing_info: owned(billing_info.as_ref()),
    }
}
