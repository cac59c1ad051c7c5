//! Status pushes: what the service posts to a job's `targetUrl` when the job is done.

mod authorization;
mod digest;
mod md5;
mod record;
mod xml;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::CONTENT_TYPE;
use http::{HeaderValue, Request};

use self::authorization::Authorization;
pub use self::record::{PushOutcome, PushRecord};
use super::Service;
use super::job::Facts;
use super::report::Report;
use crate::{Endpoint, PushFormat};

/// The pushes that are still to be made, and how those made went.
#[derive(Clone, Default)]
pub(super) struct Pushes {
    due: BTreeMap<(Duration, Endpoint, u64), Arc<Facts>>,
    records: Vec<PushRecord>,
}

/// A status push to be made now. Whoever makes it tells the service by [`Service::record_push`] how it
/// went.
#[non_exhaustive]
pub struct Push {
    /// The job.
    pub job_id: String,
    /// The data center that processed it.
    pub data_center: Endpoint,
    /// The request. Its URI is the job's `targetUrl`; it has `Authorization` if the job's method needs
    /// no challenge.
    pub request: Request<Vec<u8>>,
    authorization: Authorization,
}

impl Push {
    /// The request again, with the answer to a Digest challenge (the `WWW-Authenticate` of a `401`).
    /// `None` if the job did not ask for `HTTP_DIGEST`, or if the challenge is none.
    ///
    /// MD5 only, as the oldest servers have it (RFC 2617, RFC 7616).
    pub fn answer_challenge(&self, challenge: &HeaderValue) -> Option<Request<Vec<u8>>> {
        self.authorization.answer(&self.request, challenge)
    }
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
    /// The status pushes that are due at a virtual time. Each is handed out once; whatever comes of it,
    /// the service does not repeat it by itself.
    ///
    /// A push may well come before the answer to the send was read, and its report may be gone by then.
    pub fn due_pushes(&mut self, now: Duration) -> Vec<Push> {
        let now = self.at(now);
        let mut due = Vec::new();
        while let Some(entry) = self.pushes.due.first_entry().filter(|it| it.key().0 <= now) {
            let ((_, center, serial), facts) = entry.remove_entry();
            due.extend(self.push(center, serial, &facts, now));
        }
        due
    }

    /// Makes the push of a job due again. False if the job has none, is not done, or its report is gone.
    pub fn repeat_push(&mut self, job_id: &str, now: Duration) -> bool {
        let now = self.at(now);
        let found = self
            .centers
            .iter()
            .find_map(|it| Some((it.endpoint, it.find(job_id)?)));
        let Some((center, job)) = found else {
            return false;
        };
        let repeats = job.facts.push.is_some() && job.facts.is_finished(now);
        if repeats {
            let (serial, facts) = (job.serial, Arc::clone(&job.facts));
            self.pushes.schedule(now, center, serial, facts);
        }
        repeats
    }

