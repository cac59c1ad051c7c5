//! A watch of many jobs, half of them at each data center, from sending to the last report.

use std::time::Duration;

use allocation_counter::measure;
use fax4a::flow::{Backoff, Settings, Watch, WatchEvent};
use fax4a::operation::{BulkGet, Operation, SendFax};
use fax4a::{Document, FaxJob, JobId, Region};
use fax4a_simulator::{Config, Duplicates, Endpoint, Front, Service};
use http::Response;

use crate::driver::{Driver, Stepped, Times, account};
use crate::kilobytes;

const MUST_STAY_WITHIN: f64 = 300.0;

pub(crate) fn table(largest: usize) {
    println!(
        "{:<14} {:<32} {:>8} {:>9} {:>10} {:>9} {:>9}",
        "watch", "requests, round by round", "made", "asking", "at most", "a job", "reading"
    );
    for jobs in [1, 100, 10_000, 100_000]
        .into_iter()
        .filter(|jobs| *jobs <= largest)
    {
        let run = run(jobs);
        let each = |bytes: i64| bytes as f64 / jobs as f64;
        let missed = jobs > 1 && each(run.asking) > MUST_STAY_WITHIN;
        let (nanos, ratio) = run.times.each(jobs);
        println!(
            "{:<14} {:<32} {:>6.0} B {:>7.0} B {:>10} {nanos:>6.0} ns {ratio:>8.2}x{}",
            format!("{jobs} jobs"),
            format!("{:?}", run.rounds),
            each(run.made),
            each(run.asking),
            kilobytes(run.at_most),
            if missed { "  missed" } else { "" },
        );
    }
    println!();
}

pub(crate) struct Run {
    /// How many requests each round took, at both data centers together.
    rounds: Vec<usize>,
    /// Bytes that the watch holds, the job ids themselves counted: once it is made, when half of the first round's answers are there,
    /// and at most.
    made: i64,
    asking: i64,
    at_most: i64,
    times: Times,
}

pub(crate) fn run(jobs: usize) -> Run {
    let (service, texts) = service(jobs);
    let mut watch = None;
    let made = measure(|| {
        let job_ids = texts.iter().map(|text| JobId::new(text).expect("an id"));
        watch = Some(Watch::new(
            account(),
            &Region::germany(),
            job_ids,
            Settings::default(),
        ));
    });
    let pace = Backoff::new(Duration::from_secs(10), Duration::from_secs(60));
    let watch = watch.expect("just made").with_pace(pace);
    let mut driver = Driver::new(watch, service, read);
    let asking = measure(|| {
        while driver.answers.iter().sum::<usize>() < jobs.div_ceil(1000) {
            assert!(matches!(driver.step(), Stepped::On));
        }
    });
    let (mut rounds, mut reports) = ([Vec::new(), Vec::new()], 0);
    let rest = measure(|| {
        loop {
            match driver.step() {
                Stepped::Event(WatchEvent::Round {
                    data_center,
                    failure: None,
                    ..
                }) => {
                    let index = usize::from(data_center.name() == "DE2");
                    rounds[index].push(std::mem::take(&mut driver.answers[index]));
                }
                Stepped::Event(WatchEvent::Report(_)) => reports += 1,
                Stepped::Event(event) => panic!("{event:?}"),
                Stepped::On => {}
                Stepped::Done => break,
            }
        }
    });
    assert_eq!((reports, driver.flow.unfinished()), (jobs, 0));
    for (index, rounds) in rounds.iter_mut().enumerate() {
        rounds.push(driver.answers[index]);
    }
    let longest = rounds[0].len().max(rounds[1].len());
    let of_round = |round: usize| rounds.iter().filter_map(|it| it.get(round)).sum();
    let live = made.bytes_current + asking.bytes_current;
    let peaks = [(0, made), (made.bytes_current, asking), (live, rest)];
    let at_most = peaks.map(|(before, it)| before + i64::try_from(it.bytes_max).expect("fits"));
    Run {
        rounds: (0..longest).map(of_round).filter(|it| *it > 0).collect(),
        made: made.bytes_current,
        asking: live,
        at_most: at_most.into_iter().max().unwrap_or_default(),
        times: driver.times,
    }
}

/// A service that has just taken so many jobs, and their ids. They are final after a while.
fn service(jobs: usize) -> (Service, Vec<String>) {
    let config = Config::new()
        .front(Front::Alternate)
        .duplicates(Duplicates::Accept)
        .processing_time(Duration::from_secs(12))
        .keep_documents(false)
        .log_limit(0);
    let mut service = Service::new(config);
    let job = FaxJob::to("+4989123456")
        .document(Document::pdf("a.pdf", "%PDF-1.7"))
        .build();
    let send = SendFax::new(&job.expect("a job"));
    let request = send.request(&account(), Region::germany().submission());
    let request = request.map(|body| body.to_bytes());
    let texts = (0..jobs).map(|_| {
        let reply = service.respond(Endpoint::DeHa, Duration::ZERO, &request);
        let answer = reply
            .delivered()
            .expect("no fault")
            .map(|body| send_response(&send, &body));
        answer.into_body()
    });
    let texts = texts.collect();
    (service, texts)
}

fn send_response(send: &SendFax, body: &[u8]) -> String {
    let job_id = send.response(Response::new(body)).expect("an id");
    job_id.as_str().to_owned()
}

fn read(_: &'static str, response: Response<&[u8]>) {
    let question = BulkGet::new([JobId::new("A1").expect("an id")]).expect("an id");
    assert!(
        !question
            .response(response)
            .expect("reports")
            .entries
            .is_empty()
    );
}
