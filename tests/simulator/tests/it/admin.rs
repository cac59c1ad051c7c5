//! The admin endpoints over sockets, and the program.

use std::io::{BufRead, BufReader, ErrorKind};
use std::process::{Child, Command, Stdio};

use fax4a_simulator::{Config, Endpoint, Simulator};
use http::Request;
use serde_json::Value;

use crate::client::{call, request};

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
