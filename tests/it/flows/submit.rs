//! Handing a job to a region: never twice.

use fax4a::error::FailureKind;
use fax4a::flow::Submit;
use fax4a_tests::sample;
use fax4a_tests::scenario::{Played, Reply, Scenario, Script};
use http::header::{LOCATION, RETRY_AFTER};
use insta::assert_snapshot;

use super::{SECOND, tries};

fn submit(script: Script) -> Played {
    Scenario::scripted(script).run(|it| {
        Submit::new(
            it.account.clone(),
            &it.region,
            &sample::full_job(),
            it.settings.clone(),
        )
    })
}

fn to_front(replies: impl IntoIterator<Item = Reply>) -> Played {
    submit(Script::new().server("DE", replies))
}

/// With fail-over to the data centers, and two tries at each server.
fn fail_over(script: Script) -> Played {
    Scenario::scripted(script).settings(tries(2)).run(|it| {
        let submit = Submit::new(
            it.account.clone(),
            &it.region,
            &sample::full_job(),
            it.settings.clone(),
        );
        submit.with_fail_over(&it.region)
    })
}

fn refused() -> Reply {
    Reply::not_sent(FailureKind::Connect)
}

#[test]
fn a_job_is_accepted() {
    assert_snapshot!(to_front([Reply::accepted("A1")]));
}

#[test]
fn a_job_that_was_refused_may_be_sent_again_by_the_caller() {
    for status in [400, 401, 403, 404, 413] {
        let played = to_front([Reply::status(status)]);
        assert!(played.outcome().starts_with("refused, "), "{played}");
    }
    assert_snapshot!(to_front([Reply::answer(
        400,
        r#"{"error":"jobValid"}"#,
        "expired"
    )]));
}

#[test]
fn a_job_whose_fate_is_unknown_is_sent_once_and_called_unknown() {
    for reply in [
        Reply::status(408),
        Reply::status(500),
        Reply::status(502),
        Reply::status(504),
        Reply::status(520),
        Reply::status(302).header(LOCATION, "https://elsewhere.example.com/"),
        Reply::status(202),
        Reply::lost(FailureKind::Interrupted),
        Reply::lost(FailureKind::ResponseTooLarge),
        Reply::answer(200, "<html>", "a page"),
        Reply::answer(201, "{\"jobId\":\"A1", "cut"),
        Reply::answer(201, "{}", "no id"),
    ] {
        let played = to_front([reply]);
        assert!(
            played
                .outcome()
                .starts_with("unknown what became of \"order-4711-v1\", "),
            "{played}"
        );
        assert_eq!(played.at_once.exchanges, 1);
    }
}

#[test]
fn a_job_without_an_answer_in_time_is_not_sent_again() {
    assert_snapshot!(to_front([Reply::accepted("A1").after(60 * SECOND)]));
}

#[test]
fn a_transport_that_forgets_makes_it_unknown_too() {
    assert_snapshot!(to_front([Reply::forgotten()]));
}

#[test]
fn a_job_that_surely_did_not_arrive_is_sent_again() {
    assert_snapshot!(to_front([
        refused(),
        Reply::status(503).header(RETRY_AFTER, "5"),
        Reply::status(429),
        Reply::accepted("A1"),
    ]));
}

#[test]
fn a_job_that_never_left_is_refused() {
    assert_snapshot!(to_front(vec![refused(); 4]));
}

#[test]
fn a_job_that_is_refused_first_and_lost_then_is_unknown() {
    assert_snapshot!(to_front([
        Reply::status(503),
        Reply::lost(FailureKind::Timeout)
    ]));
}

#[test]
fn a_duplicate_at_first_is_refused() {
    assert_snapshot!(to_front([Reply::status(409)]));
}

#[test]
fn a_duplicate_after_a_repeat_may_be_this_very_job() {
    assert_snapshot!(to_front([Reply::status(503), Reply::status(409)]));
}

#[test]
fn a_duplicate_at_the_next_server_may_be_this_very_job() {
    assert_snapshot!(fail_over(
        Script::new()
            .server("DE", [refused(), refused()])
            .server("DE1", [Reply::status(409)])
    ));
}

