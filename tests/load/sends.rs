//! Very many large sends at once, of one document that is in memory once.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use bytes::Bytes;
use fax4a::flow::{RetryPolicy, Settings};
use fax4a::{
    Account, Credentials, CustomerNumber, DataCenterUrl, Document, FaxJob, Region, SubmissionUrl,
};
use fax4a_hyper::Client;
use tokio::task::JoinSet;

use crate::peer::Peer;
use crate::{ALLOCATED, usage};

const MIB: usize = 1024 * 1024;
const DOCUMENT_BYTES: usize = 5 * MIB;
/// What the whole process may have in memory at its peak, however many sends there are (up to a thousand).
const ALLOWED_BYTES: usize = 150 * MIB;
/// What a program without any send has in memory, the document, and some for each send. A copy of the document for each, or its
/// base64, is far above.
fn allowed_bytes(count: usize) -> usize {
    (20 * MIB + DOCUMENT_BYTES + count * 120 * 1024).min(ALLOWED_BYTES)
}

/// Sends so many faxes at once; each has to be accepted, once.
pub(crate) fn run(count: usize) {
    let mut sink = Peer::start(&["sink", &count.to_string()]);
    let url = sink.line().swap_remove(0);
    let data_center = DataCenterUrl::new("DE1", &url).expect("a URL");
    let region = Region::new(submission(&url), [data_center]).expect("a region");
    // All of them take as long as the last one.
    let settings = Settings::default()
        .with_timeout(Duration::from_secs(900))
        .with_retry(RetryPolicy::never());
    let client = Client::builder(account(), region)
        .settings(settings)
        .max_concurrent_calls(count)
        .build();
    let job = job(&document());

    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let began = Instant::now();
    let accepted: BTreeSet<String> = runtime.expect("a runtime").block_on(async {
        let mut sends = JoinSet::new();
        for _ in 0..count {
            let (client, job) = (client.clone(), job.clone());
            sends.spawn(async move { client.send(&job).await });
        }
        let sends = sends.join_all().await.into_iter();
        sends
            .map(|sent| sent.expect("a job id").job_id.as_str().to_owned())
            .collect()
    });
    let expected: BTreeSet<String> = (0..count).map(|number| format!("JOB{number}")).collect();
    assert!(
        accepted == expected,
        "each send is accepted once, and told its own job id"
    );

    let heap = ALLOCATED.peak_usage();
    let whole = usage::peak_bytes();
    println!(
        "{count} sends of 5 MiB at once in {:.1} s: peak {:.1} MiB allocated, {} in memory (VmHWM)",
        began.elapsed().as_secs_f64(),
        heap as f64 / MIB as f64,
        whole.map_or("unknown".into(), |bytes| format!(
            "{:.1} MiB",
            bytes as f64 / MIB as f64
        )),
    );
    let allowed = allowed_bytes(count);
    for peak in [Some(heap), whole].into_iter().flatten() {
        assert!(
            peak < allowed,
            "{peak} bytes at the peak, and {allowed} are allowed"
        );
    }
}

pub(crate) fn document() -> Bytes {
    (0..DOCUMENT_BYTES)
        .map(|at| ((at * 31) >> 3) as u8)
        .collect()
}

pub(crate) fn job(document: &Bytes) -> FaxJob {
    let document = Document::pdf("load.pdf", document.clone());
    FaxJob::to("+99900000000")
        .document(document)
        .build()
        .expect("a job")
}

pub(crate) fn submission(url: &str) -> SubmissionUrl {
    SubmissionUrl::new("DE", url).expect("a URL")
}

pub(crate) fn account() -> Account {
    let number = CustomerNumber::new("99999TE").expect("a customer number");
    Account::new(
        number,
        Credentials::basic("user", "secret").expect("credentials"),
    )
}
