//! Making connections, all with one TLS configuration.

use ureq::Error;
use ureq::unversioned::transport::{ConnectionDetails, Connector, DefaultConnector, Transport};

/// ureq's own way to make connections, told that the settings are the agent's.
///
/// ureq remembers the TLS configuration of an agent, but makes another for each connection of a request with settings of its own,
/// which every exchange has: its timeout. Then the system's roots would be read for each connection, and no session be resumed.
#[derive(Debug, Default)]
pub(crate) struct OneTlsConfig(DefaultConnector);

impl Connector for OneTlsConfig {
    type Out = Box<dyn Transport>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<()>,
    ) -> Result<Option<Self::Out>, Error> {
        let of_the_agent = ConnectionDetails {
            request_level: false,
            uri: details.uri,
            addrs: details.addrs.clone(),
            config: details.config,
            resolver: details.resolver,
            now: details.now,
            timeout: details.timeout,
            current_time: details.current_time.clone(),
            run_connector: details.run_connector.clone(),
            register_shutdown: details.register_shutdown.clone(),
        };
        self.0.connect(&of_the_agent, chained)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;
    use std::sync::Arc;
    use std::thread;

    use rustls::{HandshakeKind, ServerConfig, ServerConnection, Stream};
    use ureq::Agent;
    use ureq::tls::{Certificate, RootCerts, TlsConfig};
    use ureq::unversioned::resolver::DefaultResolver;

    use super::*;

    /// Answers one request on each of so many connections, and says how each of them began.
    fn serve(
        listener: &TcpListener,
        config: &Arc<ServerConfig>,
        times: usize,
    ) -> Vec<HandshakeKind> {
        let serve_one = |_| {
            let (mut socket, _) = listener.accept().unwrap();
            let mut connection = ServerConnection::new(Arc::clone(config)).unwrap();
            let mut stream = Stream::new(&mut connection, &mut socket);
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                let mut some = [0; 1024];
                let length = stream.read(&mut some).unwrap();
                request.extend_from_slice(&some[..length]);
            }
            let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
            stream.write_all(answer).unwrap();
            stream.conn.send_close_notify();
            stream.flush().unwrap();
            connection.handshake_kind().unwrap()
        };
        (0..times).map(serve_one).collect()
    }

    #[test]
    fn a_second_connection_resumes_the_session_of_the_first() {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], made.signing_key.into());
        let config = Arc::new(config.unwrap());
        let root = Certificate::from_der(made.cert.der()).to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!(
            "https://localhost:{}/",
            listener.local_addr().unwrap().port()
        );
        let server = thread::spawn(move || serve(&listener, &config, 2));

        let tls = TlsConfig::builder()
            .root_certs(RootCerts::from([root]))
            .unversioned_rustls_crypto_provider(provider)
            .build();
        let agent = Agent::config_builder().tls_config(tls).proxy(None).build();
        let agent = Agent::with_parts(agent, OneTlsConfig::default(), DefaultResolver::default());
        for _ in 0..2 {
            let request = http::Request::get(&url).body(()).unwrap();
            let request = agent.configure_request(request).max_redirects(0).build();
            assert!(agent.run(request).unwrap().status().is_success());
        }
        assert_eq!(
            server.join().unwrap(),
            [HandshakeKind::Full, HandshakeKind::Resumed]
        );
    }
}
