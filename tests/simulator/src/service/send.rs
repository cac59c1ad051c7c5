//! `POST /{custNr}/fax`: a job comes in.

use std::sync::Arc;
use std::time::Duration;

use http::{Request, StatusCode};
use serde::Serialize;

use super::Service;
use super::answer::{self, Answered};
use super::check::{self, Checked};
use super::job::Facts;
use super::problem::{Problem, json_type, plain};
use super::record::Received;
use super::submission::FaxJobRequest;
use crate::{Duplicates, Endpoint};

/// Why a job is not accepted.
pub(super) enum Refusal {
    Problems(Vec<Problem>),
    /// A magic number asks for this answer.
    Magic {
        status: u16,
        retry_after: Option<u32>,
    },
    Duplicate,
    /// All data centers behind the front are down.
    NoDataCenter,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Accepted {
    job_id: String,
}

impl Service {
    /// Answers a send, and notes which data center took the job.
    pub(super) fn send<B: AsRef<[u8]>>(
        &mut self,
        request: &Request<B>,
        received: &mut Received,
    ) -> Answered {
        let created = self.config.dialect.created;
        let accepted = if created {
            StatusCode::CREATED
        } else {
            StatusCode::OK
        };
        match self.accept(request, received) {
            Ok(job_id) => answer::json(accepted, &Accepted { job_id }),
            Err(Refusal::Problems(problems)) => answer::bad_request(&problems),
            Err(Refusal::Magic {
                status,
                retry_after,
            }) => answer::refused(status, retry_after),
            Err(Refusal::Duplicate) => answer::empty(StatusCode::CONFLICT),
            Err(Refusal::NoDataCenter) => answer::empty(StatusCode::SERVICE_UNAVAILABLE),
        }
    }

    fn accept<B: AsRef<[u8]>>(
        &mut self,
        request: &Request<B>,
        received: &mut Received,
    ) -> Result<String, Refusal> {
        let checked = self
            .checked(request, received.at)
            .map_err(Refusal::Problems)?;
        let facts = Arc::new(self.facts(checked)?);
        let id = facts.customer_defined_id();
        let is_repeated = id.is_some_and(|it| self.accepted(received.endpoint, it) > 0);
        if is_repeated && self.config.duplicates == Duplicates::Refuse {
            return Err(Refusal::Duplicate);
        }
        let center = self.center_for_job(received.endpoint, received.at);
        let center = center.ok_or(Refusal::NoDataCenter)?;
        received.data_center = Some(center);
        Ok(self.enqueue(center, facts))
    }

    fn checked<B: AsRef<[u8]>>(
        &self,
        request: &Request<B>,
        now: Duration,
    ) -> Result<Checked, Vec<Problem>> {
        json_type(request.headers()).map_err(|it| vec![it])?;
        let body: FaxJobRequest<'_> = serde_json::from_slice(request.body().as_ref())
            .map_err(|it| vec![Problem::new("", plain(&it))])?;
        check::check(&body, self.wall, now, self.config.keep_documents)
    }

