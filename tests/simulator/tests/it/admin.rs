//! The admin endpoints over sockets, and the program.

use std::io::{BufRead, BufReader, ErrorKind};
use std::process::{Child, Command, Stdio};

use fax4a_simulator::{Config, Endpoint, Listen, Simulator};
use http::Request;
use serde_json::{Value, json};

use crate::client::{Connection, call, job, request};

fn admin(url: &str, method: &str, path: &str, body: &str) -> Value {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .body(body.as_bytes().to_vec());
    let answer = call(url, &request.unwrap()).unwrap();
    assert_eq!(
        answer.status(),
        200,
        "{}",
        String::from_utf8_lossy(answer.body())
    );
    serde_json::from_slice(answer.body()).unwrap()
}

#[test]
fn a_fault_is_in_force_when_its_injection_is_answered() {
    let simulator = Simulator::start(Config::new()).unwrap();
    let list = request("GET", "/fax/reports", "");
    let url = simulator.url(Endpoint::De1);
    let fault = r#"{"effect":{"kind":"refuse"},"endpoint":"DE1","until":3600}"#;
    admin(&simulator.admin_url(), "POST", "/faults", fault);
    assert_eq!(
        call(&url, &list).unwrap_err().kind(),
        ErrorKind::ConnectionRefused
    );
    admin(
        &simulator.admin_url(),
        "POST",
        "/time",
        r#"{"advanceSeconds":3600}"#,
    );
    assert_eq!(call(&url, &list).unwrap().status(), 200);
    let received = admin(&simulator.admin_url(), "GET", "/received", "");
    assert_eq!(
        received["received"].as_array().unwrap().len(),
        1,
        "a refused connection is not seen"
    );
}

#[test]
fn preloaded_reports_are_there_when_it_is_answered() {
    let simulator = Simulator::start(Config::new()).unwrap();
    admin(
        &simulator.admin_url(),
        "POST",
        "/preload",
        r#"{"endpoint":"SG1","reports":7}"#,
    );
    let answer = call(
        &simulator.url(Endpoint::Sg1),
        &request("GET", "/fax/reports", ""),
    )
    .unwrap();
    let answer: Value = serde_json::from_slice(answer.body()).unwrap();
    assert_eq!(answer["reports"].as_array().unwrap().len(), 7);
}

