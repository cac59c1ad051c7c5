//! A server that sends as much as a client takes, up to a GiB, and has none of it.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How an answer goes on: what it begins with, and what comes again and again, so many times.
pub(super) struct Flood {
    pub(super) name: &'static str,
    begin: &'static [u8],
    again: &'static [u8],
    times: u64,
    end: &'static [u8],
    /// How long a client waits for the end of it.
    pub(super) timeout: Duration,
    /// What must come of it, over ureq and over hyper.
    pub(super) outcomes: [&'static str; 2],
}

const GIB: u64 = 1 << 30;

/// Much of nothing, which JSON may begin with.
static SPACES: [u8; 65_536] = [b' '; 65_536];

/// The same as one chunk.
static CHUNK: [u8; 65_545] = {
    let mut chunk = [b' '; 65_545];
    let head = b"10000\r\n";
    let mut at = 0;
    while at < head.len() {
        chunk[at] = head[at];
        at += 1;
    }
    chunk[65_543] = b'\r';
    chunk[65_544] = b'\n';
    chunk
};

/// A report, compressed.
const GZIP: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n\
\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\xca\xca\x4f\xf2\x4c\x51\xb2\x52\x72\x34\x54\xd2\
\x51\x2a\x4a\x4d\xce\x2c\xc8\x4c\xcd\x2b\x09\x2e\x49\x2c\x29\x2d\x56\xb2\x8a\xae\x56\xca\x2b\xcd\
\x4d\x4a\x2d\x02\xaa\xd0\x36\xb1\xb4\xb0\x34\x34\x32\x36\x31\x35\x33\x07\xaa\x2d\x86\x2a\x51\xf2\
\xf7\x56\xaa\x8d\xad\x05\x00\x9c\xfe\xe6\x91\x4a\x00\x00\x00";

/// One that goes on for a GiB.
const fn flood(
    name: &'static str,
    begin: &'static [u8],
    again: &'static [u8],
    outcomes: [&'static str; 2],
) -> Flood {
    Flood {
        name,
        begin,
        again,
        times: GIB / again.len() as u64,
        end: b"",
        timeout: Duration::from_secs(60),
        outcomes,
    }
}

const TOO_LARGE: [&str; 2] = ["ResponseTooLarge"; 2];
const NO_HTTP: [&str; 2] = ["Interrupted"; 2];
const HEAD: [&str; 2] = ["ResponseTooLarge"; 2];
/// ureq's error for it has no name outside of ureq.
const HEAD_OF_MANY_LINES: [&str; 2] = ["Interrupted", "ResponseTooLarge"];

impl Flood {
    pub(super) const ALL: [Self; 15] = [
        flood(
            "announced",
            b"HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n",
            &SPACES,
            TOO_LARGE,
        ),
        flood(
            "falsely-announced",
            b"HTTP/1.1 200 OK\r\ncontent-length: 9223372036854775808\r\n\r\n",
            &SPACES,
            TOO_LARGE,
        ),
        flood(
            "announced-beyond-all-numbers",
            b"HTTP/1.1 200 OK\r\ncontent-length: 18446744073709551616\r\n\r\n",
            &SPACES,
            NO_HTTP,
        ),
        flood(
            "unannounced",
            b"HTTP/1.1 200 OK\r\n\r\n",
            &SPACES,
            TOO_LARGE,
        ),
        flood("error", b"HTTP/1.1 500 Oops\r\n\r\n", &SPACES, TOO_LARGE),
        flood(
            "chunks",
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
            &CHUNK,
            TOO_LARGE,
        ),
        flood(
            "one-chunk",
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7fffffffffffffff\r\n",
            &SPACES,
            TOO_LARGE,
        ),
        flood(
            "chunk-extension",
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;",
            &[b'a'; 4096],
            ["Other", "Interrupted"],
        ),
        // ureq skips trailers, for as long as there is time.
        Self {
            timeout: Duration::from_secs(1),
            ..flood(
                "trailers",
                b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n",
                b"a: b\r\n",
                ["Timeout", "Interrupted"],
            )
        },
        flood(
            "headers",
            b"HTTP/1.1 200 OK\r\n",
            b"a: b\r\n",
            HEAD_OF_MANY_LINES,
        ),
        flood("header", b"HTTP/1.1 200 OK\r\na: ", &[b'a'; 4096], HEAD),
        flood("reason", b"HTTP/1.1 200 ", &[b'a'; 4096], HEAD),
        flood("no-http", b"", &[0; 4096], NO_HTTP),
        Self {
            name: "smallest-chunks",
            begin: b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
            again: b"1\r\n \r\n",
            times: 200_000,
            end: b"e\r\n{\"jobId\":\"A1\"}\r\n0\r\n\r\n",
            timeout: Duration::from_secs(60),
            outcomes: ["report on A1"; 2],
        },
        Self {
            name: "compressed",
            begin: GZIP,
            again: b"",
            times: 0,
            end: b"",
            timeout: Duration::from_secs(60),
            outcomes: ["Syntax Text"; 2],
        },
    ];
}

type Sent = Arc<Mutex<BTreeMap<&'static str, u64>>>;

/// The server, one connection after the other. How many bytes of each flood it got rid of is told at its end.
pub(super) struct Server {
    address: SocketAddr,
    sent: Sent,
    thread: JoinHandle<()>,
}

impl Server {
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let sent = Sent::default();
        let counted = sent.clone();
        // Each flood is asked for once, so the server ends by itself, or by the connection that `stop` makes.
        let thread = thread::spawn(move || {
            while let Ok((stream, _)) = listener.accept() {
                if !answer(stream, &counted) {
                    return;
                }
            }
        });
        Self {
            address,
            sent,
            thread,
        }
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) fn stop(self) -> BTreeMap<&'static str, u64> {
        drop(TcpStream::connect(self.address));
        self.thread.join().expect("the server does not panic");
        let sent = self.sent.lock().expect("no panic");
        sent.clone()
    }
}

