//! What the core allocates. The counts are exact and the same at every run; the README beside it tells what they are of.

#![expect(
    clippy::disallowed_macros,
    reason = "a benchmark is a program: it prints"
)]

use std::collections::VecDeque;
use std::hint::black_box;

use allocation_counter::AllocationInfo;
use bytes::Bytes;
use fax4a::flow::{AskAll, Call, Flow, Moment, Settings, Step, Submit};
use fax4a::operation::{GetReport, ListReports, Operation as _, SendFax};
use fax4a::{JobId, Region};
use http::Response;

#[path = "../inputs/jobs.rs"]
mod jobs;
#[path = "../inputs/reports.rs"]
mod reports;

fn main() {
    println!(
        "{:<52} {:>12} {:>12}  must stay within",
        "", "allocations", "bytes, peak"
    );
    body();
    request();
    parse();
    flow();
}

/// Building and streaming the body of a large document, which itself is not counted.
fn body() {
    for mib in [1, 20, 200] {
        let document = jobs::document(mib * 1024 * 1024);
        for held in [0, 4] {
            let info = measure(|| stream(&document, held));
            row(
                &format!("body: {mib} MiB, {held} chunks held"),
                info,
                Some((30, 128 * 1024)),
            );
        }
        let mut room = vec![0; 64 * 1024];
        let info = measure(|| {
            let mut reader = SendFax::new(&jobs::job(document.clone())).body().reader();
            while reader.read(&mut room) > 0 {}
        });
        row(
            &format!("body: {mib} MiB, read"),
            info,
            Some((30, 128 * 1024)),
        );
    }
}

/// Streams it as a transport does that holds so many chunks before it lets the oldest go.
fn stream(document: &Bytes, held: usize) {
    let mut reader = SendFax::new(&jobs::job(document.clone())).body().reader();
    let mut queue = VecDeque::with_capacity(held + 1);
    while let Some(chunk) = reader.next_chunk() {
        queue.push_back(black_box(chunk));
        if queue.len() > held {
            queue.pop_front();
        }
    }
}

fn request() {
    let (account, region, document) = (jobs::account(), Region::germany(), jobs::document(1024));
    let job = jobs::job(document.clone());
    let info = measure(|| SendFax::new(&job).request(&account, region.submission()));
    row("request: 1 KiB job", info, Some((8, 4096)));
    let info = measure(|| {
        let job = jobs::job(document.clone());
        SendFax::new(&job).request(&account, region.submission())
    });
    row(
        "request: 1 KiB job, the job included",
        info,
        Some((8, 4096)),
    );
    let info = measure(|| {
        let request = SendFax::new(&job).request(&account, region.submission());
        request.map(|body| body.to_bytes())
    });
    row("request: 1 KiB job, its body in one piece", info, None);
    let plain = http::HeaderValue::from_static("Basic ZmF4QGV4YW1wbGUuY29tOm9wZW4gc2VzYW1l");
    row(
        "request: by hand, which has its body in one piece",
        measure(|| jobs::plain_request(&plain, &document)),
        None,
    );
}

fn parse() {
    for properties in [0, 2, 8] {
        let text = reports::list(1000, properties);
        let plain = measure(|| serde_json::from_slice::<reports::PlainList>(text.as_bytes()));
        let info = measure(|| ListReports::new().response(Response::new(text.as_bytes())));
        let limits = (plain.count_total / 2, plain.bytes_max);
        row(
            &format!("parse: 1000 reports, {properties} properties"),
            info,
            Some(limits),
        );
        row(
            &format!("parse: the same, plain ({} KB of JSON)", text.len() / 1000),
            plain,
            None,
        );
    }
}

/// What a flow holds while its requests are on their way, besides account, region and job, which are shared.
fn flow() {
    let (account, region) = (jobs::account(), Region::germany());
    let job = jobs::job(jobs::document(1024));
    let job_id = JobId::new("FJJ5Y09UM505ZZBIEL0000").expect("an id");
    let (submission, data_center) = (region.submission(), &region.data_centers()[0]);
    let settings = Settings::default;
    in_flight("flow: Call<GetReport>", || {
        let get = GetReport::new(job_id.clone());
        Call::new(account.clone(), data_center.clone(), get, settings())
    });
    in_flight("flow: Call<SendFax>", || {
        Call::new(
            account.clone(),
            submission.clone(),
            SendFax::new(&job),
            settings(),
        )
    });
    in_flight("flow: Submit", || {
        Submit::new(account.clone(), &region, &job, settings())
    });
    in_flight("flow: AskAll<GetReport>", || {
        AskAll::new(
            account.clone(),
            &region,
            GetReport::new(job_id.clone()),
            settings(),
        )
    });
    in_flight("flow: AskAll<ListReports>", || {
        AskAll::new(account.clone(), &region, ListReports::new(), settings())
    });
}

fn in_flight<F: Flow>(name: &str, make: impl FnOnce() -> F) {
    let mut flow = None;
    let mut info = allocation_counter::measure(|| {
        let flow = flow.insert(make());
        while let Step::Send(exchange) = flow.poll(Moment::START) {
            drop(exchange);
        }
    });
    let on_the_heap = u64::try_from(info.bytes_current).expect("a flow frees nothing of others");
    info.bytes_max = size_of::<F>() as u64 + on_the_heap;
    row(
        &format!("{name} and its heap, in flight"),
        info,
        Some((u64::MAX, 4096)),
    );
}

/// Counts what this allocates, and what it makes until it is dropped.
fn measure<T>(mut what: impl FnMut() -> T) -> AllocationInfo {
    // What is allocated at the first call only is no part of the figure.
    drop(black_box(what()));
    allocation_counter::measure(|| drop(black_box(what())))
}

fn row(name: &str, info: AllocationInfo, limits: Option<(u64, u64)>) {
    let limits = match limits {
        None => String::new(),
        Some((count, bytes)) => {
            let missed = info.count_total > count || info.bytes_max > bytes;
            let count = if count == u64::MAX {
                String::new()
            } else {
                format!("{count} / ")
            };
            format!("{count}{bytes}{}", if missed { " missed" } else { "" })
        }
    };
    println!(
        "{name:<52} {:>12} {:>12}  {limits}",
        info.count_total, info.bytes_max
    );
}
