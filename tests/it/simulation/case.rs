//! One world to simulate, with a name by which it can be had again.

use std::fmt;
use std::str::FromStr;

use fax4a_tests::world::{Broken, Dice, Mishap, Plan, Rest, World};

/// One world to simulate.
#[derive(Clone, Debug)]
pub(crate) enum Case {
    /// A world by chance.
    Seed(u64),
    /// A scenario by name, in which something happens at one exchange or step, counted from 1; or nothing, at 0.
    Mishap {
        scenario: String,
        at: usize,
        mishap: usize,
    },
}

impl Case {
    pub(crate) fn run(&self, whole_trace: bool) -> Result<Rest, Broken> {
        match self {
            Self::Seed(seed) => {
                let mut dice = Dice::seeded(*seed);
                World::run(Plan::by_chance(&mut dice), dice, whole_trace)
            }
            Self::Mishap {
                scenario,
                at,
                mishap,
            } => {
                let mut scenarios = Plan::scenarios().into_iter();
                let (_, plan) = scenarios
                    .find(|(name, _)| name == scenario)
                    .expect("a scenario of this name");
                let mishap = Mishap::all().swap_remove(*mishap);
                World::run(plan.with_mishap(*at, mishap), Dice::seeded(0), whole_trace)
            }
        }
    }

    /// How to see it again.
    pub(crate) fn command(&self) -> String {
        format!(
            "FAX4A_SIM_SEED={self} cargo test -p fax4a-tests --test it simulation::replay -- --nocapture"
        )
    }

    pub(crate) fn explain(&self, broken: &Broken) -> String {
        format!("{broken}\nThe same again, whole:\n{}\n", self.command())
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seed(seed) => write!(f, "{seed}"),
            Self::Mishap {
                scenario,
                at,
                mishap,
            } => write!(f, "{scenario}/{at}/{mishap}"),
        }
    }
}

impl FromStr for Case {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.split('/');
        match [parts.next(), parts.next(), parts.next()] {
            [Some(seed), None, None] => seed.parse().map(Self::Seed).map_err(|_| ()),
            [Some(scenario), Some(at), Some(mishap)] => Ok(Self::Mishap {
                scenario: scenario.to_owned(),
                at: at.parse().map_err(|_| ())?,
                mishap: mishap.parse().map_err(|_| ())?,
            }),
            _ => Err(()),
        }
    }
}