    fn enqueue(&mut self, center: Endpoint, facts: Arc<Facts>) -> String {
        let held = self.center_mut(center);
        let serial = held.add(Arc::clone(&facts));
        let job_id = held.job_id(serial);
        if let Some(finished) = facts.finished().filter(|_| facts.push.is_some()) {
            self.pushes.schedule(finished, center, serial, facts);
        }
        job_id
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::service::testing::{World, job, request};
    use crate::{Config, Dialect};

    const DE1: Endpoint = Endpoint::De1;

    /// A job with every optional field.
    fn full() -> serde_json::Value {
        json!({
            "recipients": [{
                "number": "+49 89 1234567-8900",
                "alternativeNumbers": ["0012015551000"],
                "properties": [{"key": "ToName", "value": "Ä"}],
            }],
            "documents": [
                {"name": "a.pdf", "data": "JVBERi0="},
                {"name": "b.txt", "charset": "UTF-16LE", "reference": "https://files.example.com/b.txt"},
            ],
            "reference": {"customerDefinedId": "id", "billingCode": "code", "billingInfo": "info"},
            "transportOptions": {"csid": "+4989", "isExpress": true, "isBlacklistEnabled": false},
            "renderingOptions": {
                "paperFormat": "A4",
                "resolution": "LOW",
                "coverpageTemplate": "coverpage-default.ftl.html",
                "overlay": {"name": "letterhead", "mode": "FIRST_FILE"},
                "header": "%tz=Europe/Berlin; %d.%m.%Y%c%#%rPage %P of %T",
            },
            "statusReportOptions": {
                "reportPurgeTs": "2026-02-01T00:00:00Z",
                "reportMail": {
                    "successAddress": "a@example.com",
                    "failureAddress": "b@example.com",
                    "attachedFaxImageMode": "NEVER",
                    "attachedFaxImageFormat": "PDF",
                },
                "httpStatusPush": {
                    "targetUrl": "https://listener.example.com/",
                    "principal": "user",
                    "credentials": "secret",
                    "authMethod": "HTTP_DIGEST",
                },
            },
            "meta": {
                "customerReference": "x",
                "jobValid": {"start": "2026-01-01T00:00:00Z", "end": "PT80M"},
            },
        })
    }

    #[test]
    fn a_job_with_every_field_and_one_with_the_least_are_accepted() {
        let mut world = World::new();
        let id = world.send(DE1, &full());
        world.send(DE1, &job("+4989123456"));
        let cover_page_only = json!({
            "recipients": [{"number": "+4989123456"}],
            "renderingOptions": {"coverpageTemplate": "x"},
        });
        world.send(DE1, &cover_page_only);
        let view = world.service.jobs(DE1, world.now).next().unwrap();
        assert_eq!(
            (view.id(), view.pages(), view.documents().count()),
            (id, 3, 2)
        );
        assert!(view.documents().all(|it| it.data().is_none()));
    }

    #[test]
    fn an_accepted_job_is_answered_200_or_201() {
        for (created, status) in [(false, 200), (true, 201)] {
            let dialect = Dialect {
                created,
                ..Dialect::default()
            };
            let mut world = World::with(Config::new().dialect(dialect));
            assert_eq!(world.post(DE1, "/fax", &job("+4989123456")).0, status);
        }
    }

    #[test]
    fn all_broken_rules_are_told_at_once_without_what_stood_there() {
        let mut bad = full();
        bad["recipients"][0]["number"] = json!("marked");
        bad["recipients"][0]["alternativeNumbers"][0] = json!("marked");
        bad["documents"][0]["name"] = json!("marked/../x.pdf");
        bad["reference"]["customerDefinedId"] = json!("x".repeat(257));
        bad["reference"]["billingCode"] = json!("x".repeat(81));
        bad["meta"]["jobValid"]["start"] = json!("2026-01-01T00:00:00");
        let (status, body) = World::new().post(DE1, "/fax", &bad);
        assert_eq!(status, 400);
        let paths: Vec<_> = body["problems"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| &it["path"])
            .collect();
        let expected = [
            "recipients[0].number",
            "recipients[0].alternativeNumbers[0]",
            "documents[0].name",
            "reference.customerDefinedId",
            "reference.billingCode",
            "meta.jobValid.start",
        ];
        assert_eq!(paths, expected);
        assert!(!body.to_string().contains("marked"), "{body}");
    }

    #[test]
    fn a_job_without_the_essentials_is_refused() {
        let document = json!([{"name": "a.pdf", "data": "QUJD"}]);
        let recipient = json!([{"number": "+4989123456"}]);
        for bad in [
            json!({}),
            json!([]),
            json!({"recipients": [], "documents": document}),
            json!({"recipients": recipient}),
            json!({"recipients": recipient, "documents": []}),
            json!({"recipients": recipient, "documents": [], "renderingOptions": {"coverpageTemplate": ""}}),
            json!({"recipients": [{}], "documents": document}),
            json!({"recipients": recipient, "documents": document, "recipient": []}),
            json!({"recipients": "+4989123456", "documents": document}),
            json!({
                "recipients": [{"number": "+4989123456", "properties": [{"key": "ToName"}]}],
                "documents": document,
            }),
        ] {
            let mut world = World::new();
            assert_eq!(world.post(DE1, "/fax", &bad).0, 400, "{bad}");
            assert_eq!(world.service.jobs(DE1, world.now).count(), 0);
        }
    }

    #[test]
    fn a_body_that_is_not_declared_as_json_is_refused() {
        let mut world = World::new();
        let mut request = request("POST", "/fax", &job("+4989123456"));
        request
            .headers_mut()
            .insert("content-type", "text/plain".parse().unwrap());
        let reply = world.service.respond(DE1, world.now, &request);
        assert_eq!(reply.response.status(), 400);
    }

    #[test]
    fn a_repeated_id_is_a_duplicate_in_its_region_only() {
        let mut named = job("+4989123456");
        named["reference"] = json!({"customerDefinedId": "invoice 1"});
        let mut world = World::new();
        world.send(Endpoint::De1, &named);
        assert_eq!(world.post(Endpoint::De1, "/fax", &named).0, 409);
        assert_eq!(world.post(Endpoint::De2, "/fax", &named).0, 409);
        assert_eq!(world.post(Endpoint::DeHa, "/fax", &named).0, 409);
        world.send(Endpoint::Ch1, &named);
        assert_eq!(world.service.accepted_jobs("invoice 1"), 2);

        let mut world = World::with(Config::new().duplicates(Duplicates::Accept));
        world.send(Endpoint::De1, &named);
        world.send(Endpoint::De1, &named);
        assert_eq!(world.service.accepted_jobs("invoice 1"), 2);
    }

    #[test]
    fn an_id_stays_taken_when_its_report_was_deleted() {
        let mut named = job("+99900000202");
        named["reference"] = json!({"customerDefinedId": "invoice 1"});
        let mut world = World::new();
        let id = world.send(DE1, &named);
        assert_eq!(world.delete(DE1, &format!("/fax/reports/{id}")).0, 200);
        assert_eq!(world.post(DE1, "/fax", &named).0, 409);
    }

    #[test]
    fn documents_are_kept_when_asked_for() {
        let mut world = World::with(Config::new().keep_documents(true));
        world.send(DE1, &job("+4989123456"));
        let view = world.service.jobs(DE1, world.now).next().unwrap();
        let document = view.documents().next().unwrap();
        assert_eq!(
            (document.name(), document.data()),
            ("a.txt", Some(&b"ABC"[..]))
        );
    }
}
