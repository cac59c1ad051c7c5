//! How many requests a watch of many jobs makes, against the simulated service.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::{Future, ready};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use fax4a::flow::{AsyncDriver, AsyncTimer, Exchange, Moment, Settings, Watch, WatchEvent};
use fax4a::operation::{Operation, SendFax};
use fax4a::{JobId, Region};
use fax4a_simulator::{Config, Duplicates, Endpoint, Front, Service};
use fax4a_tests::sample::minimal_job;

use super::simulated::account;

/// A clock on which nothing takes time but waiting.
#[derive(Default)]
struct Clock(Cell<Moment>);

/// Ends when it is asked, and then it is that late.
struct Until<'a>(&'a Clock, Moment);

impl Future for Until<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        self.0.0.set(self.1);
        Poll::Ready(())
    }
}

impl<'a> AsyncTimer for &'a Clock {
    type Sleep = Until<'a>;

    fn now(&self) -> Moment {
        self.0.get()
    }

    fn sleep(&self, duration: Duration) -> Until<'a> {
        Until(self, self.0.get() + duration)
    }
}

/// A service that has so many jobs, half of them at each data center, which are final after some rounds; and their ids.
fn service(jobs: usize) -> (Service, Vec<JobId>) {
    let config = Config::new()
        .front(Front::Alternate)
        .duplicates(Duplicates::Accept)
        .processing_time(Duration::from_secs(20));
    let mut service = Service::new(config);
    let send = SendFax::new(&minimal_job());
    let request = send.request(&account(), Region::germany().submission());
    let request = request.map(|body| body.to_bytes());
    let job_ids = (0..jobs).map(|_| {
        let reply = service.respond(Endpoint::DeHa, Duration::ZERO, &request);
        let (parts, body) = reply.delivered().unwrap().into_parts();
        let response = http::Response::from_parts(parts, body.as_slice());
        send.response(response).unwrap()
    });
    let job_ids = job_ids.collect();
    (service, job_ids)
}

/// The requests to each data center, round by round, until all jobs are final.
fn rounds(jobs: usize) -> BTreeMap<String, Vec<usize>> {
    let (service, job_ids) = service(jobs);
    let (service, clock) = (RefCell::new(service), Clock::default());
    let asked = RefCell::new(BTreeMap::<String, Vec<usize>>::new());
    let transport = |exchange: Exchange| {
        let data_center = exchange.label.server.data_center().unwrap().name();
        let mut asked = asked.borrow_mut();
        *asked
            .entry(data_center.to_owned())
            .or_insert_with(|| vec![0])
            .last_mut()
            .unwrap() += 1;
        let endpoint: Endpoint = data_center.parse().unwrap();
        let request = exchange.request.map(|body| body.to_bytes());
        let reply = service
            .borrow_mut()
            .respond(endpoint, clock.0.get().since_start(), &request);
        ready(Ok(reply.delivered().unwrap()))
    };
    let watch = Watch::new(account(), &Region::germany(), job_ids, Settings::default());
    let timer = &clock;
    let mut driver = AsyncDriver::new(watch, &transport, &timer);
    let mut reports = 0;
    let watching = async {
        while let Some(event) = driver.next_event().await {
            match event {
                WatchEvent::Report(_) => reports += 1,
                WatchEvent::Round { data_center, .. } => {
                    asked
                        .borrow_mut()
                        .get_mut(data_center.name())
                        .unwrap()
                        .push(0);
                }
                event => panic!("{event:?}"),
            }
        }
    };
    let context = &mut Context::from_waker(Waker::noop());
    assert_eq!(pin!(watching).poll(context), Poll::Ready(()));
    assert_eq!((reports, driver.into_output().len()), (jobs, 0));
    asked.into_inner()
}

#[test]
fn a_round_asks_once_for_a_thousand_jobs_and_only_where_they_are_once_that_is_known() {
    for (jobs, first, later) in [(1, 1, 1), (1000, 1, 1), (2500, 3, 2)] {
        for (data_center, requests) in rounds(jobs) {
            let (begin, rest) = requests.split_first().unwrap();
            assert!(*begin <= first, "{jobs} jobs, {data_center}: {requests:?}");
            assert!(
                rest.len() > 1 || jobs == 1,
                "{jobs} jobs, {data_center}: {requests:?}"
            );
            assert!(
                rest.iter().all(|it| *it <= later),
                "{jobs} jobs, {data_center}: {requests:?}"
            );
        }
    }
}

#[test]
fn a_data_center_that_has_none_of_the_jobs_is_asked_in_the_first_round_alone() {
    let rounds = rounds(1);
    let mut requests: Vec<usize> = rounds.values().map(|it| it.iter().sum()).collect();
    requests.sort_unstable();
    assert!(requests[0] == 1 && requests[1] > 2, "{rounds:?}");
}
