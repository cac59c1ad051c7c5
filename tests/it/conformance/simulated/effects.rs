//! Everything that can go wrong with a request, and every operation, at one data center.

use std::time::Duration;

use fax4a_simulator::{Answer, AnswerBody, Effect, Endpoint, Fault, Operation};

use super::{Ask, Case, LATER};

const ONE: Endpoint = Endpoint::Ch1;

const OPERATIONS: [(Ask, Operation); 7] = [
    (Ask::Send, Operation::SendFax),
    (Ask::Report, Operation::GetReport),
    (Ask::Reports, Operation::ListReports),
    (Ask::ReportsOf, Operation::BulkGet),
    (Ask::Delete, Operation::DeleteReport),
    (Ask::DeleteMany, Operation::BulkDelete),
    (Ask::DeleteOldest, Operation::DeleteOldest),
];

fn effects() -> Vec<(&'static str, Effect)> {
    let answer = |status| Effect::Answer(Answer::new(status));
    let moved = Answer::new(302).location("http://127.0.0.2:9/elsewhere");
    vec![
        ("slow", Effect::slow(LATER)),
        ("in pieces", Effect::drip(7, Duration::from_micros(100))),
        ("no answer", Effect::Freeze),
        ("reset at the door", Effect::Refuse),
        ("reset before processing", Effect::ResetBeforeProcessing),
        ("reset after processing", Effect::ResetAfterProcessing),
        ("cut", Effect::cut(5)),
        ("garbage", Effect::Garbage),
        ("one garbled", Effect::GarbleOne),
        ("wrong job ids", Effect::WrongJobIds),
        ("302", Effect::Answer(moved)),
        ("401", answer(401)),
        ("404", answer(404)),
        ("429", answer(429)),
        ("500", answer(500)),
        (
            "502, HTML",
            Effect::Answer(Answer::new(502).body(AnswerBody::Html)),
        ),
        (
            "503, in an hour",
            Effect::Answer(Answer::new(503).retry_after_seconds(3600)),
        ),
        (
            "503, on a date",
            Effect::Answer(Answer::new(503).retry_after_date(3600)),
        ),
        (
            "500 after processing",
            Effect::AnswerAfterProcessing(Answer::new(500)),
        ),
        ("deletes nothing", Effect::DeletionFails),
        ("lies about deletions", Effect::DeletionLies),
    ]
}

pub(super) fn cases() -> Vec<Case> {
    let case = |name: String, ask| Case::new(name, ONE, &[ONE], &[ask]);
    let mut cases = Vec::new();
    for (ask, operation) in OPERATIONS {
        let name = |what: &str| format!("{operation:?}, {what}");
        cases.push(case(name("no fault"), ask));
        let down = Fault::new(Effect::Refuse);
        cases.push(case(name("down"), ask).with(down));
        for (what, effect) in effects() {
            cases.push(Case {
                ends_by_clock: effect == Effect::Freeze,
                slow_until: matches!(effect, Effect::Slow { .. }).then_some(1),
                ..case(name(what), ask).with(Fault::new(effect).on(operation))
            });
        }
        let once = Answer::new(503).retry_after_seconds(0);
        let once = Fault::new(Effect::Answer(once)).on(operation).once();
        cases.push(case(name("503, then well"), ask).with(once));
    }
    cases
}