    /// Notes how a push went.
    pub fn record_push(&mut self, push: &Push, now: Duration, outcome: PushOutcome) {
        let at = self.at(now);
        let Push {
            job_id,
            data_center,
            ..
        } = push;
        let (job_id, data_center) = (job_id.clone(), *data_center);
        self.pushes.records.push(PushRecord {
            job_id,
            data_center,
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

    /// None only if the job asked for no push: its URL was checked when the job came in.
    fn push(&self, center: Endpoint, serial: u64, facts: &Facts, now: Duration) -> Option<Push> {
        let target = facts.push.as_ref()?;
        let seed = self.config.seed;
        let job_id = self.center(center).job_id(serial);
        let (content_type, body) = match self.config.push_format {
            PushFormat::Xml => {
                let xml = xml::report(seed, center, serial, facts, now, self.wall);
                ("application/xml; charset=utf-8", xml.into_bytes())
            }
            PushFormat::Json => {
                let report = Report::of(job_id.clone(), facts, now, self.wall);
                ("application/json", serde_json::to_vec(&report).ok()?)
            }
        };
        let request = Request::post(&target.url).header(CONTENT_TYPE, content_type);
        let mut request = request.body(body).ok()?;
        let authorization = Authorization::new(target, &job_id);
        authorization.apply(&mut request);
        Some(Push {
            job_id,
            data_center: center,
            request,
            authorization,
        })
    }
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::Config;
    use crate::service::testing::{SECOND, World, job};

    const DE1: Endpoint = Endpoint::De1;

    fn job_with_push(auth_method: &str) -> Value {
        let mut fax = job("+99900000100");
        fax["statusReportOptions"] = json!({"httpStatusPush": {
            "targetUrl": "http://127.0.0.1:9/listen?a=b",
            "principal": "marked-user",
            "credentials": "marked-secret",
            "authMethod": auth_method,
        }});
        fax
    }

    fn pushed(auth_method: &str) -> Push {
        let mut world = World::new();
        world.send(DE1, &job_with_push(auth_method));
        world.service.due_pushes(2 * SECOND).remove(0)
    }

    #[test]
    fn a_push_is_due_once_when_its_job_is_done() {
        let mut world = World::new();
        let id = world.send(DE1, &job_with_push("NONE"));
        world.send(DE1, &job("+4989123456"));
        assert_eq!(world.service.next_wake(SECOND), Some(2 * SECOND));
        assert!(world.service.due_pushes(SECOND).is_empty());
        let pushes = world.service.due_pushes(2 * SECOND);
        assert_eq!(
            pushes.iter().map(|it| &it.job_id).collect::<Vec<_>>(),
            [&id]
        );
        assert_eq!(pushes[0].request.uri(), "http://127.0.0.1:9/listen?a=b");
        assert!(world.service.due_pushes(3 * SECOND).is_empty());
        assert_eq!(world.service.next_wake(3 * SECOND), None);
    }

    #[test]
    fn a_push_comes_even_if_the_report_was_deleted_first() {
        let mut world = World::new();
        let id = world.send(DE1, &job_with_push("NONE"));
        world.now = 2 * SECOND;
        assert_eq!(world.delete(DE1, &format!("/fax/reports/{id}")).0, 200);
        assert_eq!(world.service.due_pushes(world.now).len(), 1);
    }

    #[test]
    fn a_push_is_repeated_on_demand_while_there_is_a_report() {
        let mut world = World::new();
        let id = world.send(DE1, &job_with_push("NONE"));
        let without = world.send(DE1, &job("+99900000202"));
        assert!(
            !world.service.repeat_push(&id, SECOND),
            "the job is not done"
        );
        let first = world.service.due_pushes(2 * SECOND).remove(0);
        assert!(world.service.repeat_push(&id, 3 * SECOND));
        let second = world.service.due_pushes(3 * SECOND).remove(0);
        assert_eq!(first.request.body(), second.request.body());
        assert!(!world.service.repeat_push(&without, 3 * SECOND));
        assert!(!world.service.repeat_push("nothing", 3 * SECOND));
    }

    #[test]
    fn the_json_push_is_the_report() {
        let mut world = World::with(Config::new().push_format(PushFormat::Json));
        let id = world.send(DE1, &job_with_push("NONE"));
        world.now = 2 * SECOND;
        let push = world.service.due_pushes(world.now).remove(0);
        assert_eq!(push.request.headers()["content-type"], "application/json");
        let body: Value = serde_json::from_slice(push.request.body()).unwrap();
        assert_eq!(body, world.get(DE1, &format!("/fax/reports/{id}")).1);
    }

    #[test]
    fn each_method_authenticates_in_its_way() {
        let header = |method| {
            let value = pushed(method)
                .request
                .headers()
                .get("authorization")
                .cloned();
            value.map(|it| it.to_str().unwrap().to_owned())
        };
        assert_eq!(header("NONE"), None);
        assert_eq!(header("HTTP_DIGEST"), None);
        assert_eq!(
            header("HTTP_BASIC").unwrap(),
            "Basic bWFya2VkLXVzZXI6bWFya2VkLXNlY3JldA=="
        );
        assert_eq!(header("OAUTH2").unwrap(), "Bearer marked-secret");
    }

    #[test]
    fn only_a_digest_push_answers_a_challenge() {
        let challenge = HeaderValue::from_static("Digest realm=\"r\", nonce=\"n\", qop=\"auth\"");
        assert!(pushed("HTTP_BASIC").answer_challenge(&challenge).is_none());
        let push = pushed("HTTP_DIGEST");
        assert!(
            push.answer_challenge(&HeaderValue::from_static("Basic realm=\"r\""))
                .is_none()
        );
        let again = push.answer_challenge(&challenge).unwrap();
        let value = again.headers()["authorization"].to_str().unwrap();
        assert!(
            value.starts_with("Digest username=\"marked-user\", realm=\"r\""),
            "{value}"
        );
        assert!(value.contains("uri=\"/listen?a=b\""), "{value}");
    }

    #[test]
    fn debug_shows_no_secret() {
        let push = pushed("HTTP_BASIC");
        assert!(!format!("{push:?} {:?}", push.request.headers()).contains("bWFya2Vk"));
        assert!(!format!("{push:?}").contains("127.0.0.1"));
    }
}
