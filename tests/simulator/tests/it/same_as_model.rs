//! The server adds nothing to the model and takes nothing away: the same requests get the same answers.

use std::time::{Duration, SystemTime};

use fax4a_simulator::{
    Answer, AnswerBody, Config, Dialect, Effect, Endpoint, Fault, Listen, Operation, Service,
    Simulator,
};
use http::{Request, Response};

use crate::client::{Connection, job, request};

/// A model, and a server around its twin.
struct Pair {
    model: Service,
    server: Simulator,
    connections: Vec<Connection>,
    now: Duration,
}

impl Pair {
    fn new(config: Config) -> Self {
        let config = config.started_at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000));
        let server = Simulator::start_on(Listen::new().manual_clock(true), config.clone()).unwrap();
        let connections = Endpoint::ALL
            .iter()
            .map(|it| Connection::open(&server.url(*it)).unwrap())
            .collect();
        Self {
            model: Service::new(config),
            server,
            connections,
            now: Duration::ZERO,
        }
    }

    /// The answer of both, which must be one and the same.
    fn call(&mut self, endpoint: Endpoint, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
        let expected = self
            .model
            .respond(endpoint, self.now, request)
            .delivered()
            .unwrap();
        let index = Endpoint::ALL.iter().position(|it| *it == endpoint).unwrap();
        let mut answer = self.connections[index].call(request).unwrap();
        let length = answer.headers_mut().remove("content-length").unwrap();
        assert_eq!(length.to_str().unwrap(), expected.body().len().to_string());
        assert_eq!(answer.status(), expected.status());
        assert_eq!(answer.headers(), expected.headers());
        assert_eq!(answer.body(), expected.body());
        answer
    }

    fn advance(&mut self, by: Duration) {
        self.now += by;
        self.server.advance(by);
        assert_eq!(self.server.now(), self.now);
    }

    fn send(&mut self, endpoint: Endpoint, number: &str) -> String {
        let answer = self.call(endpoint, &request("POST", "/fax", &job(number)));
        let body: serde_json::Value = serde_json::from_slice(answer.body()).unwrap_or_default();
        body["jobId"].as_str().unwrap_or_default().to_owned()
    }
}

/// A walk through all operations, all servers and all kinds of answers.
fn walk(config: Config) {
    let mut pair = Pair::new(config);
    let mut ids = Vec::new();
    for endpoint in Endpoint::ALL {
        for number in [
            "+49 89 1234567-8900",
            "+99900000100",
            "+99900000210",
            "+99900000503",
            "nonsense",
        ] {
            ids.push(pair.send(endpoint, number));
        }
    }
    ids.retain(|it| !it.is_empty());
    assert_eq!(ids.len(), 8 * 3);
    for _ in 0..2 {
        for endpoint in Endpoint::ALL {
            for id in &ids {
                pair.call(endpoint, &request("GET", &format!("/fax/reports/{id}"), ""));
            }
            let bulk = serde_json::json!({"action": "get", "jobIds": ids}).to_string();
            pair.call(endpoint, &request("POST", "/fax/reports", &bulk));
            pair.call(endpoint, &request("GET", "/fax/reports", ""));
        }
        pair.advance(Duration::from_secs(2));
    }
    for endpoint in Endpoint::ALL {
        pair.call(
            endpoint,
            &request("DELETE", &format!("/fax/reports/{}", ids[0]), ""),
        );
        let bulk = serde_json::json!({"action": "DELETE", "jobIds": ids[..9]}).to_string();
        pair.call(endpoint, &request("POST", "/fax/reports", &bulk));
        pair.call(endpoint, &request("DELETE", "/fax/reports", ""));
        pair.call(endpoint, &request("GET", "/fax/reports", ""));
        pair.call(endpoint, &request("PATCH", "/fax/reports", ""));
        pair.call(endpoint, &request("GET", "/nowhere", ""));
        let mut nobody = request("GET", "/fax/reports", "");
        nobody.headers_mut().remove("authorization");
        pair.call(endpoint, &nobody);
    }
    let (model, server) = (&pair.model, &pair.server);
    assert!(server.with(|it| it.received().eq(model.received())));
    assert!(server.with(|it| it.violations() == model.violations()));
}

#[test]
fn every_operation_is_answered_as_by_the_model() {
    walk(Config::new().seed(1));
}

#[test]
fn every_dialect_is_answered_as_by_the_model() {
    let mut dialect = Dialect::default();
    dialect.created = true;
    dialect.empty_list_is_not_found = true;
    dialect.wrapped_bulk_get = true;
    dialect.bare_deletions = true;
    dialect.silent_deletions = true;
    dialect.unknown_deletion_is_bad_request = true;
    walk(Config::new().seed(2).dialect(dialect));
}

#[test]
fn faults_that_leave_a_whole_answer_are_those_of_the_model() {
    let mut pair = Pair::new(Config::new().seed(3));
    pair.model.preload(Endpoint::De1, Duration::ZERO, 20);
    pair.server
        .with(|it| it.preload(Endpoint::De1, Duration::ZERO, 20));
    let answers = [
        AnswerBody::Empty,
        AnswerBody::Text,
        AnswerBody::Html,
        AnswerBody::Json,
        AnswerBody::Custom("[".to_owned()),
    ];
    let mut effects: Vec<_> = answers
        .into_iter()
        .map(|it| Effect::Answer(Answer::new(520).retry_after_date(3).body(it)))
        .collect();
    effects.push(Effect::AnswerAfterProcessing(
        Answer::new(302).location("http://127.0.0.1:9/"),
    ));
    effects.extend([
        Effect::Garbage,
        Effect::GarbleOne,
        Effect::WrongJobIds,
        Effect::DeletionFails,
        Effect::DeletionLies,
    ]);
    for effect in effects {
        let fault = Fault::new(effect).times(3);
        pair.model.inject(fault.clone());
        pair.server.inject(fault);
        for (method, path) in [
            ("GET", "/fax/reports"),
            ("DELETE", "/fax/reports/x"),
            ("GET", "/fax/reports/x"),
        ] {
            pair.call(Endpoint::De1, &request(method, path, ""));
        }
    }
    let by_chance = Fault::new(Effect::Answer(Answer::new(500)))
        .on(Operation::ListReports)
        .one_in(3);
    pair.model.inject(by_chance.clone());
    pair.server.inject(by_chance);
    for _ in 0..50 {
        pair.call(Endpoint::De1, &request("GET", "/fax/reports", ""));
    }
}
