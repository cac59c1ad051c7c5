//! HTTP/1.1 over plain TCP, one connection for each exchange.

use std::io::{self, Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::{Duration, Instant};

use fax4a::Body;
use fax4a::error::{Failure, FailureKind};
use fax4a::flow::{Exchange, Transport};
use http::{Request, Response, StatusCode};

/// The longest head of an answer that is read.
const MAX_HEAD: usize = 64 * 1024;

/// Plain TCP. `https` addresses are refused: bring TLS for those.
pub(crate) struct TcpTransport;

impl Transport for TcpTransport {
    fn execute(&self, exchange: Exchange) -> Result<Response<Vec<u8>>, Failure> {
        let deadline = Instant::now() + exchange.timeout;
        let stream = connect(&exchange.request, deadline)?;
        let mut connection = Connection {
            stream,
            deadline,
            received: Vec::new(),
        };
        // From the first byte on nobody knows how much of it arrived.
        connection.send(&exchange.request).map_err(broken)?;
        connection.receive(exchange.max_response_bytes)
    }
}

/// Whatever fails here fails before a byte of the request left.
fn connect(request: &Request<Body>, deadline: Instant) -> Result<TcpStream, Failure> {
    let uri = request.uri();
    if uri.scheme_str() != Some("http") {
        return Err(Failure::not_sent(FailureKind::Tls));
    }
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    let addresses = (host, uri.port_u16().unwrap_or(80)).to_socket_addrs();
    let addresses =
        addresses.map_err(|error| Failure::not_sent(FailureKind::Resolve).with_source(error))?;
    let mut failure = Failure::not_sent(FailureKind::Resolve);
    for address in addresses {
        match TcpStream::connect_timeout(&address, left(deadline)) {
            Ok(stream) => return Ok(stream),
            Err(error) => failure = Failure::not_sent(FailureKind::Connect).with_source(error),
        }
    }
    Err(failure)
}

struct Connection {
    stream: TcpStream,
    deadline: Instant,
    /// What was received and not used yet.
    received: Vec<u8>,
}

impl Connection {
    fn send(&mut self, request: &Request<Body>) -> io::Result<()> {
        let uri = request.uri();
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let mut head = format!(
            "{} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n",
            request.method(),
            uri.authority().map_or("", |a| a.as_str())
        );
        for (name, value) in request.headers() {
            head += &format!("{name}: {}\r\n", value.to_str().map_err(io::Error::other)?);
        }
        self.write(format!("{head}\r\n").as_bytes())?;
        let mut body = request.body().reader();
        while let Some(chunk) = body.next_chunk() {
            self.write(&chunk)?;
        }
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.set_write_timeout(Some(left(self.deadline)))?;
        self.stream.write_all(bytes)
    }

    /// Receives some more; nothing at the end.
    fn read(&mut self) -> io::Result<usize> {
        if Instant::now() >= self.deadline {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(left(self.deadline)))?;
        let mut buffer = [0; 16 * 1024];
        let length = self.stream.read(&mut buffer)?;
        self.received.extend_from_slice(&buffer[..length]);
        Ok(length)
    }

    /// Receives some more, which there must be.
    fn more(&mut self) -> Result<(), Failure> {
        match self.read() {
            Ok(0) => Err(broken(io::ErrorKind::UnexpectedEof.into())),
            Ok(_) => Ok(()),
            Err(error) => Err(broken(error)),
        }
    }

    fn receive(&mut self, limit: usize) -> Result<Response<Vec<u8>>, Failure> {
        loop {
            let head = self.head()?;
            // "Go on" and its like are not the answer yet.
            if !head.status().is_informational() {
                let body = self.body(&head, limit)?;
                return Ok(head.map(|()| body));
            }
        }
    }

    fn head(&mut self) -> Result<Response<()>, Failure> {
        loop {
            let mut headers = [httparse::EMPTY_HEADER; 100];
            let mut head = httparse::Response::new(&mut headers);
            match head.parse(&self.received) {
                Ok(httparse::Status::Complete(length)) => {
                    let mut response = Response::builder().status(head.code.unwrap_or_default());
                    for header in head.headers.iter() {
                        response = response.header(header.name, header.value);
                    }
                    let response = response
                        .body(())
                        .map_err(|error| no_http().with_source(error))?;
                    self.received.drain(..length);
                    return Ok(response);
                }
                Ok(httparse::Status::Partial) if self.received.len() > MAX_HEAD => {
                    return Err(too_large());
                }
                Ok(httparse::Status::Partial) => self.more()?,
                Err(httparse::Error::TooManyHeaders) => return Err(too_large()),
                Err(error) => return Err(no_http().with_source(error)),
            }
        }
    }

    fn body(&mut self, head: &Response<()>, limit: usize) -> Result<Vec<u8>, Failure> {
        let header = |name: http::HeaderName| {
            head.headers()
                .get(name)
                .and_then(|value| value.to_str().ok())
        };
        if matches!(
            head.status(),
            StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED
        ) {
            Ok(Vec::new())
        } else if header(http::header::TRANSFER_ENCODING)
            .is_some_and(|coding| coding.eq_ignore_ascii_case("chunked"))
        {
            self.chunks(limit)
        } else if let Some(length) = header(http::header::CONTENT_LENGTH) {
            self.take(
                length
                    .trim()
                    .parse()
                    .map_err(|error| no_http().with_source(error))?,
                limit,
            )
        } else {
            while self.received.len() <= limit && self.read().map_err(broken)? > 0 {}
            self.take(self.received.len(), limit)
        }
    }

    fn chunks(&mut self, limit: usize) -> Result<Vec<u8>, Failure> {
        let mut body = Vec::new();
        loop {
            match httparse::parse_chunk_size(&self.received) {
                Ok(httparse::Status::Complete((_, 0))) => return Ok(body),
                Ok(httparse::Status::Complete((start, length))) => {
                    self.received.drain(..start);
                    let length = usize::try_from(length).unwrap_or(usize::MAX);
                    body.extend(self.take(length, limit.saturating_sub(body.len()))?);
                    self.take(2, 2)?;
                }
                Ok(httparse::Status::Partial) if self.received.len() > MAX_HEAD => {
                    return Err(no_http());
                }
                Ok(httparse::Status::Partial) => self.more()?,
                Err(_) => return Err(no_http()),
            }
        }
    }

    /// The next `length` bytes, unless they are more than `limit`.
    fn take(&mut self, length: usize, limit: usize) -> Result<Vec<u8>, Failure> {
        if length > limit {
            return Err(too_large());
        }
        while self.received.len() < length {
            self.more()?;
        }
        let rest = self.received.split_off(length);
        Ok(std::mem::replace(&mut self.received, rest))
    }
}

/// What is left of the time; never nothing, which would mean "no limit" to the socket.
fn left(deadline: Instant) -> Duration {
    deadline
        .saturating_duration_since(Instant::now())
        .max(Duration::from_millis(1))
}

fn broken(error: io::Error) -> Failure {
    let kind = match error.kind() {
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => FailureKind::Timeout,
        _ => FailureKind::Interrupted,
    };
    Failure::unknown(kind).with_source(error)
}

fn no_http() -> Failure {
    Failure::unknown(FailureKind::Interrupted)
}

fn too_large() -> Failure {
    Failure::unknown(FailureKind::ResponseTooLarge)
}
