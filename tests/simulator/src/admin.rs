//! The admin endpoints: what a test does with a [`Service`] in process, from anywhere, as JSON. A pure function, like the service.

use std::time::Duration;

use http::{Method, Request, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, from_value, json};

use crate::service::answer::{self, Answered};
use crate::{Endpoint, Fault, Service};

/// All admin endpoints, for people.
pub(crate) const HELP: &str = "\
GET    /faults         the faults that are waiting
POST   /faults         inject one fault, or an array of them
DELETE /faults         clear all faults
GET    /received       the requests so far, without secrets
DELETE /received       forget them, and the violations
GET    /violations     what no client may do and one did
GET    /jobs/{server}  the jobs of a data center, as DE1
POST   /preload        {\"endpoint\":\"DE1\",\"reports\":5000}: put finished reports there
GET    /time           virtual time
POST   /time           {\"advanceSeconds\":3600}: move it forward
GET    /pushes         the status pushes that were made
POST   /pushes         {\"jobId\":\"...\"}: make one again
POST   /reset          back to the start: no jobs, no faults, no log
";

/// The most reports that one request preloads: about what fits into a few gigabytes.
const PRELOAD_LIMIT: u64 = 10_000_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Preload {
    endpoint: Endpoint,
    reports: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Advance {
    #[serde(with = "crate::fault::seconds")]
    advance_seconds: Duration,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RepeatPush {
    job_id: String,
}

/// Answers an admin request. Moving virtual time is left to `advance`, since the clock is not the service's.
pub(crate) fn respond(
    service: &mut Service,
    now: Duration,
    advance: impl FnOnce(Duration),
    request: &Request<Vec<u8>>,
) -> Answered {
    route(service, now, advance, request).unwrap_or_else(|refusal| {
        let (status, message) = refusal;
        answer::json(status, &json!({"error": message}))
    })
}

type Refusal = (StatusCode, String);

fn route(
    service: &mut Service,
    now: Duration,
    advance: impl FnOnce(Duration),
    request: &Request<Vec<u8>>,
) -> Result<Answered, Refusal> {
    let path = request.uri().path();
    let value = match (request.method(), path) {
        (&Method::GET, "/") => return Ok(answer::text(HELP)),
        (&Method::GET, "/faults") => json!({"faults": service.faults()}),
        (&Method::POST, "/faults") => {
            let faults: Vec<Fault> = match read(request)? {
                Value::Array(faults) => faults.into_iter().map(from_value).collect(),
                fault => from_value(fault).map(|it| vec![it]),
            }
            .map_err(|it| bad_request(it.to_string()))?;
            faults.into_iter().for_each(|it| service.inject(it));
            json!({"faults": service.faults()})
        }
        (&Method::DELETE, "/faults") => {
            service.clear_faults();
            json!({"faults": []})
        }
        (&Method::GET, "/received") => json!({"received": service.received().collect::<Vec<_>>()}),
        (&Method::DELETE, "/received") => {
            service.clear_log();
            json!({"received": []})
        }
        (&Method::GET, "/violations") => json!({"violations": service.violations()}),
        (&Method::GET, "/time") => time(now),
        (&Method::POST, "/time") => {
            let Advance { advance_seconds } = read(request)?;
            advance(advance_seconds);
            time(now.saturating_add(advance_seconds))
        }
        (&Method::POST, "/preload") => {
            let Preload { endpoint, reports } = read(request)?;
            if reports > PRELOAD_LIMIT {
                return Err(bad_request(format!("more than {PRELOAD_LIMIT} reports")));
            }
            service.preload(endpoint, now, reports);
            json!({"endpoint": endpoint, "reports": reports})
        }
        (&Method::GET, "/pushes") => json!({"pushes": service.pushes()}),
        (&Method::POST, "/pushes") => {
            let RepeatPush { job_id } = read(request)?;
            if !service.repeat_push(&job_id, now) {
                let message = "no such job, or it has no push, or it is not done";
                return Err((StatusCode::NOT_FOUND, message.to_owned()));
            }
            json!({"jobId": job_id})
        }
        (&Method::POST, "/reset") => {
            service.reset();
            json!({})
        }
        (&Method::GET, _) if path.starts_with("/jobs/") => {
            let endpoint = path["/jobs/".len()..].parse::<Endpoint>();
            jobs(
                service,
                endpoint.map_err(|it| bad_request(it.to_string()))?,
                now,
            )
        }
        _ => {
            let message = "no such admin endpoint: GET / lists them";
            return Err((StatusCode::NOT_FOUND, message.to_owned()));
        }
    };
    Ok(answer::json(StatusCode::OK, &value))
}

fn read<T: DeserializeOwned>(request: &Request<Vec<u8>>) -> Result<T, Refusal> {
    serde_json::from_slice(request.body()).map_err(|it| bad_request(it.to_string()))
}

fn bad_request(message: String) -> Refusal {
    (StatusCode::BAD_REQUEST, message)
}

fn time(now: Duration) -> Value {
    json!({"seconds": now.as_secs_f64()})
}

fn jobs(service: &Service, endpoint: Endpoint, now: Duration) -> Value {
    let job = |it: crate::JobView<'_>| {
        json!({
            "jobId": it.id(),
            "customerDefinedId": it.customer_defined_id(),
            "finished": it.is_finished(),
            "statuses": it.statuses().collect::<Vec<_>>(),
            "pages": it.pages(),
        })
    };
    json!({"jobs": service.jobs(endpoint, now).map(job).collect::<Vec<_>>()})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::testing::{SECOND, World, job};
    use crate::{Effect, Operation};

    const DE1: Endpoint = Endpoint::De1;

    fn call(world: &mut World, method: &str, path: &str, body: &str) -> (u16, Value) {
        let request = Request::builder().method(method).uri(path);
        let request = request.body(body.as_bytes().to_vec()).unwrap();
        let now = world.now;
        let response = respond(&mut world.service, now, |by| world.now += by, &request);
        let body = serde_json::from_slice(response.body()).unwrap_or_default();
        (response.status().as_u16(), body)
    }

    #[test]
    fn faults_are_injected_listed_and_cleared() {
        let mut world = World::new();
        let one = r#"{"effect":{"kind":"slow","seconds":1.5},"endpoint":"DE1","times":2}"#;
        assert_eq!(call(&mut world, "POST", "/faults", one).0, 200);
        let two = r#"[
            {"effect":{"kind":"answer","status":503,"retryAfter":{"seconds":1},"body":"html"},"operation":"sendFax"},
            {"effect":{"kind":"refuse"},"from":5,"until":9.5}
        ]"#;
        let (_, body) = call(&mut world, "POST", "/faults", two);
        assert_eq!(body["faults"].as_array().unwrap().len(), 3);
        let slow = Fault::new(Effect::slow(Duration::from_millis(1500)))
            .at(DE1)
            .times(2);
        assert_eq!(world.service.faults()[0], slow);
        assert_eq!(
            world.service.faults()[1].operation,
            Some(Operation::SendFax)
        );
        assert_eq!(call(&mut world, "GET", "/faults", "").1, body);
        assert_eq!(call(&mut world, "DELETE", "/faults", "").0, 200);
        assert!(world.service.faults().is_empty());
    }

    #[test]
    fn what_was_received_is_told_and_forgotten() {
        let mut world = World::new();
        _ = world.get(Endpoint::DeHa, "/fax/reports");
        let (_, body) = call(&mut world, "GET", "/received", "");
        assert_eq!(body["received"][0]["operation"], "listReports");
        assert_eq!(body["received"][0]["endpoint"], "DE-HA");
        let (_, body) = call(&mut world, "GET", "/violations", "");
        assert_eq!(body["violations"][0]["kind"], "reportRequestAtFront");
        assert_eq!(call(&mut world, "DELETE", "/received", "").0, 200);
        assert_eq!(
            world.service.received().len() + world.service.violations().len(),
            0
        );
    }

    #[test]
    fn jobs_are_preloaded_shown_and_reset() {
        let mut world = World::new();
        let body = r#"{"endpoint":"de1","reports":3}"#;
        assert_eq!(call(&mut world, "POST", "/preload", body).0, 200);
        let id = world.send(DE1, &job("+99900000210"));
        let (_, body) = call(&mut world, "GET", "/jobs/DE1", "");
        assert_eq!(body["jobs"].as_array().unwrap().len(), 4);
        let expected = json!({"jobId": id, "customerDefinedId": null, "finished": false, "statuses": ["PENDING"], "pages": 1});
        assert_eq!(body["jobs"][3], expected);
        assert_eq!(call(&mut world, "POST", "/reset", "").0, 200);
        assert_eq!(world.service.jobs(DE1, world.now).count(), 0);
    }

    #[test]
    fn time_is_told_and_moved() {
        let mut world = World::new();
        assert_eq!(
            call(&mut world, "POST", "/time", r#"{"advanceSeconds":2}"#),
            (200, json!({"seconds": 2.0}))
        );
        assert_eq!(world.now, 2 * SECOND);
        assert_eq!(
            call(&mut world, "GET", "/time", "").1,
            json!({"seconds": 2.0})
        );
    }

    #[test]
    fn what_cannot_be_done_is_refused() {
        let mut world = World::new();
        for (method, path, body, status) in [
            ("POST", "/faults", r#"{"effect":"explode"}"#, 400),
            (
                "POST",
                "/faults",
                r#"{"effect":{"kind":"freeze"},"until":-1}"#,
                400,
            ),
            ("POST", "/preload", r#"{"endpoint":"DE3","reports":1}"#, 400),
            (
                "POST",
                "/preload",
                r#"{"endpoint":"DE1","reports":10000001}"#,
                400,
            ),
            ("POST", "/time", r#"{"advanceSeconds":-1}"#, 400),
            ("POST", "/pushes", r#"{"jobId":"nothing"}"#, 404),
            ("GET", "/jobs/DE3", "", 400),
            ("PUT", "/faults", "", 404),
            ("GET", "/nothing", "", 404),
        ] {
            let (seen, answer) = call(&mut world, method, path, body);
            assert_eq!(seen, status, "{method} {path} {body}");
            assert!(answer["error"].is_string());
        }
        let (_, answer) = call(
            &mut world,
            "POST",
            "/faults",
            r#"[{"effect":{"kind":"explode"}}]"#,
        );
        let error = answer["error"].as_str().unwrap();
        assert!(
            error.contains("explode") && error.contains("freeze"),
            "{error}"
        );
    }

    #[test]
    fn the_readme_lists_the_endpoints_as_the_program_does() {
        assert!(
            include_str!("../README.md").contains(HELP),
            "put this into README.md:\n{HELP}"
        );
    }
}
