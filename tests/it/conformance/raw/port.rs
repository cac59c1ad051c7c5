//! Ports that nobody serves, and that nobody else can take meanwhile.

use std::net::{Ipv4Addr, SocketAddr, TcpStream};

use socket2::{Domain, Socket, Type};

/// A port that refuses every connection: it is taken, and nobody listens.
pub(in super::super) struct Refusing(Socket);

impl Refusing {
    pub(in super::super) fn take() -> Self {
        Self(bound())
    }

    pub(in super::super) fn address(&self) -> SocketAddr {
        address(&self.0)
    }
}

/// A port on which a connection is neither made nor refused: somebody listens, but the queue is full.
#[cfg(target_os = "linux")]
pub(in super::super) struct Full {
    listener: Socket,
    _queued: TcpStream,
}

#[cfg(target_os = "linux")]
impl Full {
    pub(in super::super) fn take() -> Self {
        let listener = bound();
        // Linux has room for one more than it is told.
        listener.listen(0).expect("a queue");
        Self {
            _queued: TcpStream::connect(address(&listener)).expect("the one place in the queue"),
            listener,
        }
    }

    pub(in super::super) fn address(&self) -> SocketAddr {
        address(&self.listener)
    }
}

fn bound() -> Socket {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
    socket
        .bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())
        .expect("a free port");
    socket
}

fn address(socket: &Socket) -> SocketAddr {
    let address = socket.local_addr().expect("an address");
    address.as_socket().expect("an address of the internet")
}
