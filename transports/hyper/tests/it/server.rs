//! A raw server that does with each connection whatever a test says.

use std::future::Future;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinHandle;

/// A port that refuses every connection: it is taken, so that nobody else gets it, and nobody listens.
pub(crate) struct Refusing(TcpSocket);

impl Refusing {
    pub(crate) fn take() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
        Self(socket)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.0.local_addr().unwrap()
    }
}

/// A server on a task of its own, which ends when this is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    counts: Arc<Counts>,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct Counts {
    connections: AtomicUsize,
    requests: AtomicUsize,
}

/// One accepted connection.
pub(crate) struct Connection {
    pub(crate) stream: TcpStream,
    counts: Arc<Counts>,
}

impl Server {
    pub(crate) async fn answering<F>(answer: impl Fn(Connection) -> F + Send + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let counts = Arc::new(Counts::default());
        let counted = Arc::clone(&counts);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counted.connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(answer(Connection {
                    stream,
                    counts: Arc::clone(&counted),
                }));
            }
        });
        Self {
            address,
            counts,
            task,
        }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/rest/v1", self.address)
    }

    pub(crate) fn connections(&self) -> usize {
        self.counts.connections.load(Ordering::SeqCst)
    }

    /// How many requests were read to their end.
    pub(crate) fn requests(&self) -> usize {
        self.counts.requests.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Connection {
    /// Reads whatever is there; nothing at the end.
    pub(crate) async fn read_some(&mut self) -> Vec<u8> {
        let mut buffer = vec![0; 16 * 1024];
        let length = self.stream.read(&mut buffer).await.unwrap_or(0);
        buffer.truncate(length);
        buffer
    }

    /// Reads and forgets until the other side closes.
    pub(crate) async fn read_to_end(&mut self) {
        while !self.read_some().await.is_empty() {}
    }

    /// Reads a head, and comes back with it and what else came.
    pub(crate) async fn read_head(&mut self) -> Option<(String, Vec<u8>)> {
        let mut read = Vec::new();
        loop {
            let some = self.read_some().await;
            if some.is_empty() {
                return None;
            }
            read.extend_from_slice(&some);
            if let Some(end) = read.windows(4).position(|window| window == b"\r\n\r\n") {
                let rest = read.split_off(end + 4);
                return Some((String::from_utf8(read).unwrap().to_ascii_lowercase(), rest));
            }
        }
    }

    /// Reads one request to its end; its head, if it came whole.
    pub(crate) async fn read_request(&mut self) -> Option<String> {
        let (head, rest) = self.read_head().await?;
        let length = head.split("content-length: ").nth(1).map_or(0, |length| {
            length
                .split("\r\n")
                .next()
                .unwrap()
                .parse::<usize>()
                .unwrap()
        });
        let mut left = length - rest.len();
        while left > 0 {
            let some = self.read_some().await;
            if some.is_empty() {
                return None;
            }
            left -= some.len();
        }
        self.counts.requests.fetch_add(1, Ordering::SeqCst);
        Some(head)
    }

    /// Whether it could be written.
    pub(crate) async fn write(&mut self, bytes: &[u8]) -> bool {
        self.stream.write_all(bytes).await.is_ok()
    }
}
