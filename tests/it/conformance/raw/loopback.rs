//! A port that is served, each connection on a thread of its own.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How long a server waits for anything: far longer than it takes, so that a test that hangs ends.
pub(in super::super) const PATIENCE: Duration = Duration::from_secs(60);

/// Dropping it waits until every connection that was made before is served to its end.
pub(in super::super) struct Loopback {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Loopback {
    pub(in super::super) fn start(serve: impl Fn(TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        Self {
            address,
            stop,
            thread: Some(thread::spawn(move || accept(&listener, &serve, &stopped))),
        }
    }

    pub(in super::super) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Loopback {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the thread up.
        drop(TcpStream::connect(self.address));
        let ended = self.thread.take().is_none_or(|it| it.join().is_ok());
        assert!(ended || thread::panicking(), "the server panicked");
    }
}

fn accept(listener: &TcpListener, serve: &(impl Fn(TcpStream) + Sync), stop: &AtomicBool) {
    thread::scope(|scope| {
        loop {
            match listener.accept() {
                Ok((stream, _)) => {
                    stream.set_nonblocking(false).expect("a socket");
                    stream
                        .set_read_timeout(Some(PATIENCE))
                        .expect("a time above zero");
                    scope.spawn(|| serve(stream));
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(_) => {}
            }
            if stop.load(Ordering::SeqCst) {
                // What is in the queue was connected before; what is not there comes from nobody.
                listener.set_nonblocking(true).expect("a socket");
            }
        }
    });
}
