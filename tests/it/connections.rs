//! How many connections the clients make: as many as there are calls at once, and those are used again.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;

use fax4a::{DataCenterUrl, FaxJob, Region};
use fax4a_tests::sample;
use tokio::task::JoinSet;

const AT_ONCE: usize = 64;

/// A server that answers once so many requests wait for it, and counts the connections that they came over.
struct Server {
    url: String,
    connections: Arc<AtomicUsize>,
}

impl Server {
    fn answering_together(requests: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (connections, together) = (
            Arc::new(AtomicUsize::new(0)),
            Arc::new(Barrier::new(requests)),
        );
        let counted = Arc::clone(&connections);
        // It ends with the tests.
        thread::spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                counted.fetch_add(1, Ordering::SeqCst);
                let together = Arc::clone(&together);
                thread::spawn(move || serve(connection, &together));
            }
        });
        Self {
            url: format!("http://{address}/rest/v1"),
            connections,
        }
    }

    fn region(&self) -> Region {
        Region::of_one(DataCenterUrl::new("ONE", &self.url).expect("a URL"))
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// Ends when the client closes.
fn serve(mut connection: TcpStream, together: &Barrier) {
    let mut read = Vec::new();
    loop {
        let mut some = [0; 4096];
        match connection.read(&mut some) {
            Ok(length @ 1..) => read.extend_from_slice(&some[..length]),
            _ => return,
        }
        if is_complete(&read) {
            read.clear();
            together.wait();
            let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 14\r\n\r\n{\"jobId\":\"A1\"}";
            if connection.write_all(answer).is_err() {
                return;
            }
        }
    }
}

fn is_complete(request: &[u8]) -> bool {
    let request = String::from_utf8_lossy(request).to_ascii_lowercase();
    let Some((head, body)) = request.split_once("\r\n\r\n") else {
        return false;
    };
    let (_, length) = head.split_once("content-length: ").expect("a length");
    let length = length.lines().next().map(str::parse::<usize>);
    body.len() == length.expect("a line").expect("a number")
}

fn job() -> FaxJob {
    sample::minimal_job()
}

#[test]
fn the_blocking_client_uses_one_connection_for_one_send_after_the_other() {
    let server = Server::answering_together(1);
    let client = fax4a_ureq::Client::new(sample::account(), server.region());
    for _ in 0..100 {
        client.send(&job()).expect("a job id");
    }
    assert_eq!(server.connections(), 1);
}

#[test]
fn the_blocking_client_makes_a_connection_for_each_send_at_once_and_uses_them_again() {
    let server = Server::answering_together(AT_ONCE);
    let client = fax4a_ureq::Client::new(sample::account(), server.region());
    for _ in 0..3 {
        thread::scope(|scope| {
            for _ in 0..AT_ONCE {
                scope.spawn(|| client.send(&job()).expect("a job id"));
            }
        });
        assert_eq!(server.connections(), AT_ONCE);
    }
}

#[tokio::test]
async fn the_asynchronous_client_uses_one_connection_for_one_send_after_the_other() {
    let server = Server::answering_together(1);
    let client = fax4a_hyper::Client::new(sample::account(), server.region());
    for _ in 0..100 {
        client.send(&job()).await.expect("a job id");
    }
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn the_asynchronous_client_makes_a_connection_for_each_send_at_once_and_uses_them_again() {
    let server = Server::answering_together(AT_ONCE);
    let client = fax4a_hyper::Client::new(sample::account(), server.region());
    for _ in 0..3 {
        let mut sends = JoinSet::new();
        for _ in 0..AT_ONCE {
            let client = client.clone();
            sends.spawn(async move { client.send(&job()).await.is_ok() });
        }
        assert!(sends.join_all().await.into_iter().all(|it| it));
        assert_eq!(server.connections(), AT_ONCE);
    }
}
