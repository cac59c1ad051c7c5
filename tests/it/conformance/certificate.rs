//! Certificates that are made for one test, and clients that trust them or do not.

use std::sync::Arc;

use fax4a::flow::Settings;
use fax4a_ureq::default_agent;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::crypto::ring::default_provider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore, ServerConfig, SupportedProtocolVersion};
use ureq::tls::{RootCerts, TlsConfig};

use super::clients::{Client, blocking};
use super::transports::Transport;
use super::world::{account, region_of_one};

/// What a server shows, and the authority that stands for it.
pub(super) struct Shown {
    pub(super) authority: CertificateDer<'static>,
    certificate: CertificateDer<'static>,
    key: Vec<u8>,
}

impl Shown {
    /// A certificate for this name or address by an authority of its own.
    pub(super) fn signed(name: &str, change: impl Fn(&mut CertificateParams)) -> Self {
        let mut authority = CertificateParams::new([]).unwrap();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority =
            CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
        let (params, key) = leaf(name, change);
        Self {
            authority: authority.der().clone(),
            certificate: params.signed_by(&key, &authority).unwrap().der().clone(),
            key: key.serialize_der(),
        }
    }

    /// A certificate that vouches for itself.
    pub(super) fn self_signed(name: &str) -> Self {
        let (params, key) = leaf(name, |_| {});
        Self {
            certificate: params.self_signed(&key).unwrap().der().clone(),
            key: key.serialize_der(),
            ..Self::signed(name, |_| {})
        }
    }

    pub(super) fn server(&self, versions: &[&'static SupportedProtocolVersion]) -> ServerConfig {
        let key = PrivateKeyDer::try_from(self.key.clone()).unwrap();
        ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_protocol_versions(versions)
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![self.certificate.clone()], key)
            .unwrap()
    }
}

fn leaf(name: &str, change: impl Fn(&mut CertificateParams)) -> (CertificateParams, KeyPair) {
    let mut params = CertificateParams::new([name.to_owned()]).unwrap();
    change(&mut params);
    (params, KeyPair::generate().unwrap())
}

/// A client of one server that trusts this authority and nobody else; without one, whom it trusts by itself.
pub(super) fn client(
    transport: Transport,
    url: &str,
    authority: Option<&CertificateDer<'static>>,
    settings: Settings,
) -> Box<dyn Client> {
    let (account, region) = (account(), region_of_one(url));
    match transport.runtime() {
        Some(runtime) => {
            let mut builder = fax4a_hyper::Client::builder(account, region).settings(settings);
            if let Some(authority) = authority {
                builder = builder.tls_config(trusting(authority));
            }
            blocking(builder.build(), runtime)
        }
        None => {
            assert_eq!(transport, Transport::Ureq, "it speaks TLS");
            let builder = fax4a_ureq::Client::builder(account, region).settings(settings);
            let agent = authority.map_or_else(default_agent, agent_trusting);
            Box::new(builder.agent(agent).build())
        }
    }
}

fn trusting(authority: &CertificateDer<'static>) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add(authority.clone()).unwrap();
    ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth()
}

fn agent_trusting(authority: &CertificateDer<'static>) -> ureq::Agent {
    let root = ureq::tls::Certificate::from_der(authority).to_owned();
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::new_with_certs(&[root]))
        .unversioned_rustls_crypto_provider(Arc::new(default_provider()))
        .build();
    ureq::Agent::config_builder()
        .tls_config(tls)
        .build()
        .new_agent()
}
