//! The service on loopback sockets.

mod body;
mod clock;
mod connection;
mod gate;
mod listen;
mod pusher;
mod shared;
mod supervisor;
mod wire;

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime};

use tokio::sync::mpsc::UnboundedSender;

pub use self::listen::Listen;

use self::shared::Shared;
use self::supervisor::Command;
use crate::{Config, Endpoint, Fault, Service};

/// The service on loopback, in this process: a listener per server and one for administration, on a thread of its own.
///
/// Dropping it (or [`Simulator::stop`]) closes all sockets and waits for the thread.
pub struct Simulator {
    shared: Arc<Shared>,
    addresses: Addresses,
    base_path: String,
    commands: UnboundedSender<Command>,
    thread: Option<JoinHandle<()>>,
}

/// Where the simulator listens.
#[derive(Clone, Copy, Debug)]
struct Addresses {
    endpoints: [SocketAddr; Endpoint::ALL.len()],
    admin: SocketAddr,
}

impl Simulator {
    /// Starts on free ports of `127.0.0.1`.
    ///
    /// # Errors
    ///
    /// If a socket or the thread cannot be made.
    pub fn start(config: Config) -> io::Result<Self> {
        Self::start_on(Listen::new(), config)
    }

    /// Starts where `listen` says.
    ///
    /// # Errors
    ///
    /// If a socket or the thread cannot be made, or if the address is not a loopback one and was not allowed.
    pub fn start_on(listen: Listen, mut config: Config) -> io::Result<Self> {
        listen.check()?;
        config.started_at = config.started_at.or_else(|| Some(SystemTime::now()));
        let base_path = config.base_path.clone();
        let (commands, inbox) = tokio::sync::mpsc::unbounded_channel();
        let shared = Arc::new(Shared::new(Service::new(config), &listen, commands.clone()));
        let (report, started) = mpsc::channel();
        let of_thread = Arc::clone(&shared);
        let thread = thread::Builder::new()
            .name("fax4a-simulator".to_owned())
            .spawn(move || supervisor::run(&of_thread, &listen, inbox, &report))?;
        // The thread reports once; if it ends without a report, it panicked.
        let ended = |_| Err(io::Error::other("the simulator's thread ended"));
        match started.recv().unwrap_or_else(ended) {
            Ok(addresses) => {
                let thread = Some(thread);
                Ok(Self {
                    shared,
                    addresses,
                    base_path,
                    commands,
                    thread,
                })
            }
            Err(error) => {
                _ = thread.join();
                Err(error)
            }
        }
    }

    /// The base URL of a server, as `http://127.0.0.1:40123/rest/v1`. It stays the same while the server is down.
    pub fn url(&self, endpoint: Endpoint) -> String {
        let index = Endpoint::ALL
            .iter()
            .position(|it| *it == endpoint)
            .unwrap_or_default();
        format!(
            "http://{}{}",
            self.addresses.endpoints[index], self.base_path
        )
    }

    /// The URL of the admin endpoints, as `http://127.0.0.1:40131`.
    pub fn admin_url(&self) -> String {
        format!("http://{}", self.addresses.admin)
    }

    /// Looks at the service or changes it. Requests wait meanwhile.
    ///
    /// When this returns, the listeners are as the faults say: a server that is down refuses connections.
    pub fn with<R>(&self, look: impl FnOnce(&mut Service) -> R) -> R {
        let (result, settled) = self.shared.with(look);
        if !settled {
            self.settle();
        }
        result
    }

    /// Adds a fault: short for [`Service::inject`].
    pub fn inject(&self, fault: Fault) {
        self.with(|it| it.inject(fault));
    }

    /// The virtual time: what has passed since the start, plus all advances.
    pub fn now(&self) -> Duration {
        self.shared.clock.now()
    }

    /// Moves virtual time forward, on top of what passes by itself.
    pub fn advance(&self, by: Duration) {
        self.shared.clock.advance(by);
        self.settle();
    }

    /// Closes all sockets and waits for the thread.
    pub fn stop(self) {
        drop(self);
    }

    /// Waits until the listeners are as the faults say and the pushes that are due are on their way.
    fn settle(&self) {
        let (done, settled) = mpsc::channel();
        // If the thread is gone, there is nothing to wait for: both ends fail at once.
        _ = self
            .commands
            .send(Command::Settle(Box::new(move || _ = done.send(()))));
        _ = settled.recv();
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        _ = self.commands.send(Command::Stop);
        if let Some(thread) = self.thread.take() {
            _ = thread.join();
        }
    }
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulator")
            .field("addresses", &self.addresses)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_may_share_a_simulator() {
        fn shared<T: Send + Sync>() {}
        shared::<Simulator>();
        shared::<Service>();
    }
}
