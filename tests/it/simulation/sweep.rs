//! In each scenario, each exchange fails once, in each way, and each program crashes once and is stopped once before each step.

use fax4a_tests::world::{Mishap, Plan, Way};

use super::case::Case;
use super::on_all_processors;

#[test]
fn invariants_hold_wherever_one_thing_goes_wrong() {
    sweep(|scenario, mishap| match scenario {
        // More reports than fit on a page take their time: only what keeps a page from getting shorter.
        "drain-pages" => is_about_deletion(mishap),
        // All is wrong already.
        "outage" => false,
        _ => true,
    });
}

#[test]
#[ignore = "takes a minute in a debug build: ./check simulate"]
fn invariants_hold_wherever_one_thing_goes_wrong_in_a_long_backlog() {
    sweep(|scenario, mishap| scenario == "drain-pages" && !is_about_deletion(mishap));
}

fn is_about_deletion(mishap: &Mishap) -> bool {
    matches!(mishap, Mishap::Way(Way::Service(effect)) if effect.name().starts_with("deletion"))
}

fn sweep(is_wanted: impl Fn(&str, &Mishap) -> bool) {
    let mut cases = Vec::new();
    for (name, _) in Plan::scenarios() {
        let case = |at, mishap| Case::Mishap {
            scenario: name.to_owned(),
            at,
            mishap,
        };
        let calm = case(0, 0);
        let rest = calm
            .run(false)
            .unwrap_or_else(|broken| panic!("{}", calm.explain(&broken)));
        let mishaps = Mishap::all().into_iter().enumerate();
        for (index, mishap) in mishaps.filter(|(_, mishap)| is_wanted(name, mishap)) {
            let places = match mishap {
                Mishap::Way(_) => rest.exchanges,
                _ => rest.steps,
            };
            cases.extend((1..=places).map(|at| case(at, index)));
        }
    }
    let (_, count) = on_all_processors(|number| cases.get(usize::try_from(number).ok()?).cloned());
    println!("{count} worlds");
    assert_eq!(count, cases.len() as u64);
}
