//! Every call of a region with two data centers, while one of them is down, slow, or lying.

use fax4a_simulator::{Answer, Config, Dialect, Effect, Endpoint, Fault, Operation};

use super::{Ask, Case, LATER};

/// Germany's. The submission address hands jobs to the second.
const TWO: &[Endpoint] = &[Endpoint::De1, Endpoint::De2];

pub(super) fn cases() -> Vec<Case> {
    let case = |name: &str, asks: &[Ask]| Case::new(name, Endpoint::DeHa, TWO, asks);
    let at_first = |effect| Fault::new(effect).at(Endpoint::De1);
    let at_front = |effect| Fault::new(effect).at(Endpoint::DeHa);
    // The report of the second data center comes when both were asked.
    let last = |case: Case| {
        let slow = Fault::new(Effect::slow(LATER)).at(Endpoint::De2);
        Case {
            slow_until: Some(2),
            ..case.with(slow)
        }
    };
    let empty = |case: Case| Case {
        reports: [0, 0],
        ..case
    };
    let fail_over = |case: Case| Case {
        fail_over: true,
        ..case
    };
    let lost = || Effect::AnswerAfterProcessing(Answer::new(500));
    let busy = Answer::new(503).retry_after_seconds(0);
    vec![
        case("send", &[Ask::Send]),
        case("send, the front down", &[Ask::Send]).with(at_front(Effect::Refuse)),
        fail_over(case("send, the front down, fail-over", &[Ask::Send]))
            .with(at_front(Effect::Refuse)),
        fail_over(case("send, only the second up, fail-over", &[Ask::Send]))
            .with(at_front(Effect::Refuse))
            .with(at_first(Effect::Refuse)),
        fail_over(case("send, reset at the front, fail-over", &[Ask::Send]))
            .with(at_front(Effect::ResetBeforeProcessing)),
        case("send, the front busy once", &[Ask::Send]).with(at_front(Effect::Answer(busy)).once()),
        empty(case(
            "send, answer lost, reconcile",
            &[Ask::SendIdentified, Ask::Reconcile],
        ))
        .with(at_front(lost())),
        last(case("report at the second", &[Ask::Report])),
        case("report at the second, the first down", &[Ask::Report]).with(at_first(Effect::Refuse)),
        case("report of none", &[Ask::ReportOfNone]),
        case("report of none, the first down", &[Ask::ReportOfNone]).with(at_first(Effect::Refuse)),
        case("report of none, the first 500", &[Ask::ReportOfNone])
            .with(at_first(Effect::Answer(Answer::new(500)))),
        Case {
            ends_by_clock: true,
            ..case("report of none, both freeze", &[Ask::ReportOfNone])
                .with(Fault::new(Effect::Freeze))
        },
        case("lists", &[Ask::Reports]),
        case("lists, the first down", &[Ask::Reports]).with(at_first(Effect::Refuse)),
        case("lists, one report garbled", &[Ask::Reports]).with(at_first(Effect::GarbleOne)),
        empty(case("lists, none", &[Ask::Reports])),
        Case {
            config: |config| dialect(config, |it| it.empty_list_is_not_found = true),
            ..empty(case("lists, none, said with 404", &[Ask::Reports]))
        },
        case("a list of one", &[Ask::ListAt]),
        case("reports of several", &[Ask::ReportsOf]),
        Case {
            config: |config| dialect(config, |it| it.wrapped_bulk_get = true),
            ..case("reports of several, wrapped", &[Ask::ReportsOf])
        },
        case("reports of several, the first down", &[Ask::ReportsOf])
            .with(at_first(Effect::Refuse)),
        case("reports of several, the first lies", &[Ask::ReportsOf])
            .with(at_first(Effect::WrongJobIds)),
        last(case("delete at the second", &[Ask::Delete])),
        Case {
            slow_until: Some(2),
            ..case("delete where it was found", &[Ask::DeleteFound]).with(
                Fault::new(Effect::slow(LATER))
                    .at(Endpoint::De2)
                    .on(Operation::GetReport),
            )
        },
        case("delete several", &[Ask::DeleteMany]),
        case("delete several, the first refuses", &[Ask::DeleteMany])
            .with(at_first(Effect::DeletionFails)),
        case("delete the oldest", &[Ask::DeleteOldest]),
        last(case("wait for one at the second", &[Ask::WaitFor])),
        case("drain", &[Ask::Drain]),
        case("drain, the first down", &[Ask::Drain]).with(at_first(Effect::Refuse)),
        case(
            "drain, what the first has is not stored",
            &[Ask::DrainPartly],
        ),
        case("drain, the first deletes nothing", &[Ask::Drain])
            .with(at_first(Effect::DeletionFails)),
        case("drain, the first lies about deletions", &[Ask::Drain])
            .with(at_first(Effect::DeletionLies)),
        case("drain, one report garbled", &[Ask::Drain]).with(
            at_first(Effect::GarbleOne)
                .on(Operation::ListReports)
                .once(),
        ),
    ]
}

fn dialect(config: Config, change: fn(&mut Dialect)) -> Config {
    let mut dialect = Dialect::default();
    change(&mut dialect);
    config.dialect(dialect)
}
