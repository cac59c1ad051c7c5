//! Connections that are refused, reset, or silent.

use std::time::Duration;

use super::super::case::{Ask, Case};
use super::super::raw::{Act, Site};
use super::{ACCEPTED, REPORT, http};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (verb, ask, body) in [
        ("send", Ask::Send, ACCEPTED),
        ("get a report", Ask::Report, REPORT),
    ] {
        let slow = Act::Drip(http(200, "", body), Duration::from_millis(1));
        // Longer than anybody waits.
        let endless = Act::Drip(http(200, "", &" ".repeat(4000)), Duration::from_millis(50));
        let name = |what: &str| format!("{verb}, {what}");
        cases.extend([
            Case::new(name("connection refused"), ask, vec![Site::Down]),
            Case::one(name("reset before it was read"), ask, Act::ResetBefore),
            Case::one(name("reset while it was read"), ask, Act::ResetDuring),
            Case::one(name("reset after it was read"), ask, Act::ResetAfter),
            Case::one(name("no answer"), ask, Act::Freeze).ending_by_clock_at(0),
            Case::one(name("an answer that drips"), ask, slow),
            Case::one(name("an answer that drips for too long"), ask, endless)
                .ending_by_clock_at(0),
        ]);
    }
    cases.push(Case::new(
        "send, no such name",
        Ask::SendNowhere,
        vec![Site::Down],
    ));
    let acts = vec![Act::ResetAfter, Act::Answer(http(200, "", REPORT))];
    cases.push(Case::new(
        "get a report, reset, then found",
        Ask::Report,
        vec![Site::Up(acts)],
    ));
    cases
}
