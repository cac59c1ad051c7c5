//! What is shown instead: the `Debug` and `Display` of every public type, made with marked secrets, in one table each.
//!
//! An output that shows nothing at all would be private too, and of no use to whoever reads a log.

use std::fmt::{Debug, Display, Write as _};

use fax4a::job::{HttpStatusPush, Overlay, OverlayMode, ReportMail};
use fax4a::operation::{BulkGet, ListReports, Operation, SendFax};
use fax4a::push::{PushAuth, PushError, PushFormat, PushReceiver};
use fax4a::report::DeletionOutcome;
use fax4a::{
    Credentials, Document, FaxNumber, FaxReport, Recipient, Region, Timestamp, TransmissionStatus,
};
use fax4a_tests::sample::job_id;
use http::{Request, Response, header};

use super::jobs::{account, builder, job};
use super::{MARK, NUMBER, assert_private};

mod flows;

/// One line for each value, with a name before it.
#[derive(Default)]
struct Table(String);

impl Table {
    fn debug(&mut self, name: &str, value: &impl Debug) {
        self.line(name, &format!("{value:?}"));
    }

    /// Only the type's name: what is in a flow is its own business, and changes.
    fn type_name(&mut self, name: &str, value: &impl Debug) {
        let shown = format!("{value:?}");
        assert_private(&shown);
        let type_name = shown
            .split_once(" {")
            .map_or("", |(type_name, _)| type_name);
        self.line(name, type_name);
    }

    fn display(&mut self, name: &str, value: &impl Display) {
        self.line(name, &value.to_string());
    }

    fn line(&mut self, name: &str, shown: &str) {
        assert_private(shown);
        writeln!(self.0, "{name}: {shown}").unwrap();
    }
}

fn number() -> FaxNumber {
    format!("+49 89 {NUMBER}").parse().unwrap()
}

fn report() -> FaxReport {
    FaxReport::from_json(&report_json("OK")).unwrap()
}

fn report_json(status: &str) -> String {
    format!(
        r#"{{"jobId":"A1","pages":2,"recipientStatus":[{{"number":"+4989{NUMBER}","status":"{status}","reason":"{MARK}",
        "sentTs":"2026-11-23T08:00:00Z","durationInSecs":19}}],"reference":{{"customerDefinedId":"{MARK}"}}}}"#
    )
}

#[test]
fn what_is_sent_is_shown_by_kind_and_size() {
    let mut table = Table::default();
    table.debug("Account", &account());
    table.debug("CustomerNumber", account().customer_number());
    table.debug("Credentials", &Credentials::basic(MARK, MARK).unwrap());
    table.debug("FaxJobBuilder", &builder());
    table.debug("FaxJob", &job());
    table.debug("SendFax", &SendFax::new(&job()));
    table.debug(
        "Recipient",
        &Recipient::new(number().as_str()).property(MARK, MARK),
    );
    table.debug("Document", &Document::pdf(MARK, MARK));
    table.debug("Document of a URL", &Document::from_url(MARK, MARK));
    table.debug("FaxNumber", &number());
    table.display("FaxNumber, masked", &number().masked());
    table.debug("Overlay", &Overlay::new(MARK, OverlayMode::AllPages));
    table.debug("ReportMail", &ReportMail::to(MARK).success_address(MARK));
    table.debug("HttpStatusPush", &HttpStatusPush::to(MARK));
    let push = HttpStatusPush::to(MARK);
    table.debug("by HTTP_BASIC", &push.clone().http_basic(MARK, MARK));
    table.debug("by HTTP_DIGEST", &push.clone().http_digest(MARK, MARK));
    table.debug("by OAUTH2", &push.oauth2(MARK, MARK));
    table.debug("BulkGet", &BulkGet::new([job_id("A1")]).unwrap());
    let request = SendFax::new(&job()).request(&account(), Region::germany().submission());
    table.debug("Body", request.body());
    let mut reader = request.body().reader();
    reader.read(&mut [0; 10]);
    table.debug("BodyReader", &reader);
    insta::assert_snapshot!(table.0);
}

