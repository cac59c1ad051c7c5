//! The transports, each as something that runs a flow.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant};

use fax4a::flow::{Flow, Moment, Timer, drive};
use fax4a::{Account, Region};
use rustls::{ClientConfig, RootCertStore};
use tokio::runtime::{Builder, Runtime};

use self::own::TcpTransport;

#[path = "../../../examples/own_transport/transport.rs"]
pub(super) mod own;

/// What performs the exchanges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Transport {
    Ureq,
    /// hyper, on a runtime of one thread.
    Hyper,
    /// hyper, on a runtime of two threads.
    HyperThreads,
    /// The example's: plain TCP, one exchange after the other. It has no TLS and no pool, so those cases leave it out.
    Own,
}

impl Transport {
    pub(super) const ALL: [Self; 4] = [Self::Ureq, Self::Hyper, Self::HyperThreads, Self::Own];

    /// Those that keep connections for later, and speak TLS.
    pub(super) const CLIENTS: [Self; 3] = [Self::Ureq, Self::Hyper, Self::HyperThreads];

    pub(super) fn run<F: Flow<Event = Infallible>>(
        self,
        account: &Account,
        region: &Region,
        flow: F,
    ) -> F::Output {
        let (account, region) = (account.clone(), region.clone());
        match self.runtime() {
            Some(runtime) => {
                let client = plain_hyper(account, region).build();
                runtime.block_on(client.run(flow, |_, event| match event {}))
            }
            None if self == Self::Own => {
                let clock = Clock(Instant::now());
                drive(flow, &TcpTransport, &clock, |_, event| match event {})
            }
            None => fax4a_ureq::Client::new(account, region).run(flow, |_, event| match event {}),
        }
    }

    /// The runtime of those that need one.
    pub(super) fn runtime(self) -> Option<Runtime> {
        let mut builder = match self {
            Self::Ureq | Self::Own => return None,
            Self::Hyper => Builder::new_current_thread(),
            Self::HyperThreads => {
                let mut builder = Builder::new_multi_thread();
                builder.worker_threads(2);
                builder
            }
        };
        Some(builder.enable_all().build().expect("a runtime"))
    }
}

/// Without what the system trusts: reading that takes longer than a whole case over plain TCP.
pub(super) fn plain_hyper(account: Account, region: Region) -> fax4a_hyper::ClientBuilder {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("protocol versions")
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth();
    fax4a_hyper::Client::builder(account, region).tls_config(config)
}

pub(super) struct Clock(pub(super) Instant);

impl Timer for Clock {
    fn now(&self) -> Moment {
        Moment::after_start(self.0.elapsed())
    }

    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}
