//! Every documented error and what stands between may add, with each kind of body; `Retry-After`; redirects.

use super::super::case::{Ask, Case};
use super::super::raw::{Act, Site};
use super::{ACCEPTED, http};

const STATUSES: [u16; 13] = [
    302, 400, 401, 404, 408, 409, 413, 429, 500, 502, 503, 504, 520,
];

const BODIES: [(&str, &str); 4] = [
    ("empty", ""),
    ("text", "busy"),
    ("HTML", "<html>busy</html>"),
    ("JSON", r#"{"error":"busy"}"#),
];

pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for status in STATUSES {
        for (kind, body) in BODIES {
            let headers = if status == 302 {
                "location: http://127.0.0.2:9/elsewhere\r\n"
            } else {
                ""
            };
            let act = || Act::Answer(http(status, headers, body));
            cases.push(Case::one(
                format!("send, {status}, {kind}"),
                Ask::Send,
                act(),
            ));
            if kind == "text" {
                let name = format!("get a report, {status}");
                cases.push(Case::one(name, Ask::Report, act()));
            }
        }
    }
    let date =
        "date: Mon, 23 Nov 2026 08:00:00 GMT\r\nretry-after: Mon, 23 Nov 2026 08:05:00 GMT\r\n";
    for (name, headers) in [("in seconds", "retry-after: 300\r\n"), ("as a date", date)] {
        let name = format!("send, 503, Retry-After {name}, too long");
        cases.push(Case::one(
            name,
            Ask::Send,
            Act::Answer(http(503, headers, "")),
        ));
    }
    let two = |name: &str, first: Vec<u8>, second: Vec<u8>| {
        let acts = vec![Act::Answer(first), Act::Answer(second)];
        Case::new(name, Ask::Send, vec![Site::Up(acts)])
    };
    let at_once = "retry-after: 0\r\n";
    cases.push(two(
        "send, 503, then 200",
        http(503, at_once, ""),
        http(200, "", ACCEPTED),
    ));
    cases.push(two(
        "send, 429, then 409",
        http(429, "", ""),
        http(409, "", ""),
    ));
    cases
}
