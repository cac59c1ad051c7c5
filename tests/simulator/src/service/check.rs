//! The rules of a send. All broken ones are reported at once, each with its place.

mod document;
mod header;
mod number;
mod options;
mod recipient;
mod validity;

use std::time::Duration;

pub(crate) use self::recipient::CheckedRecipient;
pub(crate) use self::validity::Validity;
use super::job::{Document, Options, PushTarget, Reference, ReportMail};
use super::problem::Problem;
use super::submission::{FaxJobRequest, ReferenceIn, Text, owned};
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

    let recipients = recipient::check(request.recipients.as_deref().unwrap_or_default(), found);
    let documents = request.documents.as_deref().unwrap_or_default();
    let rendering = request.rendering_options.as_ref();
    let cover_page = rendering.and_then(|it| it.coverpage_template.as_deref());
    let has_cover_page = cover_page.is_some_and(|it| !it.is_empty());
    if documents.is_empty() && !has_cover_page {
        found.add("documents", "neither a document nor a cover page");
    }
    let (documents, pages) = document::check(documents, keep_documents, found);
    let reference = request.reference.as_ref().map(|it| reference(it, found));
    let options = options::check(request, found);
    let reports = request.status_report_options.as_ref();
    let mail = reports.and_then(|it| it.report_mail.as_ref());
    let report_mail = mail.map(|it| options::report_mail(it, found));
    let push = reports.and_then(|it| it.http_status_push.as_ref());
    let push = push.map(|it| options::push(it, found));
    let purge = reports.and_then(|it| it.report_purge_ts.as_ref());
    let purge = validity::purge(purge, wall, found);
    let valid = request.meta.as_ref().and_then(|it| it.job_valid.as_ref());
    let validity = validity::check(valid, wall, now, found);

    if problems.0.is_empty() {
        Ok(Checked {
            recipients,
            documents,
            pages: pages + u32::from(has_cover_page),
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
