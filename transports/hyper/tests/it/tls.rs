//! TLS: which protocol is spoken on top, and through what. Who is trusted is in the workspace's conformance tests.

use std::convert::Infallible;
use std::sync::Arc;

use bytes::Bytes;
use fax4a::error::{Delivery, FailureKind};
use fax4a_hyper::{Client, ClientBuilder, Proxy};
use http::{Request, Response, Version};
use hyper::body::{Body as _, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use rcgen::{Certificate, CertificateParams, KeyPair};
use rustls::crypto::ring::default_provider;
use rustls::pki_types::PrivateKeyDer;
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use tokio_rustls::TlsAcceptor;

use crate::failures::send_once;
use crate::server::{Connection, Server};
use crate::world::{account, eager, in_time, job_with, once, region_of_one};

/// A server for `localhost` with a certificate of its own, offering these protocols.
struct Secure {
    server: Server,
    certificate: Certificate,
}

impl Secure {
    async fn offering(protocols: &[&[u8]]) -> Self {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(["localhost".to_owned()]).unwrap();
        let certificate = params.self_signed(&key).unwrap();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let server = Server::answering(move |connection| serve(acceptor.clone(), connection)).await;
        Self {
            server,
            certificate,
        }
    }

    /// A client that trusts this server, and nobody else.
    fn trusting(&self) -> ClientBuilder {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.der().clone()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let url = format!("https://localhost:{}/rest/v1", self.server.address().port());
        Client::builder(account(), region_of_one(&url))
            .retry(eager())
            .tls_config(config)
    }
}

/// Takes any job, and names it after the protocol and the size that it came with.
async fn serve(acceptor: TlsAcceptor, connection: Connection) {
    let Ok(stream) = acceptor.accept(connection.stream).await else {
        return;
    };
    #[cfg(feature = "http2")]
    if stream.get_ref().1.alpn_protocol() == Some(b"h2") {
        let executor = hyper_util::rt::TokioExecutor::new();
        let serving = hyper::server::conn::http2::Builder::new(executor);
        let _ = serving
            .serve_connection(TokioIo::new(stream), service_fn(accept))
            .await;
        return;
    }
    let serving = hyper::server::conn::http1::Builder::new();
    let _ = serving
        .serve_connection(TokioIo::new(stream), service_fn(accept))
        .await;
}

async fn accept(request: Request<Incoming>) -> Result<Response<Whole>, Infallible> {
    let protocol = if request.version() == Version::HTTP_2 {
        "H2"
    } else {
        "H1"
    };
    let announced = request.body().size_hint().exact();
    let mut body = request.into_body();
    let mut length = 0;
    while let Some(Ok(frame)) =
        std::future::poll_fn(|context| std::pin::Pin::new(&mut body).poll_frame(context)).await
    {
        length += frame.data_ref().map_or(0, Bytes::len) as u64;
    }
    assert_eq!(announced, Some(length));
    let answer = format!(
        "{{\"jobId\":\"{protocol}-{}\"}}",
        if length > 1 << 20 { "LARGE" } else { "SMALL" }
    );
    Ok(Response::new(answer))
}

type Whole = String;

async fn send(client: &Client, bytes: usize) -> String {
    let accepted = in_time(client.send(&job_with(vec![7; bytes])))
        .await
        .unwrap();
    accepted.job_id.as_str().to_owned()
}

#[cfg(feature = "http2")]
#[tokio::test]
async fn the_server_chooses_http_2_and_all_sends_share_a_connection() {
    let secure = Secure::offering(&[b"h2", b"http/1.1"]).await;
    let client = secure.trusting().build();
    assert_eq!(send(&client, 3 << 20).await, "H2-LARGE");
    let mut sends = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let client = client.clone();
        sends.spawn(async move { send(&client, 300_000).await });
    }
    assert!(
        in_time(sends.join_all())
            .await
            .iter()
            .all(|job_id| job_id == "H2-SMALL")
    );
    assert_eq!(secure.server.connections(), 1);
}

#[tokio::test]
async fn a_server_that_speaks_http_1_alone_gets_that() {
    for protocols in [&[&b"http/1.1"[..]][..], &[]] {
        let secure = Secure::offering(protocols).await;
        let client = secure.trusting().build();
        assert_eq!(send(&client, 3 << 20).await, "H1-LARGE");
        assert_eq!(send(&client, 100).await, "H1-SMALL");
    }
}

/// Whoever does not speak TLS may speak it the next time, so this is not a matter of trust.
#[tokio::test]
async fn a_server_that_closes_instead_of_shaking_hands_is_no_connection() {
    let server = Server::answering(|mut connection| async move {
        connection.read_some().await;
    })
    .await;
    let url = format!("https://localhost:{}/rest/v1", server.address().port());
    let client = Client::builder(account(), region_of_one(&url));
    let client = client.settings(once()).build();
    assert_eq!(
        send_once(&client, &job_with(vec![7; 100])).await,
        (FailureKind::Connect, Delivery::NotSent)
    );
}

#[tokio::test]
async fn tls_goes_through_the_tunnel_of_a_proxy() {
    let secure = Secure::offering(&[]).await;
    let proxy = Server::answering(|mut connection| async move {
        let Some((head, _)) = connection.read_head().await else {
            return;
        };
        let port = head
            .split(' ')
            .nth(1)
            .unwrap()
            .strip_prefix("localhost:")
            .unwrap()
            .to_owned();
        let mut other = tokio::net::TcpStream::connect(format!("127.0.0.1:{port}"))
            .await
            .unwrap();
        connection.write(b"HTTP/1.1 200 OK\r\n\r\n").await;
        let _ = tokio::io::copy_bidirectional(&mut connection.stream, &mut other).await;
    })
    .await;
    let address = Proxy::new(&format!("http://{}", proxy.address())).unwrap();
    let client = secure.trusting().proxy(address).build();
    assert!(send(&client, 100).await.ends_with("-SMALL"));
    assert_eq!((proxy.connections(), secure.server.connections()), (1, 1));
}