/// Every effect, as somebody writes it by hand; the name under which the log tells of it.
#[test]
fn every_effect_can_be_injected_from_outside() {
    for effect in [
        r#"{"kind":"refuse"}"#,
        r#"{"kind":"freeze"}"#,
        r#"{"kind":"slow","seconds":0.5}"#,
        r#"{"kind":"drip","bytes":3,"seconds":0.5}"#,
        r#"{"kind":"answer","status":503,"retryAfter":{"seconds":30},"body":"html"}"#,
        r#"{"kind":"answerAfterProcessing","status":500}"#,
        r#"{"kind":"garbage"}"#,
        r#"{"kind":"garbleOne"}"#,
        r#"{"kind":"wrongJobIds"}"#,
        r#"{"kind":"cut","after":3}"#,
        r#"{"kind":"resetBeforeProcessing"}"#,
        r#"{"kind":"resetAfterProcessing"}"#,
        r#"{"kind":"deletionFails"}"#,
        r#"{"kind":"deletionLies"}"#,
    ] {
        let simulator =
            Simulator::start_on(Listen::new().manual_clock(true), Config::new()).unwrap();
        let url = simulator.admin_url();
        let fault = format!(r#"{{"effect":{effect},"operation":"deleteReport","times":1}}"#);
        admin(&url, "POST", "/faults", &fault);
        // Not every answer comes, but every request is told of.
        let mut connection = Connection::open(&simulator.url(Endpoint::De2)).unwrap();
        connection
            .send(&request("DELETE", "/fax/reports/NOBODY", ""))
            .unwrap();
        let received = loop {
            let received = admin(&url, "GET", "/received", "");
            if received["received"][0].is_object() {
                break received;
            }
            std::thread::yield_now();
        };
        let kind = &serde_json::from_str::<Value>(effect).unwrap()["kind"];
        assert_eq!(&received["received"][0]["fault"], kind);
        assert_eq!(admin(&url, "GET", "/faults", "")["faults"], json!([]));
    }
}

#[test]
fn every_admin_endpoint_of_the_list_answers() {
    let simulator = Simulator::start_on(Listen::new().manual_clock(true), Config::new()).unwrap();
    let url = simulator.admin_url();
    let mut fax: Value = serde_json::from_str(&job("+99900000202")).unwrap();
    // To a port that no server has, so that the push is made and not answered.
    fax["statusReportOptions"] = json!({"httpStatusPush": {"targetUrl": "http://127.0.0.1:1/"}});
    let fax = request("POST", "/fax", &fax.to_string());
    let sent = call(&simulator.url(Endpoint::De1), &fax).unwrap();
    let sent: Value = serde_json::from_slice(sent.body()).unwrap();
    simulator.advance(std::time::Duration::from_secs(60));

    let list = Request::builder().uri("/").body(Vec::new()).unwrap();
    let list = String::from_utf8(call(&url, &list).unwrap().into_body()).unwrap();
    let mut seen = Vec::new();
    for line in list.lines() {
        let mut words = line.split_whitespace();
        let (method, path) = (words.next().unwrap(), words.next().unwrap());
        let body = match (method, path) {
            ("POST", "/faults") => json!({"effect": {"kind": "garbage"}, "endpoint": "SG1"}),
            ("POST", "/preload") => json!({"endpoint": "DE1", "reports": 2}),
            ("POST", "/time") => json!({"advanceSeconds": 1}),
            ("POST", "/pushes") => json!({"jobId": sent["jobId"]}),
            _ => Value::Null,
        };
        let path = path.replace("{server}", "DE1");
        let answer = admin(&url, method, &path, &body.to_string());
        seen.push((format!("{method} {path}"), answer));
    }
    let answer = |name: &str| &seen.iter().find(|it| it.0 == name).unwrap().1;
    assert_eq!(answer("POST /faults")["faults"][0]["endpoint"], "SG1");
    assert_eq!(
        answer("GET /received")["received"][0]["operation"],
        "sendFax"
    );
    assert_eq!(answer("GET /jobs/DE1")["jobs"][0]["jobId"], sent["jobId"]);
    assert_eq!(answer("POST /time")["seconds"], 61.0);
    assert_eq!(answer("POST /pushes")["jobId"], sent["jobId"]);
    assert!(answer("GET /pushes")["pushes"].is_array());
    assert_eq!(answer("GET /violations")["violations"], json!([]));
    let jobs = admin(&url, "GET", "/jobs/DE1", "");
    assert_eq!(
        jobs["jobs"],
        json!([]),
        "POST /reset is the last of the list"
    );
    assert_eq!(seen.len(), 13);
}

/// The program, ended when the test ends.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fax4a-simulator"));
    command
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

#[test]
fn the_program_prints_where_it_listens_and_serves() {
    let mut program = Program(program(&["--processing-seconds", "0"]).spawn().unwrap());
    let lines = BufReader::new(program.0.stdout.take().unwrap()).lines();
    let urls: Vec<_> = lines
        .map(Result::unwrap)
        .take_while(|it| !it.is_empty())
        .map(|it| it.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let names: Vec<_> = urls.iter().map(|it| it[0].as_str()).collect();
    assert_eq!(
        names,
        [
            "DE-HA", "DE1", "DE2", "US-HA", "US1", "US2", "CH1", "SG1", "admin"
        ]
    );
    assert_eq!(
        call(&urls[1][1], &request("GET", "/fax/reports", ""))
            .unwrap()
            .status(),
        200
    );
    admin(&urls[8][1], "GET", "/time", "");
}

#[test]
fn the_program_listens_beyond_loopback_only_when_allowed() {
    let refused = program(&["--listen", "0.0.0.0"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("not a loopback address"));
    let wrong = program(&["--wrong"]).output().unwrap();
    assert_eq!(wrong.status.code(), Some(2));
    let help = program(&["--help"]).output().unwrap();
    assert!(
        help.status.success()
            && String::from_utf8_lossy(&help.stdout).contains("--allow-non-loopback")
    );
}
