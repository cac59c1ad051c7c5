//! How fast the simulator is, so that one knows whether it or the client under test is what is measured.
//!
//! `cargo bench -p fax4a-simulator` runs it in full; without `--bench` it does a thousandth, to see that it still works.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use base64::prelude::{BASE64_STANDARD, Engine};
use fax4a_simulator::{Config, Endpoint, Service, Simulator};
use http::Request;

const CENTER: Endpoint = Endpoint::De1;

fn main() {
    let scale = if std::env::args().any(|it| it == "--bench") {
        1000
    } else {
        1
    };
    requests_per_second(100 * scale);
    preload_and_drain(1000 * scale);
    sends_of_a_large_document(if scale == 1 { 1 } else { 10 });
}

fn authorization() -> String {
    let pair = format!("{}:{}", Config::USER_NAME, Config::PASSWORD);
    format!("Basic {}", BASE64_STANDARD.encode(pair))
}

fn request(method: &str, path: &str, body: Vec<u8>) -> Request<Vec<u8>> {
    let request = Request::builder()
        .method(method)
        .uri(format!("/rest/v1/99999TE{path}"));
    let request = request
        .header("authorization", authorization())
        .header("content-type", "application/json");
    request.body(body).expect("a good request")
}

/// Small requests over sockets, one connection a thread.
fn requests_per_second(count: usize) {
    let simulator = Simulator::start(Config::new()).expect("it starts");
    let address = simulator.url(CENTER);
    let address = address
        .trim_start_matches("http://")
        .trim_end_matches("/rest/v1")
        .to_owned();
    let text = format!(
        "GET /rest/v1/99999TE/fax/reports HTTP/1.1\r\nhost: x\r\nauthorization: {}\r\n\r\n",
        authorization()
    );
    let connections = 4;
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..connections {
            scope.spawn(|| {
                let mut stream = TcpStream::connect(&address).expect("it listens");
                let mut answer = [0; 4096];
                for _ in 0..count / connections {
                    stream.write_all(text.as_bytes()).expect("it reads");
                    let mut got = 0;
                    while !answer[..got].ends_with(b"{\"reports\":[]}") {
                        let more = stream.read(&mut answer[got..]).expect("it answers");
                        assert_ne!(more, 0, "it closed the connection");
                        got += more;
                    }
                }
            });
        }
    });
    report("small requests over sockets", count, start.elapsed());
}

/// A backlog in the model, read and deleted page by page.
fn preload_and_drain(count: usize) {
    let mut service = Service::new(Config::new());
    let before = resident_bytes();
    let start = Instant::now();
    service.preload(CENTER, Duration::ZERO, count as u64);
    report("preloaded reports", count, start.elapsed());
    if let (Some(before), Some(after)) = (before, resident_bytes()) {
        println!(
            "{:>12} bytes of memory for each",
            after.saturating_sub(before) / count
        );
    }
    let start = Instant::now();
    let mut drained = 0;
    let mut call = |request| {
        let reply = service.respond(CENTER, Duration::from_secs(1), &request);
        let body = reply.delivered().expect("no fault").into_body();
        serde_json::from_slice::<serde_json::Value>(&body).expect("JSON")
    };
    loop {
        let page = call(request("GET", "/fax/reports", Vec::new()));
        let ids: Vec<_> = page["reports"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|it| &it["jobId"])
            .collect();
        if ids.is_empty() {
            break;
        }
        drained += ids.len();
        let delete = serde_json::json!({"action": "DELETE", "jobIds": ids}).to_string();
        call(request("POST", "/fax/reports", delete.into_bytes()));
    }
    assert_eq!(drained, count);
    report("reports drained from the model", drained, start.elapsed());
}

fn sends_of_a_large_document(count: usize) {
    let document = BASE64_STANDARD.encode(vec![7; 20 << 20]);
    let body = serde_json::json!({
        "recipients": [{"number": "+99900000000"}],
        "documents": [{"name": "a.pdf", "data": document}],
    });
    let request = request("POST", "/fax", body.to_string().into_bytes());
    let mut service = Service::new(Config::new());
    let start = Instant::now();
    for _ in 0..count {
        let reply = service.respond(CENTER, Duration::ZERO, &request);
        assert_eq!(reply.response.status(), 200);
    }
    report("sends of 20 MiB to the model", count, start.elapsed());
}

fn report(what: &str, count: usize, time: Duration) {
    println!(
        "{:>12.0} {what} a second",
        count as f64 / time.as_secs_f64()
    );
}

/// The memory of this process, where the system tells.
fn resident_bytes() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:"))?;
    Some(line.split_whitespace().next()?.parse::<usize>().ok()? * 1024)
}
