//! The table over raw sockets: everything that a server, or what stands before it, may do.
//!
//! Where two servers are asked and the first report settles the matter, only a report at the second one is a case: a transport that
//! asks one after the other never gets to the second if the first has it.

mod connections;
mod data_centers;
mod operations;
mod shapes;
mod statuses;

use super::case::Case;

/// Every case, in an order that a person can read.
pub(super) fn all() -> Vec<Case> {
    let mut cases = operations::cases();
    cases.extend(statuses::cases());
    cases.extend(shapes::cases());
    cases.extend(connections::cases());
    cases.extend(data_centers::cases());
    cases
}

pub(super) const ACCEPTED: &str = r#"{"jobId":"A1"}"#;
pub(super) const REPORT: &str =
    r#"{"jobId":"A1","recipientStatus":[{"number":"+49891","status":"OK"}]}"#;

/// An answer after which the server closes.
pub(super) fn http(status: u16, headers: &str, body: &str) -> Vec<u8> {
    http_alive(status, &format!("{headers}connection: close\r\n"), body)
}

/// An answer after which the connection can be used again.
pub(super) fn http_alive(status: u16, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status} Words\r\n{headers}content-length: {length}\r\n\r\n{body}")
        .into_bytes()
}
