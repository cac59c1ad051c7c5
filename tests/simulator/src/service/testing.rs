//! A service with a clock, for the tests beside the code.

use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine};
use http::Request;
use serde_json::{Value, json};

use super::Service;
use crate::{Config, Endpoint, Reply};

pub(crate) const SECOND: Duration = Duration::from_secs(1);

pub(crate) struct World {
    pub(crate) service: Service,
    pub(crate) now: Duration,
}

/// A job to one number, with one page.
pub(crate) fn job(number: &str) -> Value {
    json!({
        "recipients": [{"number": number}],
        "documents": [{"name": "a.txt", "data": "QUJD"}],
    })
}

/// A good request of the account.
pub(crate) fn request(method: &str, path: &str, body: &Value) -> Request<Vec<u8>> {
    let pair = format!("{}:{}", Config::USER_NAME, Config::PASSWORD);
    Request::builder()
        .method(method)
        .uri(format!("/rest/v1/{}{path}", Config::CUSTOMER_NUMBER))
        .header(
            "authorization",
            format!("Basic {}", BASE64_STANDARD.encode(pair)),
        )
        .header("content-type", "application/json")
        .body(if body.is_null() {
            Vec::new()
        } else {
            body.to_string().into_bytes()
        })
        .unwrap()
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(Config::new())
    }

    pub(crate) fn with(config: Config) -> Self {
        Self {
            service: Service::new(config),
            now: Duration::ZERO,
        }
    }

    pub(crate) fn reply(&mut self, at: Endpoint, method: &str, path: &str, body: &Value) -> Reply {
        self.service
            .respond(at, self.now, &request(method, path, body))
    }

    /// Status and body of the answer; an empty body is null.
    pub(crate) fn call(
        &mut self,
        at: Endpoint,
        method: &str,
        path: &str,
        body: &Value,
    ) -> (u16, Value) {
        let response = self.reply(at, method, path, body).delivered().unwrap();
        let body = response.body();
        let json = if body.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(body).unwrap()
        };
        (response.status().as_u16(), json)
    }

    pub(crate) fn get(&mut self, at: Endpoint, path: &str) -> (u16, Value) {
        self.call(at, "GET", path, &Value::Null)
    }

    pub(crate) fn delete(&mut self, at: Endpoint, path: &str) -> (u16, Value) {
        self.call(at, "DELETE", path, &Value::Null)
    }

    pub(crate) fn post(&mut self, at: Endpoint, path: &str, body: &Value) -> (u16, Value) {
        self.call(at, "POST", path, body)
    }

    /// Sends a job that is accepted.
    pub(crate) fn send(&mut self, at: Endpoint, job: &Value) -> String {
        let (status, body) = self.post(at, "/fax", job);
        assert_eq!(status, 200, "{body}");
        body["jobId"].as_str().unwrap().to_owned()
    }

    /// The ids on a data center's list.
    pub(crate) fn listed(&mut self, at: Endpoint) -> Vec<String> {
        let (status, body) = self.get(at, "/fax/reports");
        assert_eq!(status, 200);
        let reports = body["reports"].as_array().unwrap().iter();
        reports
            .map(|it| it["jobId"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The first recipient's status in a report.
    pub(crate) fn status(&mut self, at: Endpoint, id: &str) -> String {
        let (_, body) = self.get(at, &format!("/fax/reports/{id}"));
        body["recipientStatus"][0]["status"]
            .as_str()
            .unwrap_or("no report")
            .to_owned()
    }
}
