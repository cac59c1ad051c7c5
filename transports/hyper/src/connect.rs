//! Making connections: a name becomes addresses, one of them a TCP connection, perhaps through a proxy, and that a TLS one.

use std::fmt;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use http::uri::Scheme;
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::{GaiAddrs, GaiResolver, Name};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use tokio::net::TcpStream;
use tower_service::Service;

use crate::classify::BoxError;
use crate::proxy::Proxy;
use crate::tls;

/// How long making a connection may take in all. Bounded here as well as in the exchange, because the pool may let a connection be
/// made to its end when the exchange that asked for it is over.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

type Connecting<T> = Pin<Box<dyn Future<Output = Result<T, BoxError>> + Send>>;

/// Makes connections as addresses ask for them.
#[derive(Clone)]
pub(crate) struct Connector {
    tcp: Tcp,
    /// An error is that of the first connection that needs TLS: plain ones work all the same.
    tls: Result<Arc<ClientConfig>, rustls::Error>,
}

impl Connector {
    pub(crate) fn new(proxy: Option<Proxy>, tls: Option<ClientConfig>) -> Self {
        let tls = tls
            .map_or_else(tls::default_config, Ok)
            .map(|config| Arc::new(tls::with_protocols(config)));
        Self {
            tcp: Tcp::new(proxy),
            tls,
        }
    }

    async fn connect(
        mut self,
        address: Uri,
    ) -> Result<MaybeHttpsStream<TokioIo<TcpStream>>, BoxError> {
        if address.scheme() == Some(&Scheme::HTTPS) {
            HttpsConnector::from((self.tcp, self.tls?))
                .call(address)
                .await
        } else {
            Ok(MaybeHttpsStream::Http(self.tcp.call(address).await?))
        }
    }
}

impl Service<Uri> for Connector {
    type Response = MaybeHttpsStream<TokioIo<TcpStream>>;
    type Error = BoxError;
    type Future = Connecting<Self::Response>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, address: Uri) -> Self::Future {
        let connecting = self.clone().connect(address);
        Box::pin(async { tokio::time::timeout(CONNECT_TIMEOUT, connecting).await? })
    }
}

/// Makes TCP connections, through the proxy if there is one.
#[derive(Clone)]
struct Tcp {
    direct: HttpConnector<Resolver>,
    proxy: Option<Proxy>,
}

impl Tcp {
    fn new(proxy: Option<Proxy>) -> Self {
        let mut direct = HttpConnector::new_with_resolver(Resolver(GaiResolver::new()));
        direct.enforce_http(false);
        direct.set_nodelay(true);
        // Divided among the addresses of a name, so that one that does not answer leaves time for the others.
        direct.set_connect_timeout(Some(CONNECT_TIMEOUT));
        Self { direct, proxy }
    }
}

impl Service<Uri> for Tcp {
    type Response = TokioIo<TcpStream>;
    type Error = BoxError;
    type Future = Connecting<Self::Response>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, address: Uri) -> Self::Future {
        match &self.proxy {
            None => {
                let connecting = self.direct.call(address);
                Box::pin(async { Ok(connecting.await?) })
            }
            Some(proxy) => {
                let connecting = proxy.tunnel(self.direct.clone(), address);
                Box::pin(async { Ok(connecting.await?) })
            }
        }
    }
}

/// The system's resolver, whose errors can be told from those of connecting.
#[derive(Clone)]
pub(crate) struct Resolver(GaiResolver);

/// A name could not be resolved.
#[derive(Debug)]
pub(crate) struct Unresolved(pub(crate) io::Error);

impl Service<Name> for Resolver {
    type Response = GaiAddrs;
    type Error = Unresolved;
    type Future = Pin<Box<dyn Future<Output = Result<GaiAddrs, Unresolved>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Unresolved>> {
        self.0.poll_ready(context).map_err(Unresolved)
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let resolving = self.0.call(name);
        Box::pin(async { resolving.await.map_err(Unresolved) })
    }
}

impl fmt::Display for Unresolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name could not be resolved")
    }
}

impl std::error::Error for Unresolved {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}
