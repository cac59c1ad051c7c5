//! An HTTP proxy on the way.

use std::sync::{Arc, Mutex};

use fax4a::Error;
use fax4a::error::{Delivery, FailureKind};
use fax4a_hyper::Proxy;
use tokio::io::copy_bidirectional;
use tokio::net::TcpStream;

use crate::server::{Connection, Refusing, Server};
use crate::world::{builder, in_time, job, once, simulator};

/// A proxy that notes what it is asked.
async fn proxy(answer: &'static [u8]) -> (Server, Arc<Mutex<Vec<String>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&asked);
    let server =
        Server::answering(move |connection| tunnel(connection, answer, Arc::clone(&notes))).await;
    (server, asked)
}

async fn tunnel(mut connection: Connection, answer: &'static [u8], notes: Arc<Mutex<Vec<String>>>) {
    let Some((head, _)) = connection.read_head().await else {
        return;
    };
    let target = head.split(' ').nth(1).unwrap().to_owned();
    notes.lock().unwrap().push(head);
    if connection.write(answer).await && answer.starts_with(b"HTTP/1.1 200") {
        let mut other = TcpStream::connect(target).await.unwrap();
        // Ends when either side is gone.
        let _ = copy_bidirectional(&mut connection.stream, &mut other).await;
    }
}

#[tokio::test]
async fn everything_goes_through_a_tunnel_and_the_proxy_alone_gets_its_credentials() {
    let simulator = simulator();
    let (server, asked) = proxy(b"HTTP/1.1 200 OK\r\n\r\n").await;
    let proxy = Proxy::new(&format!("http://{}", server.address()))
        .unwrap()
        .with_basic_auth("fax", "secret")
        .unwrap();
    let client = builder(&simulator).proxy(proxy).build();
    let accepted = in_time(client.send(&job())).await.unwrap();
    assert!(
        in_time(client.report(&accepted.job_id))
            .await
            .found()
            .is_some()
    );
    let asked = asked.lock().unwrap();
    assert_eq!(asked.len(), 3, "one tunnel to each server");
    for head in asked.iter() {
        assert!(head.starts_with("connect 127.0.0.1:"), "{head}");
        assert!(
            head.contains("\r\nproxy-authorization: basic zmf4onnly3jlda==\r\n"),
            "{head}"
        );
        assert!(!head.contains("\r\nauthorization:"), "{head}");
    }
}

#[tokio::test]
async fn a_proxy_that_says_no_or_is_not_there_is_no_connection() {
    let simulator = simulator();
    let (server, _) = proxy(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n").await;
    let nobody = Refusing::take();
    for address in [server.address(), nobody.address()] {
        let proxy = Proxy::new(&format!("http://{address}")).unwrap();
        let client = builder(&simulator).settings(once()).proxy(proxy).build();
        let error = in_time(client.send(&job())).await.unwrap_err();
        let Error::Transport(error) = error.error() else {
            panic!("{error:?}")
        };
        assert_eq!(
            (error.failure().kind(), error.failure().delivery()),
            (FailureKind::Connect, Delivery::NotSent)
        );
    }
    assert_eq!(simulator.with(|service| service.received().len()), 0);
}
