//! A server that does to each connection exactly what it was told.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// What to do with one connection.
#[derive(Clone, Debug)]
pub(super) enum Act {
    /// Read a request, write these bytes, close.
    Answer(Vec<u8>),
    /// The same, but with a pause before each byte.
    Drip(Vec<u8>, Duration),
    /// Reset the connection once something came, which stays unread.
    ResetBefore,
    /// Reset it when the head and some of the body were read.
    ResetDuring,
    /// Reset it when the whole request was read.
    ResetAfter,
    /// Read a request, write these bytes, which let the connection live, and close it after a pause.
    KeepThenClose(Vec<u8>, Duration),
    /// Read the request, and say nothing until the client leaves.
    Freeze,
}

/// A server on loopback. It ends, and its thread is joined, when it is dropped.
pub(super) struct Raw {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<String>>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Raw {
    /// Does one act after the other, connection by connection, and goes on with the last one.
    pub(super) fn start(acts: Vec<Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (seen, stop) = (
            Arc::new(Mutex::new(Vec::new())),
            Arc::new(AtomicBool::new(false)),
        );
        let thread = {
            let (seen, stop) = (seen.clone(), stop.clone());
            thread::spawn(move || serve(&listener, &acts, &seen, &stop))
        };
        Self {
            address,
            seen,
            stop,
            thread: Some(thread),
        }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}/rest/v1", self.address)
    }

    /// The first line of each request whose head was read, without the version.
    pub(super) fn seen(&self) -> Vec<String> {
        self.seen.lock().expect("no panic").clone()
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the thread up.
        drop(TcpStream::connect(self.address));
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the server does not panic");
        }
    }
}

fn serve(listener: &TcpListener, acts: &[Act], seen: &Mutex<Vec<String>>, stop: &AtomicBool) {
    let mut next = 0;
    for stream in listener.incoming() {
        if stop.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        // A client that never closes does not hang a test.
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .expect("a timeout");
        act(stream, &acts[next.min(acts.len() - 1)], seen);
        next += 1;
    }
}

fn act(mut stream: TcpStream, act: &Act, seen: &Mutex<Vec<String>>) {
    if let Act::ResetBefore = act {
        // Closing with unread bytes resets; without any it would only end.
        _ = stream.peek(&mut [0]);
        return reset(&stream);
    }
    let Some((head, body_begun)) = read_head(&mut stream) else {
        return;
    };
    seen.lock().expect("no panic").push(
        head.lines()
            .next()
            .unwrap_or_default()
            .replace(" HTTP/1.1", ""),
    );
    if let Act::ResetDuring = act {
        return reset(&stream);
    }
    let mut body = vec![0; content_length(&head).saturating_sub(body_begun)];
    if stream.read_exact(&mut body).is_err() {
        return;
    }
    match act {
        Act::Answer(bytes) => _ = stream.write_all(bytes),
        Act::Drip(bytes, pause) => {
            for byte in bytes {
                thread::sleep(*pause);
                if stream.write_all(&[*byte]).is_err() {
                    return;
                }
            }
        }
        Act::KeepThenClose(bytes, pause) => {
            _ = stream.write_all(bytes);
            thread::sleep(*pause);
            return;
        }
        Act::ResetAfter => return reset(&stream),
        Act::Freeze => _ = stream.read(&mut [0]),
        Act::ResetBefore | Act::ResetDuring => {}
    }
    _ = stream.shutdown(Shutdown::Write);
    // Until the client has read everything: closing earlier could reset what is still on its way.
    _ = stream.read(&mut [0]);
}

fn reset(stream: &TcpStream) {
    socket2::SockRef::from(stream)
        .set_linger(Some(Duration::ZERO))
        .expect("linger");
}

/// The head, and how much of the body came with it.
fn read_head(stream: &mut TcpStream) -> Option<(String, usize)> {
    let (mut received, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        if let Some(end) = received.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&received[..end]).into_owned();
            return Some((head, received.len() - end - 4));
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return None,
            Ok(length) => received.extend_from_slice(&buffer[..length]),
        }
    }
}

fn content_length(head: &str) -> usize {
    let line = head.lines().find_map(|line| {
        line.to_ascii_lowercase()
            .strip_prefix("content-length:")
            .map(str::to_owned)
    });
    line.and_then(|length| length.trim().parse().ok())
        .unwrap_or(0)
}
