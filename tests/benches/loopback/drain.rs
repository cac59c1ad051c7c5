//! A drain of 100,000 reports. The naive loop reads a page into plain owned structs and deletes it by its ids.

use fax4a::operation::{BulkDelete, ListReports, Operation as _};
use fax4a::{Account, DataCenterUrl, JobId};

use crate::by_hand::{Page, Report};
use crate::rounds::Rounds;
use crate::service::{Simulated, ask, patient_ureq};

const REPORTS: u64 = 100_000;
const ROUNDS: usize = 7;

pub(crate) fn compare(rounds: &Rounds, service: &Simulated) {
    let (ours, patient) = (service.ureq(), patient_ureq());
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
            let drained = naive_drain(
                &patient,
                &service.account,
                &service.region.data_centers()[0],
            );
            assert_eq!(drained, REPORTS);
        },
    );
}

fn naive_drain(agent: &ureq::Agent, account: &Account, url: &DataCenterUrl) -> u64 {
    let list = ListReports::new().request(account, url).map(|_| ());
    let mut drained = 0;
    loop {
        let page: Page = serde_json::from_slice(&ask(agent, list.clone())).expect("a page");
        if page.reports.is_empty() {
            return drained;
        }
        assert!(page.reports.iter().map(Report::length).sum::<usize>() > 0);
        drained += page.reports.len() as u64;
        let ids = page
            .reports
            .iter()
            .map(|it| JobId::new(&it.job_id).expect("an id"));
        let delete = BulkDelete::new(ids).expect("ids").request(account, url);
        ask(agent, delete.map(Vec::from));
    }
}