#[test]
fn what_comes_back_is_shown_by_id_and_status() {
    let mut table = Table::default();
    table.debug("JobId", &job_id("A1"));
    table.display("JobId", &job_id("A1"));
    let time: Timestamp = "2026-11-23T09:00:00+01:00".parse().unwrap();
    table.debug("Timestamp", &time);
    table.display("Timestamp", &time);
    table.debug("FaxReport", &report());
    table.debug("RecipientStatus", &report().recipients().next().unwrap());
    for code in ["BUSY", "LINE_ON_FIRE"] {
        let status = TransmissionStatus::from_code(code);
        table.debug("TransmissionStatus", &status);
        table.display("TransmissionStatus", &status);
    }
    let odd = TransmissionStatus::from_code(&format!("Dr. {MARK}"));
    table.debug("TransmissionStatus", &odd);
    table.debug("DeletionOutcome", &DeletionOutcome::Deleted);
    for reason in ["INTERNAL_ERROR".to_owned(), format!("Dr. {MARK}")] {
        table.debug("DeletionOutcome", &DeletionOutcome::Failed(reason.into()));
    }
    let body = format!(
        r#"{{"reports":[{},{{"jobId":"A2","pages":"{MARK}"}}]}}"#,
        report_json("OK")
    );
    let page = ListReports::new()
        .response(Response::new(body.as_bytes()))
        .unwrap();
    table.debug("Page", &page);
    let body = format!(
        r#"[{{"jobId":"A1","reason":"Dr. {MARK}"}},{{"jobId":"A2","reason":"NOT_FOUND"}}]"#
    );
    let items = BulkGet::new([job_id("A1"), job_id("A2")]).unwrap();
    table.debug(
        "BulkItem",
        &items.response(Response::new(body.as_bytes())).unwrap(),
    );
    insta::assert_snapshot!(table.0);
}

#[test]
fn a_push_is_shown_by_format_and_key() {
    let mut table = Table::default();
    let basic = || PushAuth::basic(MARK, MARK).unwrap();
    table.debug("PushAuth", &basic());
    table.debug("PushAuth", &PushAuth::bearer(|_| true));
    table.debug("PushAuth", &PushAuth::none());
    let receiver = PushReceiver::new(PushAuth::none());
    table.debug("PushReceiver", &receiver);
    let request = |body: String| Request::post("/").body(body).unwrap();
    let push = receiver.receive(&request(report_json("OK"))).unwrap();
    table.debug("StatusPush", &push);
    table.debug("PushKey", &push.key());
    table.display("PushKey", &push.key());
    table.display("PushFormat", &PushFormat::Json);
    table.display("PushFormat", &PushFormat::Xml);
    let with = |scheme: &str| {
        Request::post("/")
            .header(header::AUTHORIZATION, format!("{scheme} {MARK}"))
            .body(String::new())
            .unwrap()
    };
    let too_large = vec![0; PushReceiver::MAX_BODY_BYTES + 1];
    let errors: [PushError; 8] = [
        receiver
            .check(&Request::get("/").body(String::new()).unwrap())
            .unwrap_err(),
        receiver
            .receive(&Request::post("/").body(too_large).unwrap())
            .unwrap_err(),
        receiver.receive(&request(MARK.to_owned())).unwrap_err(),
        receiver
            .receive(&request(format!("{{\"{MARK}\"")))
            .unwrap_err(),
        receiver.receive(&request(format!("<{MARK}>"))).unwrap_err(),
        PushReceiver::new(basic())
            .check(&request(String::new()))
            .unwrap_err(),
        PushReceiver::new(basic())
            .check(&with("Basic"))
            .unwrap_err(),
        PushReceiver::new(PushAuth::bearer(|_| false))
            .check(&with("Bearer"))
            .unwrap_err(),
    ];
    for error in errors {
        table.debug("PushError", &error);
        table.display("PushError", &error);
    }
    insta::assert_snapshot!(table.0);
}
