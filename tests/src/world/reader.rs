//! Reads requests and answers with no help from the library, so that its reading can be checked.

use std::time::Duration;

use fax4a_simulator::{Endpoint, Operation};
use http::{Method, Request, Response, header};
use serde_json::Value;

/// One entry of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) job_id: Option<String>,
    pub(super) says: Says,
}

/// What an entry says of its job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    Pending,
    Final,
    NotFound,
    Deleted,
    NotDeleted,
    Unreadable,
}

/// The server that an address leads to.
pub(super) fn server<B>(request: &Request<B>) -> Option<Endpoint> {
    match request.uri().host()? {
        "faxws-ha.de.retarus.com" => Some(Endpoint::DeHa),
        "faxws.de1.retarus.com" => Some(Endpoint::De1),
        "faxws.de2.retarus.com" => Some(Endpoint::De2),
        _ => None,
    }
}

/// What a request asks for, and the jobs that it names.
pub(super) fn operation(request: &Request<bytes::Bytes>) -> Option<(Operation, Vec<String>)> {
    let path = request.uri().path().strip_prefix("/rest/v1/")?;
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let one = |id: &&str| vec![(*id).to_owned()];
    match (request.method(), &segments[..]) {
        (&Method::POST, ["fax"]) => Some((Operation::SendFax, Vec::new())),
        (&Method::GET, ["fax", "reports"]) => Some((Operation::ListReports, Vec::new())),
        (&Method::DELETE, ["fax", "reports"]) => Some((Operation::DeleteOldest, Vec::new())),
        (&Method::GET, ["fax", "reports", id]) => Some((Operation::GetReport, one(id))),
        (&Method::DELETE, ["fax", "reports", id]) => Some((Operation::DeleteReport, one(id))),
        (&Method::POST, ["fax", "reports"]) => {
            let body: Value = serde_json::from_slice(request.body()).ok()?;
            let job_ids = body["jobIds"].as_array()?.iter().filter_map(text).collect();
            let is_delete = body["action"].as_str()?.eq_ignore_ascii_case("DELETE");
            Some((
                if is_delete {
                    Operation::BulkDelete
                } else {
                    Operation::BulkGet
                },
                job_ids,
            ))
        }
        _ => None,
    }
}

/// What a success says; nothing if it cannot be read as a whole.
pub(super) fn entries(operation: Operation, response: &Response<Vec<u8>>) -> Option<Vec<Entry>> {
    let is_list = operation == Operation::ListReports;
    if is_list && response.status() == 404 {
        return Some(Vec::new());
    }
    if !matches!(response.status().as_u16(), 200 | 201) {
        return None;
    }
    let body: Value = serde_json::from_slice(response.body()).ok()?;
    let read: fn(&Value) -> Says = match operation {
        Operation::BulkDelete | Operation::DeleteReport | Operation::DeleteOldest => deletion,
        Operation::SendFax | Operation::GetReport | Operation::ListReports | Operation::BulkGet => {
            report
        }
        _ => return None,
    };
    let entry = |value: &Value| Entry {
        job_id: text(&value["jobId"]),
        says: read(value),
    };
    match operation {
        Operation::SendFax | Operation::GetReport | Operation::DeleteReport => {
            Some(vec![entry(&body)])
        }
        _ => {
            let body = if body.get("value").is_some() {
                &body["value"]
            } else {
                &body
            };
            let list = if body.is_array() {
                body
            } else {
                &body["reports"]
            };
            Some(list.as_array()?.iter().map(entry).collect())
        }
    }
}

fn report(value: &Value) -> Says {
    match (&value["recipientStatus"], &value["reason"]) {
        (Value::Array(recipients), _) if recipients.iter().any(|it| it["status"] == "PENDING") => {
            Says::Pending
        }
        (Value::Array(_), _) => Says::Final,
        (Value::Null, reason) if reason == "NOT_FOUND" => Says::NotFound,
        _ => Says::Unreadable,
    }
}

fn deletion(value: &Value) -> Says {
    match (&value["deleted"], &value["reason"]) {
        (Value::Bool(true), _) | (Value::Null, Value::Null) => Says::Deleted,
        (Value::Bool(false) | Value::Null, reason) if reason == "NOT_FOUND" => Says::NotFound,
        (Value::Bool(false) | Value::Null, _) => Says::NotDeleted,
        _ => Says::Unreadable,
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// How long a server asked to wait, if it said so in seconds.
pub(super) fn retry_after<B>(response: &Response<B>) -> Option<Duration> {
    let text = response.headers().get(header::RETRY_AFTER)?.to_str().ok()?;
    text.parse().ok().map(Duration::from_secs)
}
