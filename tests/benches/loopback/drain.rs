//! A drain of 100,000 reports. The naive loop reads a page into plain owned structs and deletes it by its ids.

use fax4a::operation::{BulkDelete, ListReports, Operation as _};
use fax4a::{Account, DataCenterUrl, JobId};

use crate::by_hand::{Deletions, Page, Report};
use crate::rounds::Rounds;
use crate::service::{Simulated, ask, bare_ureq};

const REPORTS: u64 = 100_000;
const ROUNDS: usize = 7;

pub(crate) fn compare(rounds: &Rounds, service: &Simulated) {
    let (client, bare) = (service.ureq(), bare_ureq());
    let ours = || {
        let drained = client.drain(|_| Ok::<(), std::io::Error>(()));
        assert_eq!(drained.persisted(), REPORTS);
    };
    for (name, looks) in [
        ("ureq: drain of 100,000 reports", false),
        ("ureq: drain, beside one that looks what is gone", true),
    ] {
        let naive = || {
            let url = &service.region.data_centers()[0];
            assert_eq!(naive_drain(&bare, &service.account, url, looks), REPORTS);
        };
        let calls = (ROUNDS, REPORTS as usize);
        rounds.compare(name, 0.95, calls, || service.reset(REPORTS), ours, naive);
    }
}

/// Deletes each page without a look at what the data center says that it deleted, or with one.
fn naive_drain(agent: &ureq::Agent, account: &Account, url: &DataCenterUrl, looks: bool) -> u64 {
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
        let answer = ask(agent, delete.map(Vec::from));
        if looks {
            let gone: Deletions = serde_json::from_slice(&answer).expect("an answer");
            assert!(
                gone.reports
                    .iter()
                    .all(|it| it.deleted && !it.job_id.is_empty())
            );
        }
    }
}
