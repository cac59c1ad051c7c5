//! Worlds by chance.

use std::time::{Duration, Instant, SystemTime};

use fax4a_tests::world::{Dice, Plan, Tally, World};

use super::case::Case;
use super::on_all_processors;

/// How many worlds a test run sees.
const SEEDS: u64 = 1500;

#[test]
fn invariants_hold_whatever_goes_wrong() {
    let (tally, count) = on_all_processors(|number| (number < SEEDS).then_some(Case::Seed(number)));
    assert_eq!(count, SEEDS);
    println!("{tally}");
    let unseen: Vec<_> = Tally::EXPECTED
        .iter()
        .filter(|what| tally.of(what) == 0)
        .collect();
    assert!(
        unseen.is_empty(),
        "{SEEDS} worlds never showed {unseen:?}:\n{tally}"
    );
}

#[test]
fn one_seed_gives_one_trace() {
    for seed in 0..40 {
        let case = Case::Seed(seed);
        let run = || {
            case.run(true)
                .unwrap_or_else(|broken| panic!("{}", case.explain(&broken)))
        };
        assert!(
            run() == run(),
            "invariant 12 is broken: one seed gives one trace\n{}",
            case.command()
        );
    }
}

/// A fuzzer's bytes decide as well as a seed does.
#[test]
fn invariants_hold_whatever_a_script_decides() {
    for seed in 0..100 {
        let mut dice = Dice::seeded(seed);
        let script: Vec<u8> = (0..seed * 20).map(|_| dice.below(256) as u8).collect();
        let mut dice = Dice::scripted(&script);
        let broken = World::run(Plan::by_chance(&mut dice), dice, false).err();
        assert!(
            broken.is_none(),
            "the script of seed {seed}: {}",
            broken.unwrap()
        );
    }
}

/// New seeds for as long as `FAX4A_SIM_SECONDS` says.
#[test]
#[ignore = "runs for as long as it is told: ./check simulate --seconds 60"]
fn soak() {
    let seconds = std::env::var("FAX4A_SIM_SECONDS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(10);
    let since_1970 = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    let (first, began) = (since_1970.as_nanos() as u64, Instant::now());
    println!("from seed {first} on, for {seconds} s");
    let (tally, count) = on_all_processors(|number| {
        (began.elapsed() < Duration::from_secs(seconds))
            .then(|| Case::Seed(first.wrapping_add(number)))
    });
    println!("{count} worlds in {:.1?}:\n{tally}", began.elapsed());
    assert!(count > 0);
}
