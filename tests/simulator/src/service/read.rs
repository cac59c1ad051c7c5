//! Reports are read: one, the oldest thousand, or those asked for by id.

use std::time::Duration;

use http::StatusCode;
use serde::Serialize;

use super::Service;
use super::answer::{self, Answered, Reports};
use super::center::Center;
use super::job::Job;
use super::report::{BulkItem, Report};
use super::wall::Wall;
use crate::Endpoint;

/// The most reports that one answer lists or one request deletes.
pub(crate) const PAGE: usize = 1000;

#[derive(Serialize)]
struct Value<T> {
    value: T,
}

impl Service {
    /// `GET /{custNr}/fax/reports/{jobId}`; a job that is not finished is reported as `PENDING`.
    pub(super) fn get(&self, center: Endpoint, now: Duration, job_id: &str) -> Answered {
        match report(self.center(center), now, self.wall, job_id) {
            Some(report) => answer::json(StatusCode::OK, &report),
            None => answer::empty(StatusCode::NOT_FOUND),
        }
    }

    /// `GET /{custNr}/fax/reports`: finished jobs only.
    pub(super) fn list<'a>(&'a self, center: Endpoint, now: Duration) -> Answered {
        let center = self.center(center);
        let report = |it: &'a Job| Report::of(center.job_id(it.serial), &it.facts, now, self.wall);
        let reports: Vec<_> = center.finished(now).take(PAGE).map(report).collect();
        if reports.is_empty() && self.config.dialect.empty_list_is_not_found {
            answer::empty(StatusCode::NOT_FOUND)
        } else {
            answer::json(StatusCode::OK, &Reports { reports })
        }
    }

    /// `POST /{custNr}/fax/reports` with the action GET; an id unknown here is `NOT_FOUND`.
    pub(super) fn bulk_get(&self, center: Endpoint, now: Duration, job_ids: &[String]) -> Answered {
        let center = self.center(center);
        let item = |job_id| match report(center, now, self.wall, job_id) {
            Some(report) => BulkItem::Report(report),
            None => BulkItem::NotFound {
                job_id,
                reason: "NOT_FOUND",
            },
        };
        let reports = Reports {
            reports: job_ids.iter().map(|it| item(it.as_str())).collect(),
        };
        if self.config.dialect.wrapped_bulk_get {
            answer::json(StatusCode::OK, &Value { value: reports })
        } else {
            answer::json(StatusCode::OK, &reports)
        }
    }
}

