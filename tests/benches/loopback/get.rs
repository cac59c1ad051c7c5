//! Gets of one report from the data center that has it, beside the bare clients: reading the answer's bytes and looking at none,
//! and by hand.

use bytes::Bytes;
use fax4a::JobId;
use fax4a::operation::{GetReport, Operation as _};
use fax4a_simulator::Endpoint;
use http::header::AUTHORIZATION;
use http_body_util::Full;

use crate::by_hand::{self, Report};
use crate::rounds::Rounds;
use crate::service::{Simulated, ask, ask_async, ask_in_time, bare_hyper, bare_ureq};

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
    let request = request.map(|_| ());
    let authorization = request.headers()[AUTHORIZATION].clone();
    let make = || by_hand::get(url.as_str(), &authorization, job_id.as_str());
    assert_eq!(make().uri(), request.uri());
    let read = |answer: &[u8]| {
        let report: Report = serde_json::from_slice(answer).expect("a report");
        assert!(report.length() > 0);
    };
    let get = || GetReport::new(job_id.clone());

    let (client, bare) = (service.ureq(), bare_ureq());
    let ours = || {
        for _ in 0..CALLS {
            let report = client.call(url.clone(), get());
            assert!(report.is_ok_and(|it| it.is_some()));
        }
    };
    let bytes = || (0..CALLS).for_each(|_| assert!(!ask(&bare, request.clone()).is_empty()));
    let by_hand = || (0..CALLS).for_each(|_| read(&ask(&bare, make())));
    let name = "ureq: gets of one report, 1 at once";
    rounds.compare(name, 0.97, (ROUNDS, CALLS), || (), ours, bytes);
    let name = "ureq: gets of one report, 1 at once, by hand";
    rounds.compare(name, 0.97, (ROUNDS, CALLS), || (), ours, by_hand);

    let (client, bare) = (service.hyper(), bare_hyper());
    let empty = |()| Full::new(Bytes::new());
    let ours = || {
        service.runtime.block_on(async {
            for _ in 0..CALLS {
                let report = client.call(url.clone(), get()).await;
                assert!(report.is_ok_and(|it| it.is_some()));
            }
        });
    };
    let bytes = || {
        service.runtime.block_on(async {
            for _ in 0..CALLS {
                assert!(
                    !ask_async(&bare, request.clone().map(empty))
                        .await
                        .is_empty()
                );
            }
        });
    };
    let by_hand = || {
        service.runtime.block_on(async {
            for _ in 0..CALLS {
                read(&ask_in_time(&bare, make().map(empty)).await);
            }
        });
    };
    let name = "hyper: gets of one report, 1 at once";
    rounds.compare(name, 0.97, (ROUNDS, CALLS), || (), ours, bytes);
    let name = "hyper: gets of one report, 1 at once, by hand";
    rounds.compare(name, 0.97, (ROUNDS, CALLS), || (), ours, by_hand);
}
