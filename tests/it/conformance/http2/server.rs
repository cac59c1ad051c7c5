//! As much of an HTTP/2 server as it takes to break off at any frame.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Mutex};

use rustls::version::TLS13;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::super::certificate::Shown;
use super::super::raw::Loopback;

/// What to do with one request.
#[derive(Clone, Debug)]
pub(super) struct Act {
    pub(super) when: When,
    pub(super) frames: Vec<Frame>,
    /// Whether to close the connection then.
    pub(super) close: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// As soon as the head is there.
    Head,
    /// Once the whole request is there.
    End,
}

/// What to write.
#[derive(Clone, Debug)]
pub(super) enum Frame {
    /// The head of an answer, with this status.
    Head(u16),
    /// Some of its body.
    Body(&'static str),
    /// The rest of its body.
    LastBody(&'static str),
    /// `RST_STREAM` with this code.
    Reset(u32),
    /// `GOAWAY` with this code: the last stream that is looked at.
    GoAway(Last, u32),
    /// No HTTP/2.
    Junk,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Last {
    /// The one before the request's.
    Before,
    /// The request's own.
    This,
    /// Any: more will be said later.
    Any,
}

/// What came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) connections: usize,
    /// How many requests were begun.
    pub(super) requests: usize,
}

/// Does one act after the other, request by request, and goes on with the last one.
pub(super) struct Server {
    running: Loopback,
    desk: Arc<Desk>,
    pub(super) shown: Shown,
}

struct Desk {
    acts: Vec<Act>,
    config: Arc<ServerConfig>,
    seen: Mutex<Seen>,
}

impl Server {
    pub(super) fn start(acts: Vec<Act>) -> Self {
        let shown = Shown::signed("127.0.0.1", |_| {});
        let mut config = shown.server(&[&TLS13]);
        config.alpn_protocols = vec![b"h2".to_vec()];
        let desk = Arc::new(Desk {
            acts,
            config: Arc::new(config),
            seen: Mutex::default(),
        });
        let serving = Arc::clone(&desk);
        Self {
            running: Loopback::start(move |stream| _ = serving.converse(stream)),
            desk,
            shown,
        }
    }

    pub(super) fn url(&self) -> String {
        format!("https://{}/rest/v1", self.running.address())
    }

    /// What came, once all of it was read. Ask only when the client is gone.
    pub(super) fn finish(self) -> Seen {
        drop(self.running);
        *self.desk.seen.lock().expect("no panic")
    }
}

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const WINDOW_UPDATE: u8 = 8;

const END_STREAM: u8 = 1;
const ACK: u8 = 1;
const END_HEADERS: u8 = 4;

/// More than a request is long; a connection gets back what it used.
const WINDOW: u32 = 1 << 20;

type Stream = StreamOwned<ServerConnection, TcpStream>;

impl Desk {
    fn next_act(&self) -> &Act {
        let mut seen = self.seen.lock().expect("no panic");
        let act = &self.acts[seen.requests.min(self.acts.len() - 1)];
        seen.requests += 1;
        act
    }

    /// Until the client leaves, whatever it is told.
    fn converse(&self, stream: TcpStream) -> std::io::Result<()> {
        let connection = ServerConnection::new(Arc::clone(&self.config)).expect("a connection");
        let mut stream = StreamOwned::new(connection, stream);
        stream.read_exact(&mut [0; b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".len()])?;
        self.seen.lock().expect("no panic").connections += 1;
        let initial_window = [&[0, 4][..], &WINDOW.to_be_bytes()].concat();
        write(&mut stream, SETTINGS, 0, 0, &initial_window)?;
        write(&mut stream, WINDOW_UPDATE, 0, 0, &WINDOW.to_be_bytes())?;
        let mut act = None;
        loop {
            let (kind, flags, id, payload) = read(&mut stream)?;
            match kind {
                SETTINGS if flags & ACK == 0 => write(&mut stream, SETTINGS, ACK, 0, &[])?,
                PING if flags & ACK == 0 => write(&mut stream, PING, ACK, 0, &payload)?,
                HEADERS => {
                    let next = self.next_act();
                    if next.when == When::Head {
                        next.perform(&mut stream, id)?;
                    }
                    act = Some(next);
                }
                DATA if !payload.is_empty() => {
                    let length = u32::try_from(payload.len()).expect("a short frame");
                    write(&mut stream, WINDOW_UPDATE, 0, 0, &length.to_be_bytes())?;
                }
                _ => {}
            }
            let ended = matches!(kind, HEADERS | DATA) && flags & END_STREAM != 0;
            if let Some(act) = act.filter(|act| ended && act.when == When::End) {
                act.perform(&mut stream, id)?;
            }
        }
    }
}

impl Act {
    fn perform(&self, stream: &mut Stream, id: u32) -> std::io::Result<()> {
        let bytes: Vec<u8> = self.frames.iter().flat_map(|it| it.bytes(id)).collect();
        stream.write_all(&bytes)?;
        stream.flush()?;
        if self.close {
            stream.conn.send_close_notify();
            stream.flush()?;
            stream.sock.shutdown(Shutdown::Write)?;
        }
        Ok(())
    }
}

impl Frame {
    fn bytes(&self, id: u32) -> Vec<u8> {
        match self {
            Self::Head(status) => {
                // Without an index, the name is that of `:status`, and a text of three bytes.
                let block = format!("\x08\x03{status}");
                frame(HEADERS, END_HEADERS, id, block.as_bytes())
            }
            Self::Body(part) => frame(DATA, 0, id, part.as_bytes()),
            Self::LastBody(rest) => frame(DATA, END_STREAM, id, rest.as_bytes()),
            Self::Reset(code) => frame(RST_STREAM, 0, id, &code.to_be_bytes()),
            Self::GoAway(last, code) => {
                let last: u32 = match last {
                    Last::Before => id.saturating_sub(2),
                    Last::This => id,
                    Last::Any => (1 << 31) - 1,
                };
                let payload = [last.to_be_bytes(), code.to_be_bytes()].concat();
                frame(GOAWAY, 0, 0, &payload)
            }
            Self::Junk => vec![0xff; 100],
        }
    }
}

fn frame(kind: u8, flags: u8, id: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a short payload");
    let mut frame = length.to_be_bytes()[1..].to_vec();
    frame.extend([kind, flags]);
    frame.extend(id.to_be_bytes());
    frame.extend(payload);
    frame
}

fn write(stream: &mut Stream, kind: u8, flags: u8, id: u32, payload: &[u8]) -> std::io::Result<()> {
    stream.write_all(&frame(kind, flags, id, payload))?;
    stream.flush()
}

/// The next frame: kind, flags, stream and payload.
fn read(stream: &mut Stream) -> std::io::Result<(u8, u8, u32, Vec<u8>)> {
    let mut head = [0; 9];
    stream.read_exact(&mut head)?;
    let [a, b, c, kind, flags, id @ ..] = head;
    let mut payload = vec![0; u32::from_be_bytes([0, a, b, c]) as usize];
    stream.read_exact(&mut payload)?;
    Ok((kind, flags, u32::from_be_bytes(id), payload))
}
