//! A drain of 100,000 reports. The naive loop reads a page into plain owned structs and deletes it by its ids.

use fax4a::operation::{BulkDelete, ListReports, Operation as _};
use fax4a::{Account, DataCenterUrl, JobId};
use serde::Deserialize;

use crate::rounds::Rounds;
use crate::service::{Simulated, ask, bare_ureq};

const REPORTS: u64 = 100_000;
const ROUNDS: usize = 7;

pub(crate) fn compare(rounds: &Rounds, service: &Simulated) {
    let (ours, bare) = (service.ureq(), bare_ureq());
    rounds.compare(
        "ureq: drain of 100,000 reports",
        0.95,
        (ROUNDS, REPORTS as usize),
        || service.reset(REPORTS),
        || {
            let drained = ours.drain(|_| Ok::<(), std::io::Error>(()));
            assert_eq!(drained.persisted(), REPORTS);
        },
        || {
            let drained = naive_drain(&bare, &service.account, &service.region.data_centers()[0]);
            assert_eq!(drained, REPORTS);
        },
    );
}

#[derive(Deserialize)]
struct Page {
    reports: Vec<Report>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    job_id: String,
    recipient_status: Vec<Recipient>,
    pages: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recipient {
    number: String,
    status: String,
    reason: String,
    sent_ts: String,
    duration_in_secs: u32,
    sent_to_number: String,
    remote_csid: String,
}

impl Recipient {
    /// Looks at everything, so that nothing of it can be left out.
    fn length(&self) -> usize {
        let texts = [
            &self.number,
            &self.status,
            &self.reason,
            &self.sent_ts,
            &self.sent_to_number,
            &self.remote_csid,
        ];
        texts.iter().map(|text| text.len()).sum::<usize>() + self.duration_in_secs as usize
    }
}

fn naive_drain(agent: &ureq::Agent, account: &Account, url: &DataCenterUrl) -> u64 {
    let list = ListReports::new().request(account, url).map(|_| ());
    let mut drained = 0;
    loop {
        let page: Page = serde_json::from_slice(&ask(agent, list.clone())).expect("a page");
        if page.reports.is_empty() {
            return drained;
        }
        let recipients = page.reports.iter().flat_map(|it| &it.recipient_status);
        assert!(recipients.map(Recipient::length).sum::<usize>() > 0);
        assert!(page.reports.iter().all(|it| it.pages > 0));
        drained += page.reports.len() as u64;
        let ids = page
            .reports
            .iter()
            .map(|it| JobId::new(&it.job_id).expect("an id"));
        let delete = BulkDelete::new(ids).expect("ids").request(account, url);
        ask(agent, delete.map(Vec::from));
    }
}
