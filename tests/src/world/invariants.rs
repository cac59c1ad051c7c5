//! What must hold in every world, whatever goes wrong: checked against each single fact.
//!
//! Two more invariants are about two worlds at once, and are checked by the tests: (12) the same dice give the same trace, and
//! (13) drivers in order and at once end in the same state.

use std::fmt;

use super::evidence::Evidence;
use super::fact::Fact;

mod addresses;
mod bounds;
mod counted;
mod deleted;
mod ends;
mod failures;
mod lost;
mod not_found;
mod privacy;
mod sent_once;
mod unreadable;

/// Nothing, or how the invariant was broken.
type Verdict = Result<(), String>;

struct Invariant {
    number: u32,
    name: &'static str,
    check: fn(&Evidence, &Fact) -> Verdict,
}

const INVARIANTS: [Invariant; 11] = [
    invariant(1, "no report is lost", lost::check),
    invariant(
        2,
        "nothing is deleted before the sink confirmed that very report",
        deleted::check,
    ),
    invariant(
        3,
        "the sink counts each report of a data center once",
        counted::check,
    ),
    invariant(
        4,
        "one decision to send makes one job at most, and who cannot know is told",
        sent_once::check,
    ),
    invariant(
        5,
        "not found means that every data center said so",
        not_found::check,
    ),
    invariant(
        6,
        "each failure is in the result, with its data center",
        failures::check,
    ),
    invariant(
        7,
        "a report request goes to a data center and nowhere else",
        addresses::check,
    ),
    invariant(
        8,
        "requests are bounded, and each poll makes progress or waits",
        bounds::check,
    ),
    invariant(9, "one unreadable report hides nothing", unreadable::check),
    invariant(
        10,
        "without faults the backlog drains and every watch ends",
        ends::check,
    ),
    invariant(
        11,
        "no secret and no personal data in any output",
        privacy::check,
    ),
];

const fn invariant(
    number: u32,
    name: &'static str,
    check: fn(&Evidence, &Fact) -> Verdict,
) -> Invariant {
    Invariant {
        number,
        name,
        check,
    }
}

/// An invariant that did not hold.
#[derive(Debug)]
pub(super) struct Breach {
    pub(super) number: u32,
    name: &'static str,
    how: String,
}

impl Breach {
    /// A breach of the invariant of this number that no single fact shows.
    pub(super) fn of(number: u32, how: String) -> Self {
        let name = INVARIANTS
            .iter()
            .find(|it| it.number == number)
            .map_or("?", |it| it.name);
        Self { number, name, how }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "invariant {} is broken: {}\n  {}",
            self.number, self.name, self.how
        )
    }
}

/// Checks all invariants against what just happened.
pub(super) fn check(evidence: &Evidence, fact: &Fact) -> Result<(), Breach> {
    for Invariant {
        number,
        name,
        check,
    } in INVARIANTS
    {
        check(evidence, fact).map_err(|how| Breach { number, name, how })?;
    }
    Ok(())
}

/// Fails with this text unless it holds.
fn ensure(holds: bool, how: impl FnOnce() -> String) -> Verdict {
    if holds { Ok(()) } else { Err(how()) }
}
