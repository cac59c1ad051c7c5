//! What a flow adds to the request and the answer that it is about.

use fax4a::flow::{Call, Flow as _, Moment, Settings, Step};
use fax4a::operation::{GetReport, Operation as _};
use fax4a::{JobId, Region};
use http::Response;

use crate::jobs::account;
use crate::reports::report;
use crate::rounds::Rounds;

pub(crate) fn compare(rounds: &Rounds) {
    let (account, region, text) = (account(), Region::switzerland(), report(0, 2));
    let job_id = JobId::new("FJJ5Y09UM505ZZBIEL0000").expect("an id");
    let data_center = &region.data_centers()[0];
    let settings = Settings::default();
    rounds.compare(
        "flow/Call of one report",
        0.9,
        || {
            let get = GetReport::new(job_id.clone());
            let mut flow = Call::new(account.clone(), data_center.clone(), get, settings.clone());
            if let Step::Send(exchange) = flow.poll(Moment::START) {
                let answer = Response::new(text.as_bytes());
                flow.on_response(Moment::START, exchange.ticket, answer);
            }
            assert!(
                matches!(flow.poll(Moment::START), Step::Done),
                "one answer is enough"
            );
            flow.into_output().expect("a report")
        },
        || {
            let get = GetReport::new(job_id.clone());
            let request = get.request(&account, data_center);
            (
                get.response(Response::new(text.as_bytes()))
                    .expect("a report"),
                request,
            )
        },
    );
}
