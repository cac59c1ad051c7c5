//! Deterministic simulation: worlds in which everything goes wrong, and invariants that hold at every step all the same.
//!
//! A failure prints the command that shows the same world again, whole:
//! `FAX4A_SIM_SEED=17 cargo test -p fax4a-tests --test it simulation::replay -- --nocapture`.
//! `./check simulate --seconds 600` goes on with new seeds for ten minutes.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use fax4a_tests::world::Tally;

mod case;
mod drivers;
mod seeds;
mod sweep;

use case::Case;

/// Runs one case twice, prints all of what happened, and compares: the same dice give the same trace, byte for byte.
#[test]
fn replay() {
    let text = std::env::var("FAX4A_SIM_SEED").unwrap_or_else(|_| "1".into());
    let case: Case = text
        .parse()
        .unwrap_or_else(|()| panic!("FAX4A_SIM_SEED is no case: {text}"));
    let first = case
        .run(true)
        .unwrap_or_else(|broken| panic!("{}", case.explain(&broken)));
    println!("{}", first.trace);
    let second = case
        .run(true)
        .unwrap_or_else(|broken| panic!("{}", case.explain(&broken)));
    assert!(
        first == second,
        "invariant 12 is broken: one seed gives one trace\n{}",
        case.command()
    );
}

/// Runs the first case, the second and so on, on all processors, until there is none; what there was to see, and how many ran.
fn on_all_processors(case: impl Fn(u64) -> Option<Case> + Sync) -> (Tally, u64) {
    let (next, count) = (AtomicU64::new(0), AtomicU64::new(0));
    let (all, failure) = (Mutex::new(Tally::default()), Mutex::new(None));
    let work = || {
        let mut tally = Tally::default();
        while failure.lock().unwrap().is_none() {
            let Some(case) = case(next.fetch_add(1, Ordering::Relaxed)) else {
                break;
            };
            match case.run(false) {
                Ok(rest) => tally.add(&rest.tally),
                Err(broken) => *failure.lock().unwrap() = Some(case.explain(&broken)),
            }
            count.fetch_add(1, Ordering::Relaxed);
        }
        all.lock().unwrap().add(&tally);
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    if let Some(failure) = failure.into_inner().unwrap() {
        panic!("{failure}");
    }
    (all.into_inner().unwrap(), count.into_inner())
}
