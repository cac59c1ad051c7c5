//! Looking for a job of which nobody knows whether it was accepted.

use std::time::Duration;

use fax4a::flow::Reconcile;
use fax4a_tests::scenario::{Played, Reply, Scenario, Script};
use insta::assert_snapshot;

use super::tries;

fn reconcile(script: Script) -> Played {
    Scenario::scripted(script).settings(tries(1)).run(|it| {
        let limit = Duration::from_secs(10);
        Reconcile::new(
            it.account.clone(),
            &it.region,
            "order-4711-v1",
            limit,
            it.settings.clone(),
        )
    })
}

fn report(customer_defined_id: &str) -> String {
    format!(
        r#"{{"jobId":"A1","recipientStatus":[{{"number":"1","status":"OK"}}],"reference":{{"customerDefinedId":"{customer_defined_id}"}}}}"#
    )
}

fn other() -> Reply {
    Reply::list(&[report("order-4711-v2")])
}

#[test]
fn the_report_that_carries_the_id_is_found() {
    let script = Script::new().server("DE1", [other(), other()]).server(
        "DE2",
        [Reply::status(404), Reply::list(&[report("order-4711-v1")])],
    );
    assert_snapshot!(reconcile(script).at_once);
}

#[test]
fn not_seeing_it_says_what_that_is_worth() {
    let unreadable = Reply::list(&[r#"{"jobId":"A1","pages":"?"}"#]);
    let script = Script::new()
        .for_ever("DE1", unreadable)
        .for_ever("DE2", Reply::status(500));
    assert_snapshot!(reconcile(script).outcome());
}
