//! What sending a large document costs a program: processor time, and memory beyond the document.
//!
//! `cargo bench -p fax4a-tests --bench large`; what came of it is in `core/benches/README.md`. The other side is a thread that reads
//! and forgets. Only this thread is counted, and both clients run on it.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use bytes::Bytes;
use fax4a::operation::{Operation as _, SendFax};
use fax4a::{Account, Credentials, CustomerNumber, DataCenterUrl, Document, FaxJob, Region};
use http::Request;
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;

const MIB: usize = 1024 * 1024;
/// How many MiB are sent by each side, in rounds that take turns.
const TOTAL: usize = 400;
/// A body built whole, and the rest: what the bare clients need at least. Ours must stay within the core's own and the buffers of
/// the client below it.
const MUST_STAY_WITHIN: u64 = 512 * 1024;

fn main() {
    let measured = std::env::args().any(|it| it == "--bench");
    let sizes = if measured {
        &[1, 20, 200][..]
    } else {
        &[1][..]
    };
    let rounds = |mib: usize| if measured { (TOTAL / mib).max(9) } else { 1 };
    let region = region(&sink());
    let account = account();
    let job = |mib: usize| {
        let document = Document::pdf("a.pdf", Bytes::from(vec![7; mib * MIB]));
        FaxJob::to("+99900000000")
            .document(document)
            .build()
            .expect("a job")
    };
    let whole = |job: &FaxJob| -> Request<Bytes> {
        let request = SendFax::new(job).request(&account, region.submission());
        request.map(|body| body.to_bytes())
    };

    let client = fax4a_ureq::Client::new(account.clone(), region.clone());
    let bare = ureq::Agent::new_with_defaults();
    for &mib in sizes {
        let job = job(mib);
        compare(
            &format!("ureq: {mib} MiB"),
            rounds(mib),
            || drop(client.send(&job).expect("a job id")),
            || {
                // As a slice, which ureq takes without a copy.
                let (parts, body) = whole(&job).into_parts();
                let answer = bare.run(Request::from_parts(parts, &body[..]));
                assert!(answer.expect("an answer").status().is_success());
            },
        );
    }

    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let client = fax4a_hyper::Client::new(account.clone(), region.clone());
    let bare = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
    for &mib in sizes {
        let job = job(mib);
        compare(
            &format!("hyper: {mib} MiB"),
            rounds(mib),
            || drop(runtime.block_on(client.send(&job)).expect("a job id")),
            || {
                let request = whole(&job).map(Full::new);
                runtime.block_on(async {
                    let answer = bare.request(request).await.expect("an answer");
                    answer.into_body().collect().await.expect("a body");
                });
            },
        );
    }
}

/// Prints both sides' processor time, and what both allocate.
fn compare(name: &str, rounds: usize, ours: impl Fn(), whole: impl Fn()) {
    // Connections are made in the first round, which does not count.
    ours();
    whole();
    let (mut of_ours, mut of_whole, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let (one, other) = (cpu_of(&ours), cpu_of(&whole));
        of_ours.push(one);
        of_whole.push(other);
        ratios.push(one / other);
    }
    let (memory, of_the_other) = (
        allocation_counter::measure(&ours),
        allocation_counter::measure(&whole),
    );
    println!(
        "{name:<16} CPU {:>8.2} ms, built whole {:>8.2} ms, ratio {:.2}, must stay below 1; peak {:>7} bytes in {:>4} allocations, \
         built whole {:>9} in {:>3}, must stay within {MUST_STAY_WITHIN}{}",
        median(of_ours) * 1e3,
        median(of_whole) * 1e3,
        median(ratios),
        memory.bytes_max,
        memory.count_total,
        of_the_other.bytes_max,
        of_the_other.count_total,
        if memory.bytes_max > MUST_STAY_WITHIN {
            ": missed"
        } else {
            ""
        },
    );
}

fn cpu_of(work: &impl Fn()) -> f64 {
    let before = cpu_seconds();
    work();
    cpu_seconds() - before
}

/// What this thread had of a processor so far; not a number where the system does not tell.
fn cpu_seconds() -> f64 {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse::<f64>().ok())
        .map_or(f64::NAN, |nanoseconds| nanoseconds * 1e-9)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn account() -> Account {
    Account::new(
        CustomerNumber::new("99999TE").expect("a number"),
        Credentials::basic("user", "secret").expect("credentials"),
    )
}

fn region(url: &str) -> Region {
    Region::of_one(DataCenterUrl::new("SINK", url).expect("a URL"))
}

/// A server that takes every job without a look at it.
fn sink() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for connection in listener.incoming() {
            let connection = connection.expect("a connection");
            thread::spawn(move || take(connection));
        }
    });
    format!("http://{address}/rest/v1")
}

/// Ends when the other side does.
fn take(mut connection: TcpStream) {
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let (mut head, mut read) = (Vec::new(), 0);
        let end = loop {
            let length = connection.read(&mut buffer).unwrap_or(0);
            if length == 0 {
                return;
            }
            read += length;
            head.extend_from_slice(&buffer[..length]);
            if let Some(end) = head.windows(4).position(|it| it == b"\r\n\r\n") {
                break end + 4;
            }
        };
        let mut left = length_of(&head[..end]) - (read - end);
        while left > 0 {
            let length = connection.read(&mut buffer).unwrap_or(0);
            if length == 0 {
                return;
            }
            left -= length;
        }
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 14\r\n\r\n{\"jobId\":\"A1\"}";
        if connection.write_all(answer).is_err() {
            return;
        }
    }
}

fn length_of(head: &[u8]) -> usize {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let (_, after) = head.split_once("content-length: ").expect("a length");
    after
        .split("\r\n")
        .next()
        .and_then(|it| it.parse().ok())
        .expect("a number")
}