/// Answers one request. Returns whether there was one.
fn answer(mut stream: TcpStream, sent: &Sent) -> bool {
    let wait = Some(Duration::from_secs(30));
    stream.set_read_timeout(wait).expect("a timeout");
    stream.set_write_timeout(wait).expect("a timeout");
    let (mut head, mut buffer) = (Vec::new(), [0; 4096]);
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return false,
            Ok(length) => head.extend_from_slice(&buffer[..length]),
        }
    }
    let path = String::from_utf8_lossy(&head).into_owned();
    let name = path.split(['/', ' ']).nth(2).unwrap_or_default();
    let flood = Flood::ALL.into_iter().find(|flood| flood.name == name);
    let flood = flood.expect("a flood of this name");
    let count = pour(&mut stream, &flood);
    sent.lock().expect("no panic").insert(flood.name, count);
    // Until the client has read it all, or left.
    _ = stream.shutdown(Shutdown::Write);
    _ = stream.read(&mut buffer);
    true
}

/// Writes until there is no more, or nobody takes it.
fn pour(stream: &mut TcpStream, flood: &Flood) -> u64 {
    // Small pieces go many at a time.
    let many = (65_536 / flood.again.len().max(1)).max(1) as u64;
    let piece = flood.again.repeat(many as usize);
    let mut count = 0;
    let mut write = |bytes: &[u8]| match stream.write_all(bytes) {
        Ok(()) => {
            count += bytes.len() as u64;
            true
        }
        Err(_) => false,
    };
    let (whole, rest) = (flood.times / many, (flood.times % many) as usize);
    let goes_on =
        write(flood.begin) && (0..whole).all(|_| write(&piece)) && write(&flood.again.repeat(rest));
    if goes_on {
        write(flood.end);
    }
    count
}
