//! A script of everything that can go wrong, against all flows at once: the invariants of the simulation hold.

use crate::world::{Dice, Plan, World};

/// The bytes make a world, and then decide what becomes of each exchange in it. Where they end, nothing goes wrong any more.
///
/// # Panics
/// When an invariant does not hold, with what happened before.
pub fn flows(data: &[u8]) {
    let mut dice = Dice::scripted(data);
    let plan = Plan::by_chance(&mut dice);
    if let Err(broken) = World::run(plan, dice, false) {
        panic!("{broken}");
    }
}
