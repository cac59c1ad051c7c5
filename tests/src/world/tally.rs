//! What there was to see in worlds: a world in which nothing goes wrong proves nothing.

use std::collections::BTreeMap;
use std::fmt;

use fax4a::flow::{DrainEnd, DrainEvent, Lookup, Standing, SubmitError, WatchEvent};

use super::fact::{Ending, Fact, Heard};

/// How often each kind of thing happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<&'static str, u64>);

impl Tally {
    /// What a large number of worlds has to show.
    pub const EXPECTED: &'static [&'static str] = &[
        "answer heard",
        "batch",
        "batch deleted",
        "batch left something",
        "clock jumped",
        "crash",
        "deletion done",
        "deletion not found",
        "deletion unknown",
        "drain emptied",
        "drain failed",
        "drain rejected",
        "drain stalled",
        "drain stopped",
        "failure heard",
        "list complete",
        "list incomplete",
        "list unreadable",
        "lookup found",
        "lookup not found",
        "lookup unknown",
        "reconciled",
        "repeat",
        "not reconciled",
        "push",
        "push again",
        "push refused",
        "send accepted",
        "send refused",
        "send unknown",
        "stopped early",
        "watch not found",
        "watch pending",
        "watch report",
        "watch round failed",
        "watch unknown",
        "watch unreadable",
    ];

    /// How often this happened.
    pub fn of(&self, what: &str) -> u64 {
        self.0.get(what).copied().unwrap_or_default()
    }

    /// Adds what there was in another world.
    pub fn add(&mut self, other: &Self) {
        for (what, times) in &other.0 {
            *self.0.entry(what).or_default() += times;
        }
    }

    pub(super) fn count(&mut self, fact: &Fact) {
        let mut one = |what| *self.0.entry(what).or_default() += 1;
        match fact {
            Fact::Asked { asked, .. } if asked.label.attempt > 1 => one("repeat"),
            Fact::Heard {
                heard: Heard::Answer { .. },
                ..
            } => one("answer heard"),
            Fact::Heard {
                heard: Heard::Failure(_),
                ..
            } => one("failure heard"),
            Fact::Batch { .. } => one("batch"),
            Fact::DrainTold {
                event: DrainEvent::Deleted { left, .. },
                ..
            } => {
                one(if *left == 0 {
                    "batch deleted"
                } else {
                    "batch left something"
                });
            }
            Fact::WatchTold { event, .. } => match event {
                WatchEvent::Report(_) => one("watch report"),
                WatchEvent::Unreadable(_) => one("watch unreadable"),
                WatchEvent::Round {
                    failure: Some(_), ..
                } => one("watch round failed"),
                _ => {}
            },
            Fact::Pushed { result: Err(_), .. } => one("push refused"),
            Fact::Pushed { is_new, .. } => one(if *is_new { "push" } else { "push again" }),
            Fact::Crashed { .. } => one("crash"),
            Fact::ClockJumped { .. } => one("clock jumped"),
            Fact::Ended {
                stopped, ending, ..
            } => {
                if *stopped {
                    one("stopped early");
                }
                kinds(ending).into_iter().for_each(one);
            }
            _ => {}
        }
    }
}

/// What an ending is called.
fn kinds(ending: &Ending) -> Vec<&'static str> {
    match ending {
        Ending::Sent { result: Ok(_), .. } => vec!["send accepted"],
        Ending::Sent {
            result: Err(SubmitError::Refused { .. }),
            ..
        } => vec!["send refused"],
        Ending::Sent { .. } => vec!["send unknown"],
        Ending::Reconciled { result, .. } => vec![if result.is_ok() {
            "reconciled"
        } else {
            "not reconciled"
        }],
        Ending::Drained(drained) => {
            let kind = |end: &DrainEnd| match end {
                DrainEnd::Emptied => "drain emptied",
                DrainEnd::Stalled { .. } => "drain stalled",
                DrainEnd::Rejected(_) => "drain rejected",
                DrainEnd::Failed(_) => "drain failed",
                _ => "drain stopped",
            };
            drained.sites.iter().map(|site| kind(&site.end)).collect()
        }
        Ending::Watched(standings) => {
            let kind = |standing: &Standing| match standing {
                Standing::Pending { .. } => "watch pending",
                Standing::NotFound => "watch not found",
                _ => "watch unknown",
            };
            standings
                .iter()
                .map(|(_, standing)| kind(standing))
                .collect()
        }
        Ending::Report { lookup, .. } => vec![lookup_kind(lookup)],
        Ending::Reports(lookups) => lookups
            .entries
            .iter()
            .map(|(_, lookup)| lookup_kind(lookup))
            .collect(),
        Ending::List(list) if !list.unreadable.is_empty() => vec!["list unreadable"],
        Ending::List(list) if list.is_complete() => vec!["list complete"],
        Ending::List(_) => vec!["list incomplete"],
        Ending::Deletion { lookup, .. } => vec![deletion_kind(lookup)],
        Ending::Deletions(lookups) => lookups
            .entries
            .iter()
            .map(|(_, lookup)| deletion_kind(lookup))
            .collect(),
    }
}

fn lookup_kind<T>(lookup: &Lookup<T>) -> &'static str {
    match lookup {
        Lookup::Found(_) => "lookup found",
        Lookup::NotFound => "lookup not found",
        _ => "lookup unknown",
    }
}

fn deletion_kind<T>(lookup: &Lookup<T>) -> &'static str {
    match lookup {
        Lookup::Found(_) => "deletion done",
        Lookup::NotFound => "deletion not found",
        _ => "deletion unknown",
    }
}

/// One line for each.
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|(what, times)| writeln!(f, "{times:>10} {what}"))
    }
}
