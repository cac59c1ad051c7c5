//! A request meets the service: who asks, what for, and at which data center.

use std::time::Duration;

use http::{Request, StatusCode};

use super::Service;
use super::answer::{self, Answered};
use super::auth;
use super::delete::Deleting;
use super::record::{Received, Violation, ViolationKind};
use super::route::{Bulk, Call, ReportCall, Route};
use crate::Endpoint;

impl Service {
    /// Answers as a server without faults would, except that deletions may be less than honest.
    pub(super) fn process<B: AsRef<[u8]>>(
        &mut self,
        route: Route,
        request: &Request<B>,
        deleting: Deleting,
        received: &mut Received,
    ) -> Answered {
        let (customer_number, call) = match route {
            Route::Call {
                customer_number,
                call,
            } => (customer_number, call),
            Route::WrongMethod { allow } => {
                self.violation(received, ViolationKind::WrongMethod);
                return answer::wrong_method(allow);
            }
            Route::UnknownPath => {
                self.violation(received, ViolationKind::UnknownPath);
                return answer::empty(StatusCode::NOT_FOUND);
            }
        };
        if let Err(status) = auth::check(&self.config, request.headers()) {
            return answer::not_authorized(status);
        }
        if customer_number != self.config.customer_number {
            self.violation(received, ViolationKind::OtherCustomer);
            return answer::not_authorized(StatusCode::UNAUTHORIZED);
        }
        match call {
            Call::Send => self.send(request, received),
            Call::Reports(call) => {
                let center = self.center_for_report(received);
                received.data_center = Some(center);
                self.reports(center, received.at, call, deleting)
            }
        }
    }

    fn reports(
        &mut self,
        center: Endpoint,
        now: Duration,
        call: ReportCall,
        deleting: Deleting,
    ) -> Answered {
        match call {
            ReportCall::Get(job_id) => self.get(center, now, &job_id),
            ReportCall::List => self.list(center, now),
            ReportCall::Bulk(Err(problem)) => answer::bad_request(&[problem]),
            ReportCall::Bulk(Ok(Bulk {
                delete: false,
                job_ids,
            })) => self.bulk_get(center, now, &job_ids),
            ReportCall::Bulk(Ok(Bulk {
                delete: true,
                job_ids,
            })) => self.bulk_delete(center, now, job_ids, deleting),
            ReportCall::Delete(job_id) => self.delete(center, now, &job_id, deleting),
            ReportCall::DeleteOldest => self.delete_oldest(center, now, deleting),
        }
    }

    pub(super) fn violation(&mut self, received: &Received, kind: ViolationKind) {
        let Received { at, endpoint, .. } = *received;
        self.log.violations.push(Violation { at, endpoint, kind });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::service::testing::{World, request};

    /// The answer's status to a list request after a change, and the violations.
    fn status(change: impl FnOnce(&mut Request<Vec<u8>>)) -> (u16, Vec<ViolationKind>) {
        let mut world = World::new();
        let mut request = request("GET", "/fax/reports", &Value::Null);
        change(&mut request);
        let reply = world.service.respond(Endpoint::De1, world.now, &request);
        let kinds = world
            .service
            .violations()
            .iter()
            .map(|it| it.kind)
            .collect();
        (reply.response.status().as_u16(), kinds)
    }

    #[test]
    fn only_the_account_is_answered() {
        assert_eq!(status(|_| ()), (200, vec![]));
        assert_eq!(
            status(|it| drop(it.headers_mut().remove("authorization"))),
            (400, vec![])
        );
        let bad = "Basic eDp4".parse().unwrap();
        assert_eq!(
            status(|it| drop(it.headers_mut().insert("authorization", bad))),
            (401, vec![])
        );
    }

    #[test]
    fn what_no_client_may_do_is_kept() {
        let uri = |path: &str| path.parse().unwrap();
        let other = |it: &mut Request<_>| *it.uri_mut() = uri("/rest/v1/12345AB/fax/reports");
        assert_eq!(status(other), (401, vec![ViolationKind::OtherCustomer]));
        let joined_badly =
            |it: &mut Request<_>| *it.uri_mut() = uri("/rest/v1//99999TE/fax/reports");
        assert_eq!(
            status(joined_badly),
            (404, vec![ViolationKind::UnknownPath])
        );
        let put = |it: &mut Request<_>| *it.method_mut() = http::Method::PUT;
        assert_eq!(status(put), (405, vec![ViolationKind::WrongMethod]));
    }
}
