//! An HTTP client of the smallest kind: what arrives is looked at as it is.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine};
use fax4a_simulator::Config;
use http::{Request, Response};

/// A request to the simulator's account with the given body.
pub(crate) fn request(method: &str, path: &str, body: &str) -> Request<Vec<u8>> {
    let pair = format!("{}:{}", Config::USER_NAME, Config::PASSWORD);
    Request::builder()
        .method(method)
        .uri(format!("/rest/v1/{}{path}", Config::CUSTOMER_NUMBER))
        .header(
            "authorization",
            format!("Basic {}", BASE64_STANDARD.encode(pair)),
        )
        .header("content-type", "application/json")
        .body(body.as_bytes().to_vec())
        .expect("a good request")
}

/// The body of a send to one number.
pub(crate) fn job(number: &str) -> String {
    format!(
        r#"{{"recipients":[{{"number":"{number}"}}],"documents":[{{"name":"a.txt","data":"QUJD"}}]}}"#
    )
}

/// A connection to a simulated server.
pub(crate) struct Connection(TcpStream);

impl Connection {
    /// Connects to the host of a base URL.
    pub(crate) fn open(url: &str) -> io::Result<Self> {
        let authority = url
            .trim_start_matches("http://")
            .split('/')
            .next()
            .unwrap_or_default();
        Self::over(TcpStream::connect(authority)?)
    }

    pub(crate) fn over(stream: TcpStream) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        // A bound for tests that would hang otherwise, far above what any of them waits for.
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        Ok(Self(stream))
    }

    pub(crate) fn send(&mut self, request: &Request<Vec<u8>>) -> io::Result<()> {
        let mut text = format!(
            "{} {} HTTP/1.1\r\nhost: x\r\n",
            request.method(),
            request.uri()
        );
        for (name, value) in request.headers() {
            text.push_str(&format!("{name}: {}\r\n", value.to_str().expect("text")));
        }
        text.push_str(&format!("content-length: {}\r\n\r\n", request.body().len()));
        self.0.write_all(text.as_bytes())?;
        self.0.write_all(request.body())
    }

    /// Reads one answer; fails with `UnexpectedEof` if the connection ends before it is whole.
    pub(crate) fn receive(&mut self) -> io::Result<Response<Vec<u8>>> {
        let mut response = self.receive_head()?;
        let length = response.headers()["content-length"]
            .to_str()
            .expect("text")
            .parse()
            .expect("a number");
        response.body_mut().resize(length, 0);
        self.0.read_exact(response.body_mut())?;
        Ok(response)
    }

    /// Reads the head of an answer, and nothing else.
    pub(crate) fn receive_head(&mut self) -> io::Result<Response<Vec<u8>>> {
        let head = self.read_head()?;
        let mut lines = head.trim_end().lines();
        let status = lines
            .next()
            .and_then(|it| it.split(' ').nth(1))
            .expect("a status");
        let mut response = Response::builder().status(status.parse::<u16>().expect("a number"));
        for line in lines {
            let (name, value) = line.split_once(": ").expect("a header");
            response = response.header(name, value);
        }
        Ok(response.body(Vec::new()).expect("a good answer"))
    }

    /// Reads a request: its head as it is, and its body.
    pub(crate) fn read_request(&mut self) -> io::Result<(String, Vec<u8>)> {
        let head = self.read_head()?;
        let length = head
            .lines()
            .find_map(|it| it.strip_prefix("content-length: "));
        let length = length.and_then(|it| it.parse().ok()).expect("a length");
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        Ok((head, body))
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    fn read_head(&mut self) -> io::Result<String> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            self.0.read_exact(&mut byte)?;
            head.push(byte[0]);
        }
        Ok(String::from_utf8(head).expect("a head is text"))
    }

    /// Reads all that comes until the connection is closed.
    pub(crate) fn rest(&mut self) -> io::Result<Vec<u8>> {
        let mut rest = Vec::new();
        self.0.read_to_end(&mut rest).map(|_| rest)
    }

    pub(crate) fn call(&mut self, request: &Request<Vec<u8>>) -> io::Result<Response<Vec<u8>>> {
        self.send(request)?;
        self.receive()
    }
}

/// One request on a connection of its own.
pub(crate) fn call(url: &str, request: &Request<Vec<u8>>) -> io::Result<Response<Vec<u8>>> {
    Connection::open(url)?.call(request)
}
