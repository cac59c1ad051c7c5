//! Who is trusted over TLS: nothing of a request is sent to anybody else, and nobody is asked twice.
//!
//! For the transports that speak TLS; own_transport refuses `https` addresses, on purpose.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rcgen::{CertificateParams, ExtendedKeyUsagePurpose, date_time_ymd};
use rustls::version::{TLS12, TLS13};
use rustls::{ServerConfig, ServerConnection, Stream};

use super::alike::{alike, table};
use super::cases::{ACCEPTED, http};
use super::certificate::{Shown, client};
use super::outcome;
use super::transports::Transport;
use super::world::{job, settings};

const HERE: &str = "127.0.0.1";

/// A server, and whom its client trusts.
struct Case {
    name: &'static str,
    server: Server,
    /// None for whom it trusts by itself.
    trusted: Option<rustls::pki_types::CertificateDer<'static>>,
}

/// What came of a case, and what came to its server.
#[derive(Debug, PartialEq)]
struct Came {
    outcome: String,
    anything: bool,
    connections: usize,
}

enum Server {
    Tls(Arc<ServerConfig>),
    /// Answers in plain HTTP.
    Plain,
    /// Closes the connection once something came.
    Closing,
}

fn cases() -> Vec<Case> {
    let showing = |name, shown: Shown| Case {
        name,
        server: Server::Tls(Arc::new(shown.server(&[&TLS12, &TLS13]))),
        trusted: Some(shown.authority),
    };
    let changed =
        |name, change: fn(&mut CertificateParams)| showing(name, Shown::signed(HERE, change));
    let trusted = || Shown::signed(HERE, |_| {});
    let old = trusted();
    vec![
        showing("trusted", trusted()),
        Case {
            name: "trusted, TLS 1.2",
            server: Server::Tls(Arc::new(old.server(&[&TLS12]))),
            trusted: Some(old.authority),
        },
        showing("another name", Shown::signed("fax.example.com", |_| {})),
        showing("another address", Shown::signed("127.0.0.2", |_| {})),
        changed("expired", |it| it.not_after = date_time_ymd(2020, 1, 1)),
        changed("not valid yet", |it| {
            it.not_before = date_time_ymd(3000, 1, 1)
        }),
        changed("for clients only", |it| {
            it.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        }),
        showing("vouching for itself", Shown::self_signed(HERE)),
        Case {
            trusted: Some(trusted().authority),
            ..showing("by another authority", trusted())
        },
        Case {
            trusted: None,
            ..showing("by an authority that the system does not know", trusted())
        },
        Case {
            server: Server::Plain,
            ..showing("no TLS", trusted())
        },
    ]
}

impl Case {
    fn run(&self, transport: Transport) -> Came {
        let listener = TcpListener::bind((HERE, 0)).unwrap();
        let url = format!("https://{}/rest/v1", listener.local_addr().unwrap());
        thread::scope(|scope| {
            let serving = scope.spawn(|| self.server.serve(&listener));
            let client = client(transport, &url, self.trusted.as_ref(), settings());
            let outcome = outcome::of_send(&client.send(&job()));
            drop(client);
            let bytes = serving.join().unwrap();
            listener.set_nonblocking(true).unwrap();
            let more = std::iter::from_fn(|| listener.accept().ok()).count();
            Came {
                outcome,
                anything: bytes > 0,
                connections: self.server.connections() + more,
            }
        })
    }
}

impl Server {
    /// Serves as many connections as it is worth, and counts the bytes of a request that came, that is: after the handshake.
    fn serve(&self, listener: &TcpListener) -> usize {
        let mut socket = accept(listener);
        match self {
            Self::Tls(config) => {
                let mut connection = ServerConnection::new(Arc::clone(config)).unwrap();
                accept_job(&mut Stream::new(&mut connection, &mut socket))
            }
            Self::Plain => {
                hello(&mut socket);
                _ = socket.write_all(&http(200, "", ACCEPTED));
                while let Ok(1..) = socket.read(&mut [0; 1024]) {}
                0
            }
            Self::Closing => {
                hello(&mut socket);
                drop(socket);
                // This may be better the next time, so there is one.
                hello(&mut accept(listener));
                0
            }
        }
    }

    fn connections(&self) -> usize {
        match self {
            Self::Tls(_) | Self::Plain => 1,
            Self::Closing => 2,
        }
    }
}

fn accept(listener: &TcpListener) -> TcpStream {
    let (socket, _) = listener.accept().unwrap();
    socket
        .set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    socket
}

/// Waits for all that a client says before it knows whom it talks to.
fn hello(socket: &mut TcpStream) {
    let mut record = [0; 5];
    socket.read_exact(&mut record).unwrap();
    let length = u16::from_be_bytes([record[3], record[4]]);
    socket.read_exact(&mut vec![0; length.into()]).unwrap();
}

/// Reads a job, if one comes, and accepts it.
fn accept_job(stream: &mut (impl Read + Write)) -> usize {
    let (mut received, mut buffer) = (0, [0; 16 * 1024]);
    while let Ok(length @ 1..) = stream.read(&mut buffer) {
        received += length;
        if received > 200_000 {
            _ = stream.write_all(&http(200, "", ACCEPTED));
            _ = stream.flush();
        }
    }
    received
}

#[test]
fn only_who_is_trusted_gets_anything_of_a_request() {
    let cases = cases();
    let line = |case: &Case| {
        let came = alike(case.name, Transport::CLIENTS, |transport| {
            case.run(transport)
        });
        let what = if came.anything {
            "a request"
        } else {
            "nothing"
        };
        let (connections, outcome) = (came.connections, came.outcome);
        format!("{:<46} {what} over {connections}: {outcome}", case.name)
    };
    insta::assert_snapshot!(table(&cases, |_| false, line));
}

/// Whoever does not shake hands may do so the next time, so this is no matter of trust. hyper tells that it was still connecting, ureq
/// does not.
#[test]
fn who_closes_instead_of_shaking_hands_gets_nothing_and_is_asked_again() {
    let case = Case {
        name: "closing",
        server: Server::Closing,
        trusted: Some(Shown::signed(HERE, |_| {}).authority),
    };
    for transport in Transport::CLIENTS {
        let came = case.run(transport);
        assert!(
            ["Connect", "Interrupted"]
                .iter()
                .any(|kind| came.outcome == format!("refused: ONE {kind} NotSent")),
            "{transport:?}: {came:?}"
        );
        assert_eq!((came.anything, came.connections), (false, 2));
    }
}
