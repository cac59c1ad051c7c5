//! How long a lookup takes when each of two data centers takes 50 ms.

use std::time::{Duration, Instant};

use fax4a::JobId;
use fax4a_simulator::{Effect, Fault, Service};

use crate::rounds::{Rounds, quartiles};
use crate::service::Simulated;

const ROUNDS: usize = 41;
const MUST_STAY_WITHIN: f64 = 52.0;

pub(crate) fn time(rounds: &Rounds, service: &Simulated) {
    let job_id = JobId::new("NOBODY").expect("an id");
    let (ureq, hyper) = (service.ureq(), service.hyper());
    let by_ureq = || ureq.report(&job_id).is_not_found();
    let by_hyper = || {
        service
            .runtime
            .block_on(hyper.report(&job_id))
            .is_not_found()
    };
    let ways: [(&str, &dyn Fn() -> bool); 2] = [("ureq", &by_ureq), ("hyper", &by_hyper)];
    for (client, look) in ways {
        let name = format!("{client}: lookup, two data centers of 50 ms");
        if !rounds.wants(&name) {
            continue;
        }
        // Connections are there already, as in a program that runs.
        assert!(look());
        service
            .simulator
            .inject(Fault::new(Effect::slow(Duration::from_millis(50))));
        let times = (0..rounds.times(ROUNDS)).map(|_| {
            let start = Instant::now();
            assert!(look());
            start.elapsed().as_secs_f64() * 1e3
        });
        let [low, median, high] = quartiles(times);
        service.simulator.with(Service::clear_faults);
        println!(
            "{name:<48} {median:>7.2} ms, {low:.2} .. {high:.2}, must stay within {MUST_STAY_WITHIN}"
        );
    }
}
