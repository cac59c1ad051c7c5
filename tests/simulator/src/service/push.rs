//! Status pushes: what the service posts to a job's `targetUrl` when the job is done.

mod xml;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine};
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Request};
use serde::Serialize;

use super::Service;
use super::job::{Facts, PushAuth, PushTarget};
use super::report::Report;
use crate::fault::seconds;
use crate::{Endpoint, PushFormat};

/// The pushes that are still to be made, and how those made went.
#[derive(Default)]
pub(super) struct Pushes {
    due: BTreeMap<(Duration, Endpoint, u64), Arc<Facts>>,
    records: Vec<PushRecord>,
}

/// A status push to be made now. Whoever makes it tells the service by [`Service::record_push`] how it went.
#[non_exhaustive]
pub struct Push {
    /// The job.
    pub job_id: String,
    /// The data center that processed it.
    pub data_center: Endpoint,
    /// The request, with `Authorization` where the method needs no challenge. Its URI is the job's `targetUrl`.
    pub request: Request<Vec<u8>>,
}

/// How a push went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum PushOutcome {
    /// The target answered with this HTTP status: `2xx` is "received".
    Answered(u16),
    /// There was no answer.
    NoAnswer,
    /// It was not made: the target is not on this machine.
    NotLoopback,
}

/// A push that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PushRecord {
    /// The job.
    pub job_id: String,
    /// The data center that processed it.
    pub data_center: Endpoint,
    /// The virtual time at which it was recorded.
    #[serde(with = "seconds", rename = "seconds")]
    pub at: Duration,
    /// How it went.
    pub outcome: PushOutcome,
}

impl Pushes {
    pub(super) fn schedule(
        &mut self,
        at: Duration,
        center: Endpoint,
        serial: u64,
        facts: Arc<Facts>,
    ) {
        self.due.insert((at, center, serial), facts);
    }
}

impl Service {
    /// The status pushes of jobs that are done at a virtual time. Each is handed out once; the service does not repeat by itself.
    ///
    /// A push may well come before the answer to the send has been read, and the report may be gone by then.
    pub fn due_pushes(&mut self, now: Duration) -> Vec<Push> {
        let now = self.at(now);
        let mut due = Vec::new();
        while let Some(entry) = self.pushes.due.first_entry().filter(|it| it.key().0 <= now) {
            let ((_, center, serial), facts) = entry.remove_entry();
            due.extend(self.push(center, serial, &facts, now));
        }
        due
    }

    /// The push of a job again, if the job is done and its report is still there.
    pub fn repeat_push(&mut self, job_id: &str, now: Duration) -> Option<Push> {
        let now = self.at(now);
        let found = self
            .centers
            .iter()
            .find_map(|it| Some((it.endpoint, it.find(job_id)?)));
        let (center, job) = found.filter(|(_, job)| job.facts.is_finished(now))?;
        self.push(center, job.serial, &job.facts, now)
    }

    /// Notes how a push went.
    pub fn record_push(&mut self, push: &Push, now: Duration, outcome: PushOutcome) {
        let at = self.at(now);
        let Push {
            job_id,
            data_center,
            ..
        } = push;
        self.pushes.records.push(PushRecord {
            job_id: job_id.clone(),
            data_center: *data_center,
            at,
            outcome,
        });
    }

    /// The pushes that were made, in order.
    pub fn pushes(&self) -> &[PushRecord] {
        &self.pushes.records
    }

    pub(super) fn next_push(&self) -> Option<Duration> {
        self.pushes.due.first_key_value().map(|((at, ..), _)| *at)
    }

    fn push(&self, center: Endpoint, serial: u64, facts: &Facts, now: Duration) -> Option<Push> {
        let target = facts.push.as_ref()?;
        let job_id = self.center(center).job_id(serial);
        let (content_type, body) = match self.config.push_format {
            PushFormat::Xml => (
                "application/xml; charset=utf-8",
                xml::report(self.config.seed, center, serial, facts, now, self.wall).into_bytes(),
            ),
            PushFormat::Json => {
                let report = Report::of(job_id.clone(), facts, now, self.wall);
                ("application/json", serde_json::to_vec(&report).ok()?)
            }
        };
        let mut request = Request::post(&target.url)
            .header(CONTENT_TYPE, content_type)
            .body(body)
            .ok()?;
        if let Some(value) = authorization(target) {
            request.headers_mut().insert(AUTHORIZATION, value);
        }
        Some(Push {
            job_id,
            data_center: center,
            request,
        })
    }
}

/// The credentials that are sent unasked.
fn authorization(target: &PushTarget) -> Option<HeaderValue> {
    let principal = target.principal.as_deref().unwrap_or_default();
    let credentials = target.credentials.as_deref().unwrap_or_default();
    let value = match target.auth_method {
        PushAuth::None | PushAuth::Digest => return None,
        PushAuth::Basic => format!(
            "Basic {}",
            BASE64_STANDARD.encode(format!("{principal}:{credentials}"))
        ),
        PushAuth::OAuth2 => format!("Bearer {credentials}"),
    };
    let mut value = HeaderValue::from_str(&value).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// Shows neither the target nor the content.
impl fmt::Debug for Push {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Push")
            .field("job_id", &self.job_id)
            .field("data_center", &self.data_center)
            .field("body_bytes", &self.request.body().len())
            .finish_non_exhaustive()
    }
}
