//! A port that can really be closed and opened again.

use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};

use super::connection::{self, Target};
use super::shared::Shared;

/// A listener with its connections. While it is closed, a socket that is bound but does not listen keeps the port: connections are
/// refused, and no other program gets it.
pub(super) struct Gate {
    target: Target,
    address: SocketAddr,
    _reservation: Option<TcpSocket>,
    open: Option<Open>,
}

struct Open {
    /// Dropping it ends the task.
    _stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Gate {
    pub(super) fn open(
        address: SocketAddr,
        target: Target,
        shared: &Arc<Shared>,
    ) -> io::Result<Self> {
        check_free(address)?;
        let reservation = SHARES_PORTS.then(|| reserved(address)).transpose()?;
        let kept = reservation
            .as_ref()
            .map_or(Ok(address), TcpSocket::local_addr)?;
        let listener = listener(kept)?;
        let address = listener.local_addr()?;
        let open = Some(Open::new(listener, target, shared));
        Ok(Self {
            target,
            address,
            _reservation: reservation,
            open,
        })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Opens or closes the port. Closing drops the listener and all connections before this returns.
    pub(super) async fn set_open(&mut self, open: bool, shared: &Arc<Shared>) {
        if open && self.open.is_none() {
            let listener = listener(self.address).ok();
            self.open = listener.map(|it| Open::new(it, self.target, shared));
        } else if let Some(open) = self.open.take_if(|_| !open) {
            open.close().await;
        }
    }

    pub(super) async fn close(self) {
        if let Some(open) = self.open {
            open.close().await;
        }
    }
}

impl Open {
    fn new(listener: TcpListener, target: Target, shared: &Arc<Shared>) -> Self {
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(accept(listener, stopped, target, Arc::clone(shared)));
        Self { _stop: stop, task }
    }

    async fn close(self) {
        let Self { _stop, task } = self;
        drop(_stop);
        // It fails only if the task panicked, and then its sockets are gone as well.
        _ = task.await;
    }
}

/// Serves connections until told to stop, then drops the listener and the connections.
async fn accept(
    listener: TcpListener,
    mut stopped: oneshot::Receiver<()>,
    target: Target,
    shared: Arc<Shared>,
) {
    let mut connections = JoinSet::new();
    loop {
        let next = poll_fn(|context| {
            if Pin::new(&mut stopped).poll(context).is_ready() {
                return Poll::Ready(None);
            }
            while let Poll::Ready(Some(_)) = connections.poll_join_next(context) {}
            listener.poll_accept(context).map(Some)
        });
        match next.await {
            Some(Ok((stream, _))) => {
                _ = connections.spawn(connection::serve(stream, target, Arc::clone(&shared)))
            }
            // Out of descriptors, most likely: wait for some to be closed instead of spinning.
            Some(Err(_)) => tokio::time::sleep(Duration::from_millis(10)).await,
            None => break,
        }
    }
    drop(listener);
    connections.shutdown().await;
}

/// Whether two sockets can be bound to one port so that only the listening one is connected to.
const SHARES_PORTS: bool = cfg!(any(
    target_os = "linux",
    target_os = "android",
    target_os = "macos",
    target_os = "freebsd"
));

/// A socket that keeps a port. Without `SO_REUSEADDR`, so that nobody else can bind the port even though this one does not listen.
fn reserved(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = sharing(address)?;
    socket.bind(address)?;
    Ok(socket)
}

fn listener(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = sharing(address)?;
    // Connections of a predecessor that are not quite over do not matter. Elsewhere than on Unix the option means something else.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(1024)
}

fn sharing(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()
    } else {
        TcpSocket::new_v6()
    }?;
    #[cfg(any(
        target_os = "linux",
        target_os = "android",
        target_os = "macos",
        target_os = "freebsd"
    ))]
    socket.set_reuseport(true)?;
    Ok(socket)
}

/// Fails if somebody listens on the port or keeps it; a second simulator would share it otherwise.
fn check_free(address: SocketAddr) -> io::Result<()> {
    if address.port() == 0 {
        Ok(())
    } else {
        std::net::TcpListener::bind(address).map(drop)
    }
}
