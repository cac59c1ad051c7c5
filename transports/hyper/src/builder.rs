//! Making a client.

use std::fmt;

use fax4a::flow::{RetryBudget, RetryPolicy, Settings};
use fax4a::{Account, Region};
use rustls::ClientConfig;

use crate::client::Client;
use crate::connect::Connector;
use crate::exchange::HyperTransport;
use crate::proxy::Proxy;

/// How many calls of one client are under way at once if it is not told otherwise.
const MAX_CONCURRENT_CALLS: usize = 64;

/// Makes a [`Client`].
#[must_use]
pub struct ClientBuilder {
    pub(crate) account: Account,
    pub(crate) region: Region,
    pub(crate) settings: Settings,
    pub(crate) fail_over: bool,
    pub(crate) identify_jobs: bool,
    pub(crate) max_concurrent_calls: usize,
    proxy: Option<Proxy>,
    tls: Option<ClientConfig>,
    transport: Option<HyperTransport>,
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
            max_concurrent_calls: MAX_CONCURRENT_CALLS,
            proxy: None,
            tls: None,
            transport: None,
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

    /// How many calls of this client and its clones are under way at once, 64 unless told otherwise. Zero is taken as one.
    ///
    /// A call beyond that waits for its turn before it does anything, however long; its timeouts start only then. It keeps the turn
    /// through its repeats and the waits between them, and where it asks several data centers, it has a connection to each.
    ///
    /// What may go on for hours is not counted: [`wait_for`](Client::wait_for), [`watch`](Client::watch), [`drain`](Client::drain),
    /// [`reconcile`](Client::reconcile), [`run`](Client::run) and [`driver`](Client::driver). Each of them has one request at a time
    /// to a data center, and one watch is enough for any number of jobs.
    pub fn max_concurrent_calls(mut self, max_concurrent_calls: usize) -> Self {
        self.max_concurrent_calls = max_concurrent_calls;
        self
    }

    /// A proxy for all connections. There is none unless given here: the environment is not asked.
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.proxy = Some(proxy);
        self
    }

    /// A TLS configuration of your own: with other roots, or a client certificate. Without one it is rustls with the *ring* provider
    /// and the roots of the crate's features.
    ///
    /// The protocols to offer to the server (ALPN) are set to what the crate can speak.
    pub fn tls_config(mut self, config: ClientConfig) -> Self {
        self.tls = Some(config);
        self
    }

    /// A transport of your own: with another connector, a hyper client that you have already, or something around it.
    /// [`ClientBuilder::proxy`] and [`ClientBuilder::tls_config`] then have no effect.
    ///
    /// What the library promises is kept around it: no repeats, the timeouts and limits of the [`Settings`].
    pub fn transport(mut self, transport: HyperTransport) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Makes the client. Nothing is sent, and no runtime is needed yet. What the system trusts is read here, so clone a client rather
    /// than make it again.
    pub fn build(mut self) -> Client {
        let (proxy, tls) = (self.proxy.take(), self.tls.take());
        let connected = || HyperTransport::with_connector(Connector::new(proxy, tls));
        let transport = self.transport.take().unwrap_or_else(connected);
        Client::of(self, transport)
    }
}

impl fmt::Debug for ClientBuilder {
    /// Leaves the TLS configuration out, which may have a key in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("account", &self.account)
            .field("region", &self.region)
            .field("settings", &self.settings)
            .field("fail_over", &self.fail_over)
            .field("identify_jobs", &self.identify_jobs)
            .field("max_concurrent_calls", &self.max_concurrent_calls)
            .field("proxy", &self.proxy)
            .field("transport", &self.transport)
            .finish_non_exhaustive()
    }
}
