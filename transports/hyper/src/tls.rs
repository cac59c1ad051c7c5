//! What TLS is made of: the provider, the roots, the protocols on top.

use std::sync::Arc;

use rustls::client::WantsClientCert;
use rustls::{ClientConfig, ConfigBuilder, Error, WantsVerifier};

/// rustls with the *ring* provider and the roots of the crate's features.
pub(crate) fn default_config() -> Result<ClientConfig, Error> {
    // Explicit, because a default of the process may be missing, or installed twice.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(with_roots(builder)?.with_no_client_auth())
}

/// The same, offering to the server what the crate can speak.
pub(crate) fn with_protocols(mut config: ClientConfig) -> ClientConfig {
    config.alpn_protocols = vec![
        #[cfg(feature = "http2")]
        b"h2".to_vec(),
        b"http/1.1".to_vec(),
    ];
    config
}

type Rooted = Result<ConfigBuilder<ClientConfig, WantsClientCert>, Error>;

#[cfg(feature = "platform-verifier")]
fn with_roots(builder: ConfigBuilder<ClientConfig, WantsVerifier>) -> Rooted {
    rustls_platform_verifier::BuilderVerifierExt::with_platform_verifier(builder)
}

#[cfg(all(feature = "webpki-roots", not(feature = "platform-verifier")))]
fn with_roots(builder: ConfigBuilder<ClientConfig, WantsVerifier>) -> Rooted {
    let roots = webpki_roots::TLS_SERVER_ROOTS
        .iter()
        .cloned()
        .collect::<rustls::RootCertStore>();
    Ok(builder.with_root_certificates(roots))
}

/// Without a feature for roots nothing is trusted: only a configuration of the caller's own can speak `https`.
#[cfg(not(any(feature = "platform-verifier", feature = "webpki-roots")))]
fn with_roots(builder: ConfigBuilder<ClientConfig, WantsVerifier>) -> Rooted {
    Ok(builder.with_root_certificates(rustls::RootCertStore::empty()))
}
