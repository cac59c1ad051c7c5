//! The transports, each as something that runs a flow.

use std::convert::Infallible;
use std::time::{Duration, Instant};

use fax4a::flow::{Flow, Moment, Timer, drive};
use fax4a::{Account, Region};

use self::own::TcpTransport;

#[path = "../../../examples/own_transport/transport.rs"]
mod own;

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

    pub(super) fn run<F: Flow<Event = Infallible>>(
        self,
        account: &Account,
        region: &Region,
        flow: F,
    ) -> F::Output {
        let account = account.clone();
        match self {
            Self::Ureq => fax4a_ureq::Client::new(account, region.clone())
                .run(flow, |_, event| match event {}),
            Self::Hyper => on(
                tokio::runtime::Builder::new_current_thread(),
                account,
                region,
                flow,
            ),
            Self::HyperThreads => {
                let mut builder = tokio::runtime::Builder::new_multi_thread();
                builder.worker_threads(2);
                on(builder, account, region, flow)
            }
            Self::Own => drive(
                flow,
                &TcpTransport,
                &Clock(Instant::now()),
                |_, event| match event {},
            ),
        }
    }
}

fn on<F: Flow<Event = Infallible>>(
    mut builder: tokio::runtime::Builder,
    account: Account,
    region: &Region,
    flow: F,
) -> F::Output {
    let runtime = builder.enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let client = fax4a_hyper::Client::new(account, region.clone());
        client.run(flow, |_, event| match event {}).await
    })
}

struct Clock(Instant);

impl Timer for Clock {
    fn now(&self) -> Moment {
        Moment::after_start(self.0.elapsed())
    }

    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}
