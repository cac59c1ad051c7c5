//! Steady load for a long time, of everything at once: what the clients hold must not grow, and every outcome must be true.
//!
//! Four regions, each with a lane of its own; a lane sends by one transport and reads by the other, and swaps them with every round.
//! Once a second all lanes meet, and while nothing is under way, what the process holds is measured.

use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use fax4a::{DataCenterUrl, Region, SubmissionUrl};

use crate::peer::Peer;

mod caller;
mod growth;
mod lane;

use caller::Caller;
use growth::Growth;
use lane::Lane;

/// The lanes: the region's name, its submission address if it has one, and its data centers.
const REGIONS: [(&str, Option<&str>, &[&str]); 4] = [
    ("DE", Some("DE-HA"), &["DE1", "DE2"]),
    ("US", Some("US-HA"), &["US1", "US2"]),
    ("CH", None, &["CH1"]),
    ("SG", None, &["SG1"]),
];

pub(crate) fn run(seconds: u64) {
    end_with_the_first_panic();
    let mut service = Peer::start(&["service"]);
    let urls = service.line();
    let mut growth = Growth::with_room_for(seconds as usize + 1);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    let lanes = REGIONS.map(|(name, front, data_centers)| {
        let region = region(&urls, name, front, data_centers);
        Lane::new(name, Caller::both(&region, runtime.handle()))
    });

    let (meeting, is_over) = (Barrier::new(lanes.len() + 1), AtomicBool::new(false));
    let began = Instant::now();
    let lanes = std::thread::scope(|scope| {
        let (meeting, is_over) = (&meeting, &is_over);
        let running = lanes.map(|mut lane| {
            scope.spawn(move || {
                while !is_over.load(Ordering::Acquire) {
                    lane.round();
                    meeting.wait();
                    meeting.wait();
                }
                lane
            })
        });
        for second in 1.. {
            meeting.wait();
            growth.measure();
            if second % 60 == 0 {
                println!("{:>5} s  {growth}", began.elapsed().as_secs());
                // So that it can forget them.
                service.ask("requests");
            }
            is_over.store(began.elapsed().as_secs() >= seconds, Ordering::Release);
            if !is_over.load(Ordering::Acquire) {
                std::thread::sleep(Duration::from_secs(second).saturating_sub(began.elapsed()));
            }
            meeting.wait();
            if is_over.load(Ordering::Acquire) {
                break;
            }
        }
        running.map(|lane| lane.join().expect("a lane"))
    });
    report(&mut service, began.elapsed());
    settle(&mut service, &lanes);
    growth.check();
    drop((lanes, runtime));
    growth.check_that_nothing_is_left();
}

fn report(service: &mut Peer, elapsed: Duration) {
    let requests = service.ask("requests");
    let total: f64 = requests[0].parse().expect("a number");
    println!(
        "{} requests in {:.0} s, {:.0} a second: {}",
        requests[0],
        elapsed.as_secs_f64(),
        total / elapsed.as_secs_f64(),
        requests[1..].join(" ")
    );
}

/// What the lanes believe is what the service knows: each fax accepted once, none lost, none left, nothing done that none may do.
fn settle(service: &mut Peer, lanes: &[Lane]) {
    service.ask("calm");
    for lane in lanes {
        let counts = service.ask(&format!("accepted {} {}", lane.name, lane.sent));
        let counts: Vec<u64> = counts
            .iter()
            .map(|it| it.parse().expect("a number"))
            .collect();
        println!(
            "{}: {} faxes, of {} of which nobody knew at first whether they were accepted, {} were not; {} looked up in vain",
            lane.name, lane.sent, lane.in_doubt, lane.lost, lane.unanswered
        );
        assert_eq!(
            counts,
            [lane.lost, lane.sent - lane.lost, 0],
            "{}: accepted never, once, more often",
            lane.name
        );
        assert_eq!(
            lane.drained + lane.deleted,
            lane.sent - lane.lost,
            "{}: each accepted fax has one report",
            lane.name
        );
    }
    assert_eq!(service.ask("rest"), ["0", "0"], "jobs left, and violations");
    let requests = service.ask("requests");
    let faults: u64 = requests
        .last()
        .and_then(|it| it.strip_prefix("faults:"))
        .and_then(|it| it.parse().ok())
        .expect("a count");
    let unclear: u64 = lanes
        .iter()
        .map(|lane| lane.in_doubt + lane.unanswered)
        .sum();
    assert!(
        unclear <= faults,
        "{unclear} unclear outcomes, and only {faults} faults"
    );
}

fn region(urls: &[String], name: &str, front: Option<&str>, data_centers: &[&str]) -> Region {
    let url = |name: &str| {
        let at = urls.iter().position(|word| word == name).expect("a server");
        urls[at + 1].as_str()
    };
    let front = SubmissionUrl::new(name, url(front.unwrap_or(data_centers[0]))).expect("a URL");
    let data_centers = data_centers
        .iter()
        .map(|name| DataCenterUrl::new(*name, url(name)).expect("a URL"));
    Region::new(front, data_centers).expect("a region")
}

/// A lane that ends would leave the others waiting for it.
fn end_with_the_first_panic() {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        print(panic);
        std::process::exit(101);
    }));
}