fn report<'a>(center: &'a Center, now: Duration, wall: Wall, job_id: &str) -> Option<Report<'a>> {
    center
        .find(job_id)
        .map(|it| Report::of(job_id.to_owned(), &it.facts, now, wall))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::service::testing::{SECOND, World, job};
    use crate::{Config, Dialect};

    const DE1: Endpoint = Endpoint::De1;

    #[test]
    fn a_report_says_what_was_asked_and_what_became_of_it() {
        let mut world = World::new();
        let mut fax = job("+49 89 1234567-8900");
        fax["recipients"][0]["properties"] = json!([{"key": "ToName", "value": "x"}]);
        fax["reference"] = json!({"customerDefinedId": "mine"});
        let id = world.send(DE1, &fax);
        let path = format!("/fax/reports/{id}");
        let pending = json!({
            "jobId": id,
            "recipientStatus": [{
                "number": "+49 89 1234567-8900",
                "alternativeNumbers": null,
                "properties": [{"key": "ToName", "value": "x"}],
                "status": "PENDING",
                "reason": "",
                "durationInSecs": 0,
                "sentToNumber": "00498912345678900",
                "remoteCsid": "",
            }],
            "pages": 1,
            "reference": {"customerDefinedId": "mine", "billingCode": null, "billingInfo": null},
        });
        assert_eq!(world.get(DE1, &path), (200, pending.clone()));
        world.now = 2 * SECOND;
        let mut delivered = pending;
        let status = &mut delivered["recipientStatus"][0];
        status["status"] = json!("OK");
        status["reason"] = json!("OK");
        status["sentTs"] = json!("2026-01-01T00:00:02Z");
        status["durationInSecs"] = json!(26);
        status["remoteCsid"] = json!("+498912345678900");
        assert_eq!(world.get(DE1, &path), (200, delivered));
    }

    #[test]
    fn a_report_is_at_its_own_data_center_only() {
        let mut world = World::new();
        let id = world.send(DE1, &job("+4989123456"));
        for other in Endpoint::DATA_CENTERS.into_iter().filter(|it| *it != DE1) {
            assert_eq!(world.get(other, &format!("/fax/reports/{id}")).0, 404);
        }
    }

    #[test]
    fn a_pending_job_is_not_on_the_list() {
        let mut world = World::new();
        let id = world.send(DE1, &job("+4989123456"));
        assert_eq!(world.listed(DE1), [""; 0]);
        world.now = 2 * SECOND;
        assert_eq!(world.listed(DE1), [id]);
    }

    #[test]
    fn a_job_is_listed_when_its_last_recipient_is_done() {
        let mut world = World::new();
        let mut two = job("+4989123456");
        two["recipients"] = json!([{"number": "+99900000100"}, {"number": "+99900000200"}]);
        let id = world.send(DE1, &two);
        world.now = 10 * SECOND;
        let (_, body) = world.get(DE1, &format!("/fax/reports/{id}"));
        assert_eq!(body["recipientStatus"][0]["status"], "BUSY");
        assert_eq!(body["recipientStatus"][1]["status"], "PENDING");
        assert_eq!(world.listed(DE1), [""; 0]);
        world.now = 60 * SECOND;
        assert_eq!(world.listed(DE1), [id]);
    }

    #[test]
    fn only_the_oldest_thousand_are_listed() {
        let mut world = World::new();
        world.service.preload(DE1, world.now, 1000);
        world.now = SECOND;
        let newest = world.send(DE1, &job("+99900000202"));
        let listed = world.listed(DE1);
        assert_eq!(listed.len(), 1000);
        assert!(!listed.contains(&newest));
        assert_eq!(
            world
                .delete(DE1, &format!("/fax/reports/{}", listed[500]))
                .0,
            200
        );
        assert_eq!(world.listed(DE1).last(), Some(&newest));
    }

    #[test]
    fn an_empty_list_is_an_empty_list_or_404() {
        assert_eq!(
            World::new().get(DE1, "/fax/reports"),
            (200, json!({"reports": []}))
        );
        let dialect = Dialect {
            empty_list_is_not_found: true,
            ..Dialect::default()
        };
        let mut world = World::with(Config::new().dialect(dialect));
        assert_eq!(world.get(DE1, "/fax/reports").0, 404);
    }

    #[test]
    fn a_bulk_get_answers_for_each_id_in_order() {
        let mut world = World::new();
        let id = world.send(DE1, &job("+4989123456"));
        let ask = json!({"action": "Get", "jobIds": ["nothing", id, id]});
        let (status, body) = world.post(DE1, "/fax/reports", &ask);
        assert_eq!(status, 200);
        assert_eq!(
            body["reports"][0],
            json!({"jobId": "nothing", "reason": "NOT_FOUND"})
        );
        assert_eq!(
            body["reports"][1],
            world.get(DE1, &format!("/fax/reports/{id}")).1
        );
        assert_eq!(body["reports"][1], body["reports"][2]);

        let dialect = Dialect {
            wrapped_bulk_get: true,
            ..Dialect::default()
        };
        let mut world = World::with(Config::new().dialect(dialect));
        let (_, body) = world.post(DE1, "/fax/reports", &json!({"action": "GET", "jobIds": []}));
        assert_eq!(body, json!({"value": {"reports": []}}));
    }

    #[test]
    fn a_bulk_request_of_more_than_a_thousand_ids_is_refused() {
        let mut world = World::new();
        let ask = |count| json!({"action": "GET", "jobIds": vec!["x"; count]});
        assert_eq!(world.post(DE1, "/fax/reports", &ask(1000)).0, 200);
        assert_eq!(world.post(DE1, "/fax/reports", &ask(1001)).0, 400);
    }

    #[test]
    fn a_report_is_forgotten_when_its_retention_ends() {
        let mut world = World::with(Config::new().retention(10 * SECOND));
        let id = world.send(DE1, &job("+4989123456"));
        world.now = 12 * SECOND - Duration::from_nanos(1);
        assert_eq!(world.status(DE1, &id), "OK");
        world.now = 12 * SECOND;
        assert_eq!(world.get(DE1, &format!("/fax/reports/{id}")).0, 404);
        assert_eq!(world.service.expired_reports(DE1), 1);
    }
}
