//! Errors, and the flows that end with them.

use std::time::Duration;

use fax4a::error::{EntryError, EntryProblem, Failure, FailureKind, ServerError};
use fax4a::flow::{
    AskAll, AsyncDriver, AsyncTimer, Call, Drain, Exchange, Flow, Moment, Reconcile, RetryBudget,
    Settings, Step, Submit, Watch,
};
use fax4a::operation::{BulkDelete, ListReports};
use fax4a::{
    Credentials, CustomerNumber, DataCenterUrl, Error, FaxReport, JobId, Region, SubmissionUrl,
    Timestamp,
};
use fax4a_tests::sample::job_id;
use http::{HeaderValue, Response, StatusCode, header};

use super::super::MARK;
use super::super::jobs::{account, job};
use super::Table;

fn server_error(status: StatusCode) -> ServerError {
    let body = format!(r#"{{"name":"{MARK}"}}"#);
    let mut response = Response::new(body.as_bytes());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::RETRY_AFTER, HeaderValue::from_static("7"));
    ServerError::from_response(&response)
}

/// The first exchange that it wants.
fn first_exchange(flow: &mut impl Flow) -> Exchange {
    match flow.poll(Moment::START) {
        Step::Send(exchange) => exchange,
        _ => panic!("nothing to send"),
    }
}

/// The flow after the answer to its first exchange.
fn answered<F: Flow>(mut flow: F, status: StatusCode, body: &str) -> F {
    let ticket = first_exchange(&mut flow).ticket;
    let mut response = Response::new(body.as_bytes());
    *response.status_mut() = status;
    flow.on_response(Moment::START, ticket, response);
    flow
}

fn submit() -> Submit {
    let region = Region::germany();
    Submit::new(account(), &region, &job(), Settings::default()).with_fail_over(&region)
}

struct NoTime;

impl AsyncTimer for NoTime {
    type Sleep = std::future::Ready<()>;

    fn now(&self) -> Moment {
        Moment::START
    }

    fn sleep(&self, _: Duration) -> Self::Sleep {
        std::future::ready(())
    }
}

#[test]
fn an_error_is_shown_by_kind_status_and_server() {
    let mut table = Table::default();
    let server = Region::germany().submission().server().clone();
    let failure = || Failure::not_sent(FailureKind::Connect).with_source("connection refused");
    let decode =
        FaxReport::from_json(&format!(r#"{{"jobId":"A1","pages":"{MARK}"}}"#)).unwrap_err();
    table.debug("Failure", &Failure::unknown(FailureKind::Timeout));
    let errors = [
        Error::from(server_error(StatusCode::SERVICE_UNAVAILABLE)),
        Error::from(decode),
        Error::from(EntryError::new(EntryProblem::Failed(
            format!("Dr. {MARK}").into(),
        ))),
        Error::from(EntryError::new(EntryProblem::Failed(
            "INTERNAL_ERROR".into(),
        ))),
        Error::from(failure()),
    ];
    for error in errors {
        table.debug("Error", &error);
        table.display("Error", &error);
        table.display("Error, placed", &error.at(server.clone()));
    }
    table.debug("ErrorBody", server_error(StatusCode::CONFLICT).body());
    let invalid = BulkDelete::new([]).unwrap_err();
    table.debug("InvalidJobIds", &invalid);
    table.display("InvalidJobIds", &invalid);
    table.display("InvalidJobId", &JobId::new("").unwrap_err());
    table.display("InvalidAccount", &CustomerNumber::new("").unwrap_err());
    table.display("InvalidAccount", &Credentials::basic("", MARK).unwrap_err());
    table.display("InvalidAccount", &Credentials::basic(MARK, "").unwrap_err());
    table.display("InvalidRegion", &MARK.parse::<Region>().unwrap_err());
    for time in [MARK, "2026-11-23T09:00:00"] {
        table.display("InvalidTimestamp", &time.parse::<Timestamp>().unwrap_err());
    }
    for url in [
        MARK,
        "ftp://example.com",
        "http://example.com",
        "https://user:S3CR3T@example.com",
        "https://example.com/?token=S3CR3T",
    ] {
        table.display(
            "InvalidServerUrl",
            &SubmissionUrl::new("LAB", url).unwrap_err(),
        );
    }
    insta::assert_snapshot!(table.0);
}

#[test]
fn a_flow_is_shown_by_how_far_it_is() {
    let mut table = Table::default();
    let (region, settings) = (Region::germany(), Settings::default);
    let url: &DataCenterUrl = &region.data_centers()[0];
    table.debug("Region", &region);
    table.debug("DataCenter", url.data_center());
    table.display("Server", region.submission().server());
    table.display("Moment", &Moment::after_start(Duration::from_millis(1500)));
    table.debug(
        "Settings",
        &settings().with_budget(RetryBudget::new(&region)),
    );
    table.type_name("Submit", &submit());
    let exchange = first_exchange(&mut submit());
    table.debug("Exchange", &exchange);
    table.display("Label", &exchange.label);
    let accepted = answered(submit(), StatusCode::OK, r#"{"jobId":"A1"}"#).into_output();
    table.debug("Accepted", &accepted.unwrap());
    for status in [StatusCode::BAD_REQUEST, StatusCode::INTERNAL_SERVER_ERROR] {
        let error = answered(submit(), status, MARK).into_output().unwrap_err();
        table.debug("SubmitError", &error);
        table.display("SubmitError", &error);
    }
    let call = Call::new(account(), url.clone(), ListReports::new(), settings());
    table.type_name("Call", &call);
    let list = AskAll::new(account(), &region, ListReports::new(), settings());
    table.type_name("AskAll", &list);
    let limit = Duration::from_secs(60);
    let reconcile = Reconcile::new(account(), &region, MARK, limit, settings());
    table.type_name("Reconcile", &reconcile);
    let watch = Watch::new(account(), &region, [job_id("A1")], settings());
    table.type_name("Watch", &watch);
    let drain = Drain::new(account(), &region, settings());
    table.type_name("Drain", &drain);
    let drained = answered(drain, StatusCode::NOT_IMPLEMENTED, MARK).into_output();
    table.debug("Drained", &drained);
    let transport = |_: Exchange| std::future::ready(Err(Failure::not_sent(FailureKind::Connect)));
    table.debug(
        "AsyncDriver",
        &AsyncDriver::new(submit(), &transport, &NoTime),
    );
    insta::assert_snapshot!(table.0);
}
