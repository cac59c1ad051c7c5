//! Full lists of reports, against plain derived structures with owned texts.

use fax4a::FaxReport;
use fax4a::Region;
use fax4a::flow::{AskAll, Flow as _, Moment, Settings, Step};
use fax4a::operation::{ListReports, Operation as _};
use fax4a::report::Page;
use http::Response;

use crate::jobs::account;
use crate::reports::{PlainList, list};
use crate::rounds::Rounds;

pub(crate) fn compare(rounds: &Rounds) {
    for properties in [0, 2, 8] {
        let text = list(1000, properties);
        assert_eq!(
            parse(&text).entries.len(),
            plain(&text).reports.len(),
            "both read the same"
        );
        rounds.compare(
            &format!("parse/1000 reports, {properties} properties"),
            1.5,
            || parse(&text),
            || plain(&text),
        );
    }
    let text = list(1000, 2);
    rounds.compare(
        "parse/two data centers merged",
        1.0 / 1.1,
        || ask_all(&text),
        || (parse(&text), parse(&text)),
    );
}

fn parse(text: &str) -> Page<FaxReport> {
    ListReports::new()
        .response(Response::new(text.as_bytes()))
        .expect("a list")
}

fn plain(text: &str) -> PlainList {
    serde_json::from_slice(text.as_bytes()).expect("a list")
}

fn ask_all(text: &str) -> usize {
    let region = Region::germany();
    let mut flow = AskAll::new(account(), &region, ListReports::new(), Settings::default());
    while let Step::Send(exchange) = flow.poll(Moment::START) {
        flow.on_response(
            Moment::START,
            exchange.ticket,
            Response::new(text.as_bytes()),
        );
    }
    let gathered = flow.into_output();
    assert!(gathered.missing.is_empty(), "both data centers answered");
    gathered.items.len()
}