#[test]
fn fail_over_turns_to_the_data_centers_one_after_the_other() {
    let script = Script::new()
        .server("DE", [refused(), Reply::not_sent(FailureKind::Resolve)])
        .server("DE1", [Reply::not_sent(FailureKind::Tls)])
        .server("DE2", [refused(), Reply::accepted("A1")]);
    assert_snapshot!(fail_over(script));
}

#[test]
fn fail_over_ends_when_all_servers_are_down() {
    let script = Script::new()
        .for_ever("DE", refused())
        .for_ever("DE1", refused())
        .for_ever("DE2", refused());
    assert_snapshot!(fail_over(script));
}

#[test]
fn without_fail_over_no_data_center_gets_the_job() {
    assert_eq!(to_front(vec![refused(); 4]).at_once.exchanges, 4);
}

#[test]
fn any_answer_and_any_doubt_ends_fail_over() {
    for reply in [
        Reply::status(400),
        Reply::status(401),
        Reply::status(409),
        Reply::status(500),
        Reply::lost(FailureKind::Timeout),
        Reply::lost(FailureKind::Interrupted),
        Reply::answer(200, "", "empty"),
    ] {
        assert_eq!(
            fail_over(Script::new().server("DE", [reply]))
                .at_once
                .exchanges,
            1
        );
    }
    // It said that it takes nothing, but it said something: the job stays with this region's address.
    let busy = fail_over(Script::new().server("DE", [Reply::status(503), Reply::status(503)]));
    assert!(busy.outcome().starts_with("refused, "), "{busy}");
}

#[test]
fn a_doubt_at_a_data_center_ends_fail_over() {
    let script = Script::new()
        .for_ever("DE", refused())
        .server("DE1", [Reply::lost(FailureKind::Interrupted)]);
    assert_snapshot!(fail_over(script));
}

#[test]
fn a_job_can_go_straight_to_a_data_center() {
    let script = Script::new().server("DE2", [Reply::accepted("A1")]);
    let played = Scenario::scripted(script).run(|it| {
        let target = (&it.region.data_centers()[1]).into();
        Submit::to(
            it.account.clone(),
            target,
            &sample::minimal_job(),
            it.settings.clone(),
        )
    });
    assert_snapshot!(played);
}

#[test]
fn fail_over_of_a_region_without_a_front_does_not_ask_its_one_data_center_twice() {
    let region = fax4a::Region::of_one(fax4a::Region::switzerland().data_centers()[0].clone());
    let played = Scenario::scripted(Script::new().for_ever("CH1", refused()))
        .region(region)
        .settings(tries(1))
        .run(|it| {
            let submit = Submit::new(
                it.account.clone(),
                &it.region,
                &sample::minimal_job(),
                it.settings.clone(),
            );
            submit.with_fail_over(&it.region)
        });
    assert_eq!(played.at_once.exchanges, 1);
}

#[test]
fn nothing_that_may_have_arrived_is_ever_followed_by_another_send() {
    let replies = || {
        [
            Reply::accepted("A1"),
            Reply::status(400),
            Reply::status(409),
            Reply::status(429),
            Reply::status(500),
            Reply::status(503),
            refused(),
            Reply::not_sent(FailureKind::Tls),
            Reply::lost(FailureKind::Timeout),
            Reply::forgotten(),
        ]
    };
    let may_have_arrived =
        |reply: &Reply| !["429", "503"].contains(&&*reply.note) && !reply.note.contains("not sent");
    for first in replies() {
        for second in replies() {
            let script = Script::new()
                .server("DE", [first.clone(), second.clone()])
                .server("DE1", [second.clone()]);
            let played = fail_over(
                script
                    .for_ever("DE1", Reply::status(400))
                    .for_ever("DE2", Reply::status(400)),
            );
            let expected_at_most = if may_have_arrived(&first) { 1 } else { 5 };
            assert!(played.at_once.exchanges <= expected_at_most, "{played}");
            if may_have_arrived(&second) && !may_have_arrived(&first) {
                assert_eq!(played.at_once.exchanges, 2, "{played}");
            }
        }
    }
}
