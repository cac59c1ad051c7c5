//! Servers that do to each request exactly what they were told, and say afterwards what they saw.
//!
//! Nothing here depends on which of two racing things comes first: a server is asked what it saw only once it has read every connection
//! that was made to it, and an answer that must not overtake a request to another server [waits](Act::AnswerAfterOthers) for it.

mod act;
mod port;
mod wire;

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

pub(super) use act::Act;
#[cfg(target_os = "linux")]
pub(super) use port::Full;
use port::Refusing;

/// How long a server waits for anything: far longer than it takes, so that a test that hangs ends.
const PATIENCE: Duration = Duration::from_secs(60);

/// What there is at an address.
#[derive(Clone, Debug)]
pub(super) enum Site {
    /// A server that does one act after the other, request by request, and goes on with the last one.
    Up(Vec<Act>),
    /// A port that refuses every connection.
    Down,
}

/// What one server saw.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// Each request whose head was read, in the order of their coming.
    pub(super) requests: Vec<Request>,
    /// How many connections brought anything.
    pub(super) connections: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Request {
    /// Method and path.
    pub(super) line: String,
    /// The status of the answer that was meant for it, if one was.
    pub(super) status: Option<u16>,
}

/// What all servers of a case saw, so that one can wait for another.
struct Log {
    seen: Mutex<Vec<Seen>>,
    changed: Condvar,
}

/// The servers of one case, on loopback. They end, and their threads are joined, when this is dropped.
pub(super) struct Servers {
    log: Arc<Log>,
    all: Vec<Running>,
}

enum Running {
    Up(Raw),
    Down(Refusing),
}

struct Raw {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Servers {
    pub(super) fn start(sites: &[Site]) -> Self {
        let count_down = |site: &Site| matches!(site, Site::Up(_)).then(Seen::default);
        let log = Arc::new(Log {
            seen: Mutex::new(
                sites
                    .iter()
                    .map(|site| count_down(site).unwrap_or_default())
                    .collect(),
            ),
            changed: Condvar::new(),
        });
        let up: Vec<usize> = (0..sites.len())
            .filter(|index| matches!(sites[*index], Site::Up(_)))
            .collect();
        let start = |(index, site): (usize, &Site)| match site {
            Site::Up(acts) => {
                let others = up.iter().copied().filter(|it| *it != index).collect();
                Running::Up(Raw::start(Desk {
                    acts: acts.clone(),
                    next: Mutex::new(0),
                    index,
                    others,
                    log: Arc::clone(&log),
                }))
            }
            Site::Down => Running::Down(Refusing::take()),
        };
        Self {
            all: sites.iter().enumerate().map(start).collect(),
            log,
        }
    }

    /// One server.
    pub(super) fn one(acts: Vec<Act>) -> Self {
        Self::start(&[Site::Up(acts)])
    }

    pub(super) fn urls(&self) -> Vec<String> {
        let address = |running: &Running| match running {
            Running::Up(raw) => raw.address,
            Running::Down(refusing) => refusing.address(),
        };
        self.all
            .iter()
            .map(|running| format!("http://{}/rest/v1", address(running)))
            .collect()
    }

    /// The address of the first.
    pub(super) fn url(&self) -> String {
        self.urls().swap_remove(0)
    }

    /// What each saw, once all that was sent to them was read. Ask only when the client is gone: its idle connections are waited for.
    pub(super) fn finish(mut self) -> Vec<Seen> {
        self.stop();
        self.log.seen.lock().expect("no panic").clone()
    }

    fn stop(&mut self) {
        for running in &mut self.all {
            if let Running::Up(raw) = running {
                raw.stop();
            }
        }
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        if !thread::panicking() {
            self.stop();
        }
    }
}

impl Raw {
    fn start(desk: Desk) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        Self {
            address,
            stop,
            thread: Some(thread::spawn(move || serve(&listener, &desk, &stopped))),
        }
    }

    fn stop(&mut self) {
        if let Some(thread) = self.thread.take() {
            self.stop.store(true, Ordering::SeqCst);
            // Wakes the thread up.
            drop(TcpStream::connect(self.address));
            thread.join().expect("the server does not panic");
        }
    }
}

/// What one server is to do, and where it notes what it saw.
struct Desk {
    acts: Vec<Act>,
    next: Mutex<usize>,
    index: usize,
    /// The other servers of the case that can see something.
    others: Vec<usize>,
    log: Arc<Log>,
}

impl Desk {
    fn next_act(&self) -> &Act {
        let mut next = self.next.lock().expect("no panic");
        let act = &self.acts[(*next).min(self.acts.len() - 1)];
        *next += 1;
        act
    }

    fn note(&self, change: impl FnOnce(&mut Seen)) {
        change(&mut self.log.seen.lock().expect("no panic")[self.index]);
        self.log.changed.notify_all();
    }

    /// Waits until each other server has seen a request.
    fn wait_for_others(&self) {
        let unseen = |seen: &mut Vec<Seen>| {
            self.others
                .iter()
                .any(|other| seen[*other].requests.is_empty())
        };
        let seen = self.log.seen.lock().expect("no panic");
        let (_seen, waited) = self
            .log
            .changed
            .wait_timeout_while(seen, PATIENCE, unseen)
            .expect("no panic");
        assert!(!waited.timed_out(), "another server was never asked");
    }
}

/// Serves each connection on a thread of its own until told to stop, and then those that were made before.
fn serve(listener: &TcpListener, desk: &Desk, stop: &AtomicBool) {
    thread::scope(|scope| {
        loop {
            match listener.accept() {
                Ok((stream, _)) => drop(scope.spawn(|| converse(stream, desk))),
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => return,
                Err(_) => {}
            }
            if stop.load(Ordering::SeqCst) {
                // What is in the queue was connected before; what is not there comes from nobody.
                listener.set_nonblocking(true).expect("a socket");
            }
        }
    });
}

fn converse(mut stream: TcpStream, desk: &Desk) {
    stream.set_nonblocking(false).expect("a socket");
    stream
        .set_read_timeout(Some(PATIENCE))
        .expect("a time above zero");
    let mut first = true;
    while let Ok(1..) = stream.peek(&mut [0]) {
        if first {
            desk.note(|seen| seen.connections += 1);
        }
        first = false;
        if !desk.next_act().perform(&mut stream, desk) {
            return;
        }
    }
}
