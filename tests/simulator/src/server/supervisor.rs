//! The simulator's thread: it opens and closes listeners as the faults say, and sends status pushes when they are due.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::timeout;

use super::connection::Target;
use super::gate::Gate;
use super::listen::Listen;
use super::shared::{Shared, down};
use super::{Addresses, pusher};
use crate::Endpoint;

/// What the supervisor is told.
pub(super) enum Command {
    /// Act on the latest changes, then call back.
    Settle(Box<dyn FnOnce() + Send>),
    Stop,
}

/// Runs until told to stop. Reports once where it listens, or why it cannot.
pub(super) fn run(
    shared: &Arc<Shared>,
    listen: &Listen,
    inbox: UnboundedReceiver<Command>,
    report: &mpsc::Sender<io::Result<Addresses>>,
) {
    let runtime = match tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            _ = report.send(Err(error));
            return;
        }
    };
    runtime.block_on(async {
        match open(shared, listen) {
            Ok((gates, admin, addresses)) => {
                _ = report.send(Ok(addresses));
                supervise(shared, gates, inbox).await;
                admin.close().await;
            }
            Err(error) => _ = report.send(Err(error)),
        }
    });
}

fn open(shared: &Arc<Shared>, listen: &Listen) -> io::Result<(Vec<Gate>, Gate, Addresses)> {
    let mut gates = Vec::with_capacity(Endpoint::ALL.len());
    let mut endpoints = [SocketAddr::new(listen.address, 0); Endpoint::ALL.len()];
    for (index, endpoint) in Endpoint::ALL.into_iter().enumerate() {
        let gate = Gate::open(listen.socket(index)?, Target::Service(endpoint), shared)?;
        endpoints[index] = gate.address();
        gates.push(gate);
    }
    let admin = Gate::open(listen.socket(Listen::ADMIN)?, Target::Admin, shared)?;
    let addresses = Addresses {
        endpoints,
        admin: admin.address(),
    };
    Ok((gates, admin, addresses))
}

async fn supervise(
    shared: &Arc<Shared>,
    mut gates: Vec<Gate>,
    mut inbox: UnboundedReceiver<Command>,
) {
    let mut done: Option<Box<dyn FnOnce() + Send>> = None;
    loop {
        let wake = settle(shared, &mut gates).await;
        if let Some(done) = done.take() {
            done();
        }
        let command = match wake.map(|it| shared.clock.left(it).unwrap_or_default()) {
            None => inbox.recv().await,
            Some(left) => match timeout(left, inbox.recv()).await {
                Ok(command) => command,
                Err(_) => continue,
            },
        };
        match command {
            Some(Command::Settle(then)) => done = Some(then),
            Some(Command::Stop) | None => break,
        }
    }
    for gate in gates {
        gate.close().await;
    }
}

/// Brings listeners and pushes to where they should be now; returns when to look again.
async fn settle(shared: &Arc<Shared>, gates: &mut [Gate]) -> Option<Duration> {
    let now = shared.clock.now();
    let (pushes, down, wake) = {
        let mut service = shared.lock();
        (
            service.due_pushes(now),
            down(&service, now),
            service.next_wake(now),
        )
    };
    for push in pushes {
        tokio::spawn(pusher::deliver(Arc::clone(shared), push));
    }
    let mut closed = 0;
    for (index, gate) in gates.iter_mut().enumerate() {
        let is_down = down & (1 << index) != 0;
        gate.set_open(!is_down, shared).await;
        // A listener whose port was taken meanwhile stays closed and is tried again each time.
        closed |= u64::from(!gate.is_open()) << index;
    }
    shared.settled(closed, wake);
    wake
}
