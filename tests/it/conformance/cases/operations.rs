//! Every operation, answered as documented.

use super::super::case::{Ask, Case};
use super::super::raw::Act;
use super::{ACCEPTED, REPORT, http};

pub(super) fn cases() -> Vec<Case> {
    let one = |name: &str, ask, status, body: &str| {
        Case::one(name, ask, Act::Answer(http(status, "", body)))
    };
    let list = format!(r#"{{"reports":[{REPORT}]}}"#);
    let bulk = format!(r#"{{"reports":[{REPORT},{{"jobId":"A2","reason":"NOT_FOUND"}}]}}"#);
    let deletion = r#"{"jobId":"A1","deleted":true}"#;
    let deletions = format!(r#"{{"reports":[{deletion}]}}"#);
    vec![
        one("send, 200", Ask::Send, 200, ACCEPTED),
        one("send, 201", Ask::Send, 201, ACCEPTED),
        one("get a report", Ask::Report, 200, REPORT),
        one("list", Ask::List, 200, &list),
        one("bulk get", Ask::BulkGet, 200, &bulk),
        one("bulk delete", Ask::CallBulkDelete, 200, &deletions),
        one("delete a report", Ask::CallDelete, 200, deletion),
        one("delete the oldest", Ask::CallDeleteOldest, 200, &deletions),
    ]
}
