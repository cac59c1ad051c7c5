//! Gets of one report from the data center that has it. The bare clients read the answer's bytes and look at none.

use bytes::Bytes;
use fax4a::JobId;
use fax4a::operation::{GetReport, Operation as _};
use fax4a_simulator::Endpoint;
use http_body_util::Full;

use crate::rounds::Rounds;
use crate::service::{Simulated, ask, ask_async, bare_hyper, bare_ureq};

const ROUNDS: usize = 41;
const CALLS: usize = 640;

pub(crate) fn compare(rounds: &Rounds, service: &Simulated) {
    service.reset(1);
    let now = service.simulator.now();
    let id = service.simulator.with(|service| {
        let job = service.jobs(Endpoint::De1, now).next();
        job.map(|job| job.id())
    });
    let job_id = JobId::new(&id.expect("a report")).expect("an id");
    let url = &service.region.data_centers()[0];
    let request = GetReport::new(job_id.clone()).request(&service.account, url);

    let (ours, bare) = (service.ureq(), bare_ureq());
    let get = || GetReport::new(job_id.clone());
    let bodyless = request.map(|_| ());
    rounds.compare(
        "ureq: gets of one report, 1 at once",
        0.97,
        (ROUNDS, CALLS),
        || (),
        || {
            for _ in 0..CALLS {
                let report = ours.call(url.clone(), get());
                assert!(report.is_ok_and(|it| it.is_some()));
            }
        },
        || (0..CALLS).for_each(|_| assert!(!ask(&bare, bodyless.clone()).is_empty())),
    );

    let (ours, bare) = (service.hyper(), bare_hyper());
    let request = bodyless.map(|()| Full::new(Bytes::new()));
    rounds.compare(
        "hyper: gets of one report, 1 at once",
        0.97,
        (ROUNDS, CALLS),
        || (),
        || {
            service.runtime.block_on(async {
                for _ in 0..CALLS {
                    let report = ours.call(url.clone(), get()).await;
                    assert!(report.is_ok_and(|it| it.is_some()));
                }
            });
        },
        || {
            service.runtime.block_on(async {
                for _ in 0..CALLS {
                    assert!(!ask_async(&bare, request.clone()).await.is_empty());
                }
            });
        },
    );
}
