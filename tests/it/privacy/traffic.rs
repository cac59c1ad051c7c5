//! What goes over the wire, and the flows that send it.

use std::time::Duration;

use fax4a::error::{Failure, FailureKind};
use fax4a::flow::{
    AskAll, Call, Drain, Exchange, Flow, Moment, Reconcile, Settings, Step, Submit, Watch,
};
use fax4a::operation::{
    BulkDelete, BulkGet, DeleteOldest, DeleteReport, GetReport, ListReports, Operation, SendFax,
};
use fax4a::{Body, DataCenterUrl, Region};
use fax4a_tests::sample::job_id;
use http::{Request, Response};

use super::jobs::{account, job};
use super::{
    MARK, NUMBER, assert_debug_is_private, assert_display_is_private, assert_error_is_private,
};

/// The address holds the customer number and the job id, which are the service's names for things; nothing else is shown.
fn assert_request_is_private(request: &Request<Body>) {
    assert_debug_is_private(request.headers());
    assert_debug_is_private(request.body());
    assert_debug_is_private(&request.body().reader());
    let text = format!("{request:?}").replace(&format!("nr-{MARK}"), "");
    super::assert_private(&text);
    assert!(text.contains("\"authorization\": Sensitive"), "{text}");
}

fn ask<O: Operation<Target = DataCenterUrl>>(operation: &O) -> Request<Body> {
    operation.request(&account(), &Region::germany().data_centers()[0])
}

#[test]
fn no_request_shows_its_credentials_or_its_body() {
    let send = SendFax::new(&job());
    assert_debug_is_private(&send);
    let request = send.request(&account(), Region::germany().submission());
    assert!(
        request
            .body()
            .to_bytes()
            .windows(MARK.len())
            .any(|window| window == MARK.as_bytes())
    );
    assert_request_is_private(&request);
    assert_request_is_private(&ask(&GetReport::new(job_id("A1"))));
    assert_request_is_private(&ask(&ListReports::new()));
    assert_request_is_private(&ask(&BulkGet::new([job_id("A1")]).unwrap()));
    assert_request_is_private(&ask(&BulkDelete::new([job_id("A1")]).unwrap()));
    assert_request_is_private(&ask(&DeleteReport::new(job_id("A1"))));
    assert_request_is_private(&ask(&DeleteOldest::new()));
}

/// Shows the flow at every step while each exchange is answered with this body, or with a failure where there is none.
fn assert_flow_is_private<F: Flow + std::fmt::Debug>(mut flow: F, answer: Option<&str>) -> F::Output
where
    F::Event: std::fmt::Debug,
{
    let mut now = Moment::START;
    for _ in 0..100 {
        assert_debug_is_private(&flow);
        let step = flow.poll(now);
        assert_debug_is_private(&step);
        match step {
            Step::Send(exchange) => {
                assert_exchange_is_private(&exchange);
                match answer {
                    Some(body) => {
                        flow.on_response(now, exchange.ticket, Response::new(body.as_bytes()))
                    }
                    None => flow.on_failure(
                        now,
                        exchange.ticket,
                        Failure::unknown(FailureKind::Timeout),
                    ),
                }
            }
            Step::Wait(wait) => match wait.until {
                Some(until) => now = until,
                None => break,
            },
            Step::Event(_) => {}
            _ => break,
        }
    }
    assert_debug_is_private(&flow);
    flow.into_output()
}

fn assert_exchange_is_private(exchange: &Exchange) {
    assert_debug_is_private(exchange);
    assert_debug_is_private(&exchange.label);
    assert_display_is_private(&exchange.label);
}

/// A report full of marks on job A1.
fn report() -> String {
    format!(
        r#"{{"jobId":"A1","recipientStatus":[{{"number":"+4989{NUMBER}","alternativeNumbers":["{NUMBER}"],"status":"OK",
        "properties":[{{"key":"{MARK}","value":"{MARK}"}}],"reason":"{MARK}","sentTs":"{MARK}","sentToNumber":"{NUMBER}",
        "remoteCsid":"{MARK}"}}],"reference":{{"customerDefinedId":"{MARK}","billingCode":"{MARK}","billingInfo":"{MARK}"}}}}"#
    )
}

#[test]
fn no_flow_shows_what_it_sends_or_gets() {
    let (region, settings) = (Region::germany(), Settings::default);
    let list = format!(r#"{{"reports":[{}]}}"#, report());
    // Cannot be read, and has no id by which it could be remembered.
    let unnamed = report().replace(r#""jobId":"A1","#, "");
    let unnamed = format!(r#"{{"reports":[{unnamed}]}}"#);
    let garbage = format!(r#"{{"{MARK}":"{MARK}"#);
    for answer in [
        Some(report()),
        Some(list),
        Some(unnamed),
        Some(garbage),
        Some(r#"{"jobId":"A1"}"#.into()),
        None,
    ] {
        let answer = answer.as_deref();
        let submit = Submit::new(account(), &region, &job(), settings()).with_fail_over(&region);
        match assert_flow_is_private(submit, answer) {
            Ok(accepted) => assert_debug_is_private(&accepted),
            Err(error) => assert_error_is_private(&error),
        }
        let target = region.data_centers()[0].clone();
        let call = Call::new(account(), target, ListReports::new(), settings());
        match assert_flow_is_private(call, answer) {
            Ok(page) => assert_debug_is_private(&page),
            Err(error) => assert_error_is_private(&error),
        }
        let get = GetReport::new(job_id("A1"));
        assert_debug_is_private(&assert_flow_is_private(
            AskAll::new(account(), &region, get, settings()),
            answer,
        ));
        let list = AskAll::new(account(), &region, ListReports::new(), settings());
        assert_debug_is_private(&assert_flow_is_private(list, answer));
        let delete = AskAll::new(
            account(),
            &region,
            DeleteReport::new(job_id("A1")),
            settings(),
        );
        assert_debug_is_private(&assert_flow_is_private(delete, answer));
        let bulk = AskAll::bulk_get(account(), &region, &[job_id("A1")], settings());
        assert_debug_is_private(&assert_flow_is_private(bulk, answer));
        let bulk = AskAll::bulk_delete(account(), &region, &[job_id("A1")], settings());
        assert_debug_is_private(&assert_flow_is_private(bulk, answer));
        let drain = Drain::new(account(), &region, settings());
        assert_debug_is_private(&assert_flow_is_private(drain, answer));
        let reconcile = Reconcile::new(
            account(),
            &region,
            MARK,
            Duration::from_secs(60),
            settings(),
        );
        assert_debug_is_private(&assert_flow_is_private(reconcile, answer));
        let watch = Watch::new(account(), &region, [job_id("A1")], settings());
        assert_debug_is_private(&assert_flow_is_private(watch, answer));
    }
}
