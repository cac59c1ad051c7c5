//! Certificates that must not be trusted: nothing is sent to whoever shows one.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use fax4a::error::{Delivery, FailureKind};
use fax4a::flow::{RetryPolicy, SubmitError};
use fax4a::{DataCenterUrl, Region};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use super::world::{account, job};

/// An authority of our own, and a certificate by it.
struct Shown {
    authority: Vec<u8>,
    chain: Vec<u8>,
    key: Vec<u8>,
}

fn certificate(change: impl Fn(&mut CertificateParams), name: &str, self_signed: bool) -> Shown {
    let mut authority = CertificateParams::new([]).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let mut params = CertificateParams::new([name.to_owned()]).unwrap();
    change(&mut params);
    let key = KeyPair::generate().unwrap();
    let shown = if self_signed {
        params.self_signed(&key)
    } else {
        params.signed_by(&key, &authority)
    }
    .unwrap();
    Shown {
        authority: authority.der().to_vec(),
        chain: shown.der().to_vec(),
        key: key.serialize_der(),
    }
}

/// Shows a certificate to one client, and gives the bytes that came through, if any did.
fn send_to(shown: &Shown) -> (Result<(), SubmitError>, usize) {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = PrivateKeyDer::try_from(shown.key.clone()).unwrap();
    let server = rustls::ServerConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![shown.chain.clone().into()], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!(
        "https://localhost:{}/rest/v1",
        listener.local_addr().unwrap().port()
    );
    let serving = thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        socket
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        let mut connection = rustls::ServerConnection::new(Arc::new(server)).unwrap();
        let mut stream = rustls::Stream::new(&mut connection, &mut socket);
        let (mut received, mut buffer) = (0, [0; 16 * 1024]);
        while let Ok(length @ 1..) = stream.read(&mut buffer) {
            received += length;
            if received > 200_000 {
                break;
            }
        }
        if received > 0 {
            let body = r#"{"jobId":"A1"}"#;
            _ = write!(
                stream,
                "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            );
            _ = stream.flush();
            while let Ok(1..) = stream.read(&mut buffer) {}
        }
        received
    });
    let roots = RootCerts::new_with_certs(&[Certificate::from_der(&shown.authority).to_owned()]);
    let tls = TlsConfig::builder()
        .root_certs(roots)
        .unversioned_rustls_crypto_provider(provider)
        .build();
    let agent = ureq::Agent::config_builder()
        .tls_config(tls)
        .ip_family(ureq::config::IpFamily::Ipv4Only)
        .build()
        .new_agent();
    let region = Region::of_one(DataCenterUrl::new("ONE", &url).unwrap());
    let client = fax4a_ureq::Client::builder(account(), region)
        .agent(agent)
        .retry(RetryPolicy::never())
        .build();
    let result = client.send(&job()).map(|_| ());
    drop(client);
    (result, serving.join().unwrap())
}

fn is_refused_before_anything_is_sent(shown: &Shown) {
    let (result, received) = send_to(shown);
    let Err(SubmitError::Refused {
        error: fax4a::Error::Transport(error),
        ..
    }) = result
    else {
        panic!("{result:?}")
    };
    assert_eq!(
        (error.failure().kind(), error.failure().delivery()),
        (FailureKind::Tls, Delivery::NotSent)
    );
    assert_eq!(received, 0);
}

// fax4a-hyper has the same cases in its own tests.
#[test]
fn ureq_sends_to_a_server_whose_certificate_is_trusted() {
    let (result, received) = send_to(&certificate(|_| {}, "localhost", false));
    result.unwrap();
    assert!(received > 200_000);
}

#[test]
fn ureq_sends_nothing_to_a_server_with_another_name() {
    is_refused_before_anything_is_sent(&certificate(|_| {}, "fax.example.com", false));
}

#[test]
fn ureq_sends_nothing_to_a_server_whose_certificate_expired() {
    let expired =
        |params: &mut CertificateParams| params.not_after = rcgen::date_time_ymd(2020, 1, 1);
    is_refused_before_anything_is_sent(&certificate(expired, "localhost", false));
}

#[test]
fn ureq_sends_nothing_to_a_server_that_vouches_for_itself() {
    is_refused_before_anything_is_sent(&certificate(|_| {}, "localhost", true));
}
