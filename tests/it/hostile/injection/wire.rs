//! A socket that writes down what it gets.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::time::Duration;

use fax4a::flow::{Call, RetryPolicy, Settings};
use fax4a::operation::Operation;
use fax4a::{Account, DataCenterUrl, Region, SubmissionUrl};
use serde_json::Value;

use super::authorization;

/// A server that takes one request at a time and says that there is nothing.
pub(super) struct Wire(TcpListener);

/// The bytes of one request by each transport.
pub(super) struct Seen(Vec<Vec<u8>>);

impl Wire {
    pub(super) fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        // A client that never comes does not hang a test.
        listener.set_nonblocking(true).expect("a socket option");
        Self(listener)
    }

    pub(super) fn url(&self) -> String {
        format!(
            "http://{}/rest/v1",
            self.0.local_addr().expect("an address")
        )
    }

    /// What goes over the wire for an operation at a data center.
    pub(super) fn call<O>(&self, account: &Account, url: &DataCenterUrl, operation: O) -> Seen
    where
        O: Operation<Target = DataCenterUrl> + Clone + Send + 'static,
        O::Output: Send,
    {
        self.seen(account, || {
            let settings = Settings::default().with_retry(RetryPolicy::never());
            Call::new(account.clone(), url.clone(), operation.clone(), settings)
        })
    }

    /// The same at a submission address.
    pub(super) fn call_at<O>(&self, account: &Account, url: &SubmissionUrl, operation: O) -> Seen
    where
        O: Operation<Target = SubmissionUrl> + Clone + Send + 'static,
        O::Output: Send,
    {
        self.seen(account, || {
            let settings = Settings::default().with_retry(RetryPolicy::never());
            Call::new(account.clone(), url.clone(), operation.clone(), settings)
        })
    }

    fn seen<O>(&self, account: &Account, call: impl Fn() -> Call<O>) -> Seen
    where
        O: Operation + Send + 'static,
        O::Target: Send,
        O::Output: Send,
    {
        // The flow knows where to go; the client's own region is not asked.
        let region = Region::switzerland();
        let blocking = fax4a_ureq::Client::new(account.clone(), region.clone());
        let by_ureq = self.beside(|| drop(blocking.run(call(), |_, event| match event {})));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let runtime = runtime.expect("a runtime");
        let by_hyper = self.beside(|| {
            runtime.block_on(async {
                let client = fax4a_hyper::Client::new(account.clone(), region.clone());
                drop(client.run(call(), |_, event| match event {}).await);
            });
        });
        Seen(vec![by_ureq, by_hyper])
    }

    fn accept(&self) -> TcpStream {
        for _ in 0..30_000 {
            if let Ok((stream, _)) = self.0.accept() {
                stream.set_nonblocking(false).expect("a socket option");
                return stream;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        panic!("nobody comes");
    }

    /// The request that comes while this happens.
    fn beside(&self, act: impl FnOnce()) -> Vec<u8> {
        std::thread::scope(|scope| {
            let request = scope.spawn(|| take(self.accept()));
            act();
            request.join().expect("a request")
        })
    }
}

/// Takes what comes until the client has said all, and answers 404.
fn take(mut stream: TcpStream) -> Vec<u8> {
    let wait = Some(Duration::from_secs(30));
    stream.set_read_timeout(wait).expect("a timeout");
    let (mut seen, mut buffer) = (Vec::new(), [0; 4096]);
    while !is_whole(&seen) {
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(length) => seen.extend_from_slice(&buffer[..length]),
        }
    }
    let answer = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    _ = stream.write_all(answer);
    _ = stream.shutdown(Shutdown::Write);
    // A second request on the same connection would be seen too.
    _ = stream.read_to_end(&mut seen);
    seen
}

fn is_whole(seen: &[u8]) -> bool {
    let Some((head, body)) = split(seen) else {
        return false;
    };
    let length = head.lines().find_map(|line| {
        let line = line.to_ascii_lowercase();
        line.strip_prefix("content-length: ")?.parse().ok()
    });
    body.len() >= length.unwrap_or(0)
}

fn split(seen: &[u8]) -> Option<(&str, &[u8])> {
    let end = seen.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&seen[..end]).expect("a head in ASCII");
    Some((head, &seen[end + 4..]))
}

impl Seen {
    /// One request with this first line and these credentials, the headers that it should have, and this body.
    pub(super) fn check(&self, first: &str, user_name: &str, password: &str, body: Option<&Value>) {
        for seen in &self.0 {
            let (head, sent) = split(seen).expect("a whole head");
            assert!(head.is_ascii() && !head.replace("\r\n", "").contains(char::is_control));
            let mut lines = head.split("\r\n");
            assert_eq!(lines.next(), Some(first));
            let mut headers: Vec<(String, &str)> = lines
                .map(|line| line.split_once(": ").expect("a header"))
                .map(|(name, value)| (name.to_ascii_lowercase(), value))
                .collect();
            headers.sort();
            let names: Vec<&str> = headers.iter().map(|(name, _)| &**name).collect();
            let expected: &[&str] = match body {
                None => &["accept", "authorization", "host", "user-agent"],
                Some(_) => &[
                    "accept",
                    "authorization",
                    "content-length",
                    "content-type",
                    "host",
                    "user-agent",
                ],
            };
            assert_eq!(names, expected, "{first}");
            let login = &headers[1].1;
            assert_eq!(*login, authorization(user_name, password));
            match body {
                None => assert!(sent.is_empty(), "{first}"),
                Some(body) => {
                    assert_eq!(headers[2].1, sent.len().to_string());
                    let sent: Value = serde_json::from_slice(sent).expect("JSON and no more");
                    assert_eq!(sent, *body);
                }
            }
        }
    }
}
