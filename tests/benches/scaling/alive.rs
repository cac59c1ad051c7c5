//! What one of many flows holds while all of them wait for their answers.

use std::hint::black_box;

use allocation_counter::measure;
use fax4a::flow::{AskAll, Call, Flow, Moment, RetryBudget, Settings, Step, Submit};
use fax4a::operation::GetReport;
use fax4a::{Document, FaxJob, JobId, Region};

use crate::driver::account;

const MUST_STAY_WITHIN: f64 = 4096.0;

pub(crate) fn table(flows: usize) {
    println!(
        "{:<44} {:>12} {:>14}",
        format!("{flows} flows alive"),
        "B, made",
        "B, in flight"
    );
    let (account, region) = (account(), Region::germany());
    let settings = Settings::default().with_budget(RetryBudget::new(&region));
    let job_id = JobId::new("FJJ5Y09UM505ZZBIEL0000").expect("an id");
    let get = || GetReport::new(job_id.clone());
    let job = |document: Vec<u8>| {
        FaxJob::to("+4989123456")
            .document(Document::pdf("a.pdf", document))
            .build()
            .expect("a job")
    };
    let shared = job(vec![7; 1024]);
    let submit = |job: &FaxJob| Submit::new(account.clone(), &region, job, settings.clone());
    row("Submit, the job its caller's", flows, || submit(&shared));
    row("Submit, with a job of its own of 1 KiB", flows, || {
        submit(&job(vec![7; 1024]))
    });
    row("AskAll<GetReport>", flows, || {
        AskAll::new(account.clone(), &region, get(), settings.clone())
    });
    row("Call<GetReport>", flows, || {
        Call::new(
            account.clone(),
            region.data_centers()[0].clone(),
            get(),
            settings.clone(),
        )
    });
    println!();
}

/// The flows themselves are counted as well: they are in a list. What they ask for has left them.
fn row<F: Flow>(name: &str, count: usize, make: impl Fn() -> F) {
    let mut flows = Vec::new();
    let made = measure(|| {
        flows.reserve_exact(count);
        flows.extend((0..count).map(|_| make()));
    });
    let sent = measure(|| {
        for flow in &mut flows {
            while let Step::Send(exchange) = flow.poll(Moment::START) {
                drop(exchange);
            }
        }
    });
    black_box(&flows);
    let each = |bytes: i64| bytes as f64 / count as f64;
    let (made, in_flight) = (
        each(made.bytes_current),
        each(made.bytes_current + sent.bytes_current),
    );
    let missed = if made.max(in_flight) > MUST_STAY_WITHIN {
        "  missed"
    } else {
        ""
    };
    println!("{name:<44} {made:>12.0} {in_flight:>14.0}{missed}");
}
