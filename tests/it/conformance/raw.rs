//! Servers that do to each request exactly what they were told, and say afterwards what they saw.
//!
//! Nothing here depends on which of two racing things comes first: a server is asked what it saw only once it has read every connection
//! that was made to it, and an answer that must not overtake a request to another server [waits](Act::AnswerAfterOthers) for it.

mod act;
mod loopback;
mod port;
mod wire;

use std::net::TcpStream;
use std::sync::{Arc, Condvar, Mutex};

pub(super) use act::Act;
pub(super) use loopback::{Loopback, PATIENCE};
#[cfg(target_os = "linux")]
pub(super) use port::Full;
use port::Refusing;

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
    Up(Loopback),
    Down(Refusing),
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
                let desk = Desk {
                    acts: acts.clone(),
                    next: Mutex::new(0),
                    index,
                    others,
                    log: Arc::clone(&log),
                };
                Running::Up(Loopback::start(move |stream| converse(stream, &desk)))
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
            Running::Up(server) => server.address(),
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
        self.all.clear();
        self.log.seen.lock().expect("no panic").clone()
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

fn converse(mut stream: TcpStream, desk: &Desk) {
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
