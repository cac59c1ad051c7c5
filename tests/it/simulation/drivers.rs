//! Invariant 13: drivers that do one thing at a time and drivers that do everything at once end in the same state.
//!
//! The library's own two drivers run the same flow against the same service with the same faults, which depend on the place of
//! an exchange in its flow and not on time; answers take a time by chance, so that they come in any order.

use std::collections::BTreeSet;

mod lab;
mod tasks;

use lab::{Driver, Lab};

/// How many times each task is done.
const SEEDS: u64 = 60;

#[test]
fn drivers_in_order_and_at_once_end_in_the_same_state() {
    for (name, task) in tasks::ALL {
        let mut ends = BTreeSet::new();
        for seed in 0..SEEDS {
            let in_order = task(&Lab::new(seed, Driver::InOrder));
            for answers in 1..3 {
                let at_once = task(&Lab::new(seed, Driver::AtOnce { answers }));
                assert!(
                    in_order == at_once,
                    "invariant 13 is broken: drivers end in the same state\n\
                     {name}, seed {seed}\nin order: {in_order}\nat once: {at_once}"
                );
            }
            ends.insert(in_order);
        }
        assert!(ends.len() > 2, "the faults do not reach {name}: {ends:?}");
    }
}
