//! Making a client.

use std::sync::Arc;
use std::time::Duration;

use fax4a::flow::{RetryBudget, RetryPolicy, Settings};
use fax4a::{Account, Region};
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

use crate::client::Client;
use crate::connector::OneTlsConfig;
use crate::exchange::UreqTransport;
use crate::resolver::RememberingResolver;

/// Makes a [`Client`].
#[derive(Debug)]
#[must_use]
pub struct ClientBuilder {
    pub(crate) account: Account,
    pub(crate) region: Region,
    pub(crate) settings: Settings,
    pub(crate) fail_over: bool,
    pub(crate) identify_jobs: bool,
    agent: Option<Agent>,
}

impl ClientBuilder {
    pub(crate) fn new(account: Account, region: Region) -> Self {
        let settings = Settings::default().with_budget(RetryBudget::new(&region));
        Self {
            account,
            region,
            settings,
            fail_over: false,
            identify_jobs: false,
            agent: None,
        }
    }

    /// When to repeat an exchange.
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.settings = self.settings.with_retry(retry);
        self
    }

    /// Timeouts, limits, repeats and their budget in one. The seed in them is not used: each flow gets its own. Without a budget
    /// in them, repeats are not shared among the client's calls.
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// Whether [`Client::send`] turns to the region's data centers when its submission address surely did not get the request.
    /// Off unless asked for.
    pub fn fail_over(mut self, fail_over: bool) -> Self {
        self.fail_over = fail_over;
        self
    }

    /// Whether [`Client::send`] gives a job without a `customerDefinedId` a random one of its own, by which it can be looked for
    /// when nobody knows whether it was accepted ([`Client::reconcile`]). Off unless asked for.
    pub fn identify_jobs(mut self, identify_jobs: bool) -> Self {
        self.identify_jobs = identify_jobs;
        self
    }

    /// An agent of your own: with a proxy, other roots, a client certificate.
    ///
    /// What the library promises is set on each request, whatever the agent says: no redirects, no errors for statuses, the timeouts
    /// and limits of the [`Settings`].
    pub fn agent(mut self, agent: Agent) -> Self {
        self.agent = Some(agent);
        self
    }

    /// Makes the client. Nothing is sent.
    pub fn build(mut self) -> Client {
        let agent = self.agent.take().unwrap_or_else(default_agent);
        Client::of(self, UreqTransport::new(agent))
    }
}

/// The agent of a client that got none: rustls with the *ring* provider and the roots of the crate's features, no proxy from the
/// environment, a pool with room for as many connections as there are calls at once, and names that are looked up every five seconds at
/// the most instead of for each request.
///
/// A place to start from for an agent of your own.
pub fn default_agent() -> Agent {
    let tls = TlsConfig::builder()
        .root_certs(root_certs())
        // Explicit, because a default of the process may be missing, or installed twice.
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build();
    let config = Agent::config_builder()
        .tls_config(tls)
        .proxy(None)
        .max_idle_connections(256)
        .max_idle_connections_per_host(128)
        .max_idle_age(Duration::from_secs(15));
    Agent::with_parts(
        config.build(),
        OneTlsConfig::default(),
        RememberingResolver::default(),
    )
}

#[cfg(feature = "platform-verifier")]
fn root_certs() -> RootCerts {
    RootCerts::PlatformVerifier
}

#[cfg(all(feature = "webpki-roots", not(feature = "platform-verifier")))]
fn root_certs() -> RootCerts {
    RootCerts::WebPki
}

/// Without a feature for roots nothing is trusted: only an agent of the caller's own can speak `https`.
#[cfg(not(any(feature = "platform-verifier", feature = "webpki-roots")))]
fn root_certs() -> RootCerts {
    RootCerts::new_with_certs(&[])
}
