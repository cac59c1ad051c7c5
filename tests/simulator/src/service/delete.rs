//! Reports are deleted: one, the oldest thousand, or those named by id.
//!
//! A job that is not finished has no report yet, so there is nothing to delete: it counts as unknown.

use std::time::Duration;

use http::StatusCode;
use serde::Serialize;

use super::Service;
use super::answer::{self, Answered, Reports};
use super::read::PAGE;
use crate::Endpoint;

/// How honest a deletion is: a fault can make it fail or lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deleting {
    Really,
    /// Nothing is deleted, and the answer says so.
    Fails,
    /// Nothing is deleted, and the answer says otherwise.
    Lies,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Deletion {
    job_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    deleted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

impl Service {
    /// `DELETE /{custNr}/fax/reports/{jobId}`
    pub(super) fn delete(
        &mut self,
        center: Endpoint,
        now: Duration,
        job_id: &str,
        how: Deleting,
    ) -> Answered {
        let deletion = self.delete_one(center, now, job_id.to_owned(), how);
        let status = match deletion.reason {
            Some("NOT_FOUND") if self.config.dialect.unknown_deletion_is_bad_request => {
                StatusCode::BAD_REQUEST
            }
            Some("NOT_FOUND") => StatusCode::NOT_FOUND,
            _ => StatusCode::OK,
        };
        answer::json(status, &deletion)
    }

    /// `POST /{custNr}/fax/reports` with the action DELETE
    pub(super) fn bulk_delete(
        &mut self,
        center: Endpoint,
        now: Duration,
        job_ids: Vec<String>,
        how: Deleting,
    ) -> Answered {
        let reports = job_ids
            .into_iter()
            .map(|it| self.delete_one(center, now, it, how))
            .collect();
        answer::json(StatusCode::OK, &Reports { reports })
    }

    /// `DELETE /{custNr}/fax/reports`: the oldest thousand, read by somebody or not.
    pub(super) fn delete_oldest(
        &mut self,
        center: Endpoint,
        now: Duration,
        how: Deleting,
    ) -> Answered {
        let held = self.center(center);
        let oldest: Vec<_> = held
            .finished(now)
            .take(PAGE)
            .map(|it| held.job_id(it.serial))
            .collect();
        let reports: Vec<_> = oldest
            .into_iter()
            .map(|it| self.delete_one(center, now, it, how))
            .collect();
        if self.config.dialect.bare_deletions {
            answer::json(StatusCode::OK, &reports)
        } else {
            answer::json(StatusCode::OK, &Reports { reports })
        }
    }

    fn delete_one(
        &mut self,
        center: Endpoint,
        now: Duration,
        job_id: String,
        how: Deleting,
    ) -> Deletion {
        let silent = self.config.dialect.silent_deletions;
        let center = self.center_mut(center);
        let Some(serial) = center
            .find(&job_id)
            .filter(|it| it.facts.is_finished(now))
            .map(|it| it.serial)
        else {
            return Deletion {
                job_id,
                deleted: Some(false),
                reason: Some("NOT_FOUND"),
            };
        };
        match how {
            Deleting::Really => _ = center.remove(serial),
            Deleting::Fails => {
                return Deletion {
                    job_id,
                    deleted: Some(false),
                    reason: Some("INTERNAL_ERROR"),
                };
            }
            Deleting::Lies => {}
        }
        Deletion {
            job_id,
            deleted: (!silent).then_some(true),
            reason: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::service::testing::{World, job};
    use crate::{Config, Dialect, Effect, Fault};

    const DE1: Endpoint = Endpoint::De1;

    #[test]
    fn a_deleted_report_is_gone_and_a_second_deletion_finds_nothing() {
        let mut world = World::new();
        let id = world.send(DE1, &job("+99900000202"));
        let path = format!("/fax/reports/{id}");
        let not_found = json!({"jobId": id, "deleted": false, "reason": "NOT_FOUND"});
        assert_eq!(world.delete(Endpoint::De2, &path), (404, not_found.clone()));
        assert_eq!(
            world.delete(DE1, &path),
            (200, json!({"jobId": id, "deleted": true}))
        );
        assert_eq!(world.get(DE1, &path).0, 404);
        assert_eq!(world.delete(DE1, &path), (404, not_found));
    }

    #[test]
    fn a_pending_job_cannot_be_deleted() {
        let mut world = World::new();
        let id = world.send(DE1, &job("+99900000210"));
        assert_eq!(world.delete(DE1, &format!("/fax/reports/{id}")).0, 404);
        assert_eq!(world.status(DE1, &id), "PENDING");
    }

    #[test]
    fn a_bulk_deletion_deletes_the_named_reports_and_no_other() {
        let mut world = World::new();
        world.service.preload(DE1, world.now, 5);
        let ids = world.listed(DE1);
        let ask = json!({"action": "delete", "jobIds": [ids[1], "nothing", ids[3]]});
        let (status, body) = world.post(DE1, "/fax/reports", &ask);
        assert_eq!(status, 200);
        let expected = json!({"reports": [
            {"jobId": ids[1], "deleted": true},
            {"jobId": "nothing", "deleted": false, "reason": "NOT_FOUND"},
            {"jobId": ids[3], "deleted": true},
        ]});
        assert_eq!(body, expected);
        assert_eq!(world.listed(DE1), [&*ids[0], &*ids[2], &*ids[4]]);
    }

    #[test]
    fn deleting_the_oldest_takes_a_thousand_at_a_time() {
        let mut world = World::new();
        world.service.preload(DE1, world.now, 1500);
        let (status, body) = world.delete(DE1, "/fax/reports");
        assert_eq!(
            (status, body["reports"].as_array().unwrap().len()),
            (200, 1000)
        );
        assert_eq!(world.listed(DE1).len(), 500);
    }

    #[test]
    fn each_dialect_is_spoken() {
        let dialect = Dialect {
            bare_deletions: true,
            silent_deletions: true,
            unknown_deletion_is_bad_request: true,
            ..Dialect::default()
        };
        let mut world = World::with(Config::new().dialect(dialect));
        world.service.preload(DE1, world.now, 1);
        let id = world.listed(DE1).remove(0);
        assert_eq!(
            world.delete(DE1, "/fax/reports"),
            (200, json!([{"jobId": id}]))
        );
        assert_eq!(world.delete(DE1, "/fax/reports/nothing").0, 400);
    }

    #[test]
    fn under_a_fault_nothing_is_deleted_whatever_the_answer_says() {
        let told = [
            (
                Effect::DeletionFails,
                json!({"deleted": false, "reason": "INTERNAL_ERROR"}),
            ),
            (Effect::DeletionLies, json!({"deleted": true})),
        ];
        for (effect, mut expected) in told {
            let mut world = World::new();
            world.service.preload(DE1, world.now, 2);
            let ids = world.listed(DE1);
            world.service.inject(Fault::new(effect));
            expected["jobId"] = json!(ids[0]);
            let path = format!("/fax/reports/{}", ids[0]);
            assert_eq!(world.delete(DE1, &path), (200, expected.clone()));
            let ask = json!({"action": "DELETE", "jobIds": [ids[0]]});
            assert_eq!(
                world.post(DE1, "/fax/reports", &ask).1["reports"][0],
                expected
            );
            assert_eq!(world.delete(DE1, "/fax/reports").1["reports"][0], expected);
            assert_eq!(world.listed(DE1), ids);
        }
    }
}
