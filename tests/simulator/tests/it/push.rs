//! Status pushes really arrive.

use std::net::TcpListener;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use fax4a_simulator::{Config, Endpoint, Listen, PushFormat, PushOutcome, Simulator};
use serde_json::{Value, json};

use crate::client::{Connection, call, job, request};

const MINUTE: Duration = Duration::from_secs(60);

/// A target that gives these answers, one a connection, and tells what it got: head and body.
fn target(answers: &'static [&'static str]) -> (String, mpsc::Receiver<(String, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/listen?a=b", listener.local_addr().unwrap());
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        for answer in answers {
            let mut connection = Connection::over(listener.accept().unwrap().0).unwrap();
            let got = connection.read_request().unwrap();
            connection
                .write(format!("HTTP/1.1 {answer}\r\ncontent-length: 0\r\n\r\n").as_bytes())
                .unwrap();
            // Whoever was told may end the test.
            _ = tell.send(got);
        }
    });
    (url, told)
}

fn simulator(format: PushFormat) -> Simulator {
    Simulator::start_on(
        Listen::new().manual_clock(true),
        Config::new().push_format(format),
    )
    .unwrap()
}

fn send(simulator: &Simulator, url: &str, auth_method: &str) -> String {
    let mut fax: Value = serde_json::from_str(&job("+99900000100")).unwrap();
    let push = json!({"targetUrl": url, "authMethod": auth_method, "principal": "me", "credentials": "secret"});
    fax["statusReportOptions"] = json!({"httpStatusPush": push});
    let answer = call(
        &simulator.url(Endpoint::De1),
        &request("POST", "/fax", &fax.to_string()),
    )
    .unwrap();
    let answer: Value = serde_json::from_slice(answer.body()).unwrap();
    answer["jobId"].as_str().unwrap().to_owned()
}

/// The outcomes of the pushes so far, once there are so many.
fn outcomes(simulator: &Simulator, count: usize) -> Vec<PushOutcome> {
    loop {
        let outcomes: Vec<_> =
            simulator.with(|it| it.pushes().iter().map(|it| it.outcome).collect());
        if outcomes.len() >= count {
            return outcomes;
        }
        thread::yield_now();
    }
}

#[test]
fn a_push_arrives_when_the_job_is_done_and_again_on_demand() {
    let (url, told) = target(&["200 OK", "503 Service Unavailable"]);
    let simulator = simulator(PushFormat::Xml);
    let id = send(&simulator, &url, "HTTP_BASIC");
    assert!(told.try_recv().is_err(), "the job is not done");
    simulator.advance(MINUTE);
    let (head, body) = told.recv().unwrap();
    assert!(head.starts_with("POST /listen?a=b HTTP/1.1\r\n"), "{head}");
    assert!(
        head.contains("authorization: Basic bWU6c2VjcmV0\r\n"),
        "{head}"
    );
    assert!(
        String::from_utf8(body)
            .unwrap()
            .contains(&format!("<jobId>{id}</jobId>"))
    );
    assert!(simulator.with(|it| it.repeat_push(&id, MINUTE)));
    told.recv().unwrap();
    assert_eq!(
        outcomes(&simulator, 2),
        [PushOutcome::Answered(200), PushOutcome::Answered(503)]
    );
}

#[test]
fn a_push_answers_a_digest_challenge() {
    let (url, told) = target(&[
        "401 Unauthorized\r\nwww-authenticate: Digest realm=\"r\", nonce=\"n\"",
        "204 No Content",
    ]);
    let simulator = simulator(PushFormat::Json);
    let id = send(&simulator, &url, "HTTP_DIGEST");
    simulator.advance(MINUTE);
    let (first, _) = told.recv().unwrap();
    assert!(!first.contains("authorization"), "{first}");
    let (second, body) = told.recv().unwrap();
    assert!(
        second.contains("authorization: Digest username=\"me\""),
        "{second}"
    );
    assert!(!second.contains("secret"), "{second}");
    assert_eq!(serde_json::from_slice::<Value>(&body).unwrap()["jobId"], id);
    assert_eq!(outcomes(&simulator, 1), [PushOutcome::Answered(204)]);
}

#[test]
fn a_push_that_cannot_be_made_is_noted() {
    let simulator = simulator(PushFormat::Xml);
    let closed = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    send(&simulator, &format!("http://{closed}/"), "NONE");
    simulator.advance(MINUTE);
    assert_eq!(outcomes(&simulator, 1), [PushOutcome::NoAnswer]);
    send(&simulator, "https://listener.example.com/", "NONE");
    simulator.advance(MINUTE);
    assert_eq!(outcomes(&simulator, 2)[1], PushOutcome::NotLoopback);
}

#[test]
fn a_push_comes_by_itself_while_the_clock_runs() {
    let (url, told) = target(&["200 OK"]);
    let simulator =
        Simulator::start(Config::new().processing_time(Duration::from_millis(20))).unwrap();
    send(&simulator, &url, "NONE");
    told.recv().unwrap();
}
