//! What a world is made of, and what goes wrong in it.

use std::time::Duration;

use fax4a_simulator::{
    Answer, AnswerBody, Config, Dialect, Duplicates, Effect, Endpoint, Fault, Front,
};

use super::canary;
use super::dice::Dice;
use super::way::Way;

/// What a world is made of, and what goes wrong in it.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(super) senders: usize,
    pub(super) reconcilers: usize,
    pub(super) drainers: usize,
    pub(super) watchers: usize,
    pub(super) askers: usize,
    pub(super) janitors: usize,
    pub(super) letters: Vec<LetterPlan>,
    pub(super) questions: Vec<Duration>,
    /// Reports that each data center has from the start.
    pub(super) backlog: [u64; 2],
    /// When the faults stop.
    pub(super) calm_at: Duration,
    /// Of a thousand exchanges, how many meet a fault by chance.
    pub(super) trouble: u64,
    /// A program crashes at one step in so many; never if zero.
    pub(super) crash_one_in: u64,
    pub(super) windows: Vec<Window>,
    /// What becomes of one exchange, counted from 1, whatever else is planned.
    pub(super) mishap: Option<(usize, Mishap)>,
    /// Whether all programs use transports that do one thing at a time; by chance if absent.
    pub(super) is_blocking: Option<bool>,
    pub(super) max_attempts: u32,
    pub(super) timeout: Duration,
    pub(super) has_budget: bool,
    pub(super) service: Config,
}

/// What happens to one exchange of a sweep.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Mishap {
    /// This becomes of it.
    Way(Way),
    /// The program that asks crashes right after the request left.
    Crash,
    /// The program that asks is stopped right after the request left, and keeps what its flow knows.
    Stop,
}

impl Mishap {
    /// Everything that can happen to an exchange.
    pub fn all() -> Vec<Self> {
        Way::all()
            .into_iter()
            .map(Self::Way)
            .chain([Self::Crash, Self::Stop])
            .collect()
    }
}

/// One letter of a plan.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LetterPlan {
    pub(super) at: Duration,
    pub(super) has_id: bool,
    pub(super) fail_over: bool,
    pub(super) straight_to: Option<usize>,
    /// Another recipient, whose number decides what becomes of the job.
    pub(super) magic: Option<&'static str>,
}

/// Something that is wrong for a while.
#[derive(Clone, Debug)]
pub(super) struct Window {
    pub(super) from: Duration,
    pub(super) until: Duration,
    pub(super) at: Endpoint,
    pub(super) trouble: Trouble,
}

#[derive(Clone, Debug)]
pub(super) enum Trouble {
    /// The server itself: every request meets this.
    Service(Effect),
    /// The programs cannot reach the server, which others can, and know it at once.
    Unreachable,
    /// What the programs send to the server vanishes.
    BlackHole,
}

const MINUTE: Duration = Duration::from_secs(60);

impl Plan {
    /// Small worlds without faults, by name: what a sweep lets one exchange after the other fail in.
    pub fn scenarios() -> Vec<(&'static str, Self)> {
        let letter = LetterPlan {
            has_id: true,
            ..LetterPlan::default()
        };
        let (nameless, fail_over) = (
            LetterPlan::default(),
            LetterPlan {
                fail_over: true,
                ..letter
            },
        );
        let straight = LetterPlan {
            straight_to: Some(1),
            ..letter
        };
        let quiet = Self::quiet();
        let questions = [1, 2, 3, 4, 5].map(Duration::from_secs).to_vec();
        vec![
            (
                "send",
                Self {
                    letters: vec![letter, nameless, fail_over],
                    ..quiet.clone()
                },
            ),
            (
                "watch",
                Self {
                    watchers: 1,
                    letters: vec![letter, straight],
                    ..quiet.clone()
                },
            ),
            (
                "drain",
                Self {
                    drainers: 1,
                    backlog: [3, 2],
                    ..quiet.clone()
                },
            ),
            (
                "drain-two",
                Self {
                    drainers: 2,
                    backlog: [2, 1],
                    letters: vec![letter],
                    is_blocking: Some(true),
                    ..quiet.clone()
                },
            ),
            (
                "drain-pages",
                Self {
                    drainers: 1,
                    backlog: [0, 1001],
                    ..quiet.clone()
                },
            ),
            (
                "ask",
                Self {
                    askers: 1,
                    backlog: [2, 2],
                    letters: vec![straight],
                    questions,
                    ..quiet.clone()
                },
            ),
            (
                "clean",
                Self {
                    watchers: 1,
                    janitors: 1,
                    letters: vec![letter, straight],
                    ..quiet
                },
            ),
        ]
    }

    fn quiet() -> Self {
        Self {
            senders: 1,
            reconcilers: 1,
            drainers: 0,
            watchers: 0,
            askers: 0,
            janitors: 0,
            letters: Vec::new(),
            questions: Vec::new(),
            backlog: [0, 0],
            calm_at: MINUTE,
            trouble: 0,
            crash_one_in: 0,
            windows: Vec::new(),
            mishap: None,
            is_blocking: Some(false),
            max_attempts: 2,
            timeout: Duration::from_secs(30),
            has_budget: true,
            service: canary::config()
                .duplicates(Duplicates::Accept)
                .front(Front::Alternate),
        }
    }

    /// A world by chance.
    pub fn by_chance(dice: &mut Dice) -> Self {
        let calm_at = dice.among(&[2, 5, 5, 15, 15, 15, 70]) * MINUTE;
        let senders = dice.below(3) as usize + 1;
        let who_collects = dice.below(4);
        let letters = (0..dice.below(8) + 1)
            .map(|_| LetterPlan::by_chance(calm_at, dice))
            .collect();
        let questions = (0..dice.below(6))
            .map(|_| dice.time(Duration::ZERO, calm_at))
            .collect();
        let windows = (0..dice.below(4))
            .map(|_| Window::by_chance(calm_at, dice))
            .collect();
        let mut backlog = || {
            if dice.one_in(300) {
                900 + dice.below(700)
            } else {
                dice.below(4)
            }
        };
        Self {
            senders,
            backlog: [backlog(), backlog()],
            reconcilers: dice.below(2) as usize,
            drainers: if who_collects == 0 {
                0
            } else {
                dice.below(2) as usize + 1
            },
            watchers: if who_collects == 1 {
                0
            } else {
                dice.below(2) as usize + 1
            },
            askers: dice.below(2) as usize + 1,
            janitors: usize::from(dice.one_in(4)),
            letters,
            questions,
            calm_at,
            trouble: dice.among(&[0, 20, 100, 100, 300, 600]),
            crash_one_in: dice.among(&[0, 0, 500, 60]),
            windows,
            mishap: None,
            is_blocking: None,
            max_attempts: dice.among(&[4, 4, 1, 8]),
            timeout: dice.among(&[30, 30, 8]) * Duration::from_secs(1),
            has_budget: !dice.one_in(4),
            service: service(dice),
        }
    }

    /// The same plan, with this happening to one of its exchanges, counted from 1.
    #[must_use]
    pub fn with_mishap(mut self, exchange: usize, mishap: Mishap) -> Self {
        self.mishap = Some((exchange, mishap));
        self
    }
}

impl LetterPlan {
    fn by_chance(calm_at: Duration, dice: &mut Dice) -> Self {
        let magic = [
            None,
            None,
            None,
            Some("+99900000100"),
            Some("+99900000200"),
            Some("+99900000201"),
        ];
        let rare = [
            Some("+99900000210"),
            Some("+99900000503"),
            Some("+99900000500"),
            Some("+99900000190"),
        ];
        Self {
            at: dice.time(Duration::ZERO, calm_at),
            has_id: !dice.one_in(4),
            fail_over: dice.one_in(2),
            straight_to: dice.among(&[None, None, None, Some(0), Some(1)]),
            magic: if dice.one_in(8) {
                dice.among(&rare)
            } else {
                dice.among(&magic)
            },
        }
    }
}

impl Window {
    fn by_chance(calm_at: Duration, dice: &mut Dice) -> Self {
        let busy = Answer::new(503).retry_after_seconds(30);
        let troubles = [
            Trouble::Service(Effect::Refuse),
            Trouble::Service(Effect::Freeze),
            Trouble::Service(Effect::slow(Duration::from_secs(20))),
            Trouble::Service(Effect::Answer(busy)),
            Trouble::Service(Effect::Answer(Answer::new(500).body(AnswerBody::Html))),
            Trouble::Service(Effect::GarbleOne),
            Trouble::Service(Effect::DeletionFails),
            Trouble::Service(Effect::DeletionLies),
            Trouble::Unreachable,
            Trouble::BlackHole,
        ];
        let from = dice.time(Duration::ZERO, calm_at);
        Self {
            from,
            until: calm_at.min(from + dice.time(MINUTE, 65 * MINUTE)),
            at: dice.among(&[Endpoint::De1, Endpoint::De2, Endpoint::DeHa]),
            trouble: dice.among(&troubles),
        }
    }

    pub(super) fn is_open(&self, at: Endpoint, now: Duration) -> bool {
        self.at == at && (self.from..self.until).contains(&now)
    }

    /// The fault at the service, if it is one.
    pub(super) fn fault(&self) -> Option<Fault> {
        match &self.trouble {
            Trouble::Service(effect) => Some(
                Fault::new(effect.clone())
                    .at(self.at)
                    .during(self.from, self.until),
            ),
            Trouble::Unreachable | Trouble::BlackHole => None,
        }
    }
}

fn service(dice: &mut Dice) -> Config {
    let mut dialect = Dialect::default();
    dialect.created = dice.one_in(2);
    dialect.empty_list_is_not_found = dice.one_in(2);
    dialect.wrapped_bulk_get = dice.one_in(2);
    dialect.silent_deletions = dice.one_in(2);
    dialect.unknown_deletion_is_bad_request = dice.one_in(2);
    canary::config()
        .dialect(dialect)
        .seed(dice.seed())
        .front(dice.among(&[Front::Alternate, Front::Random, Front::First, Front::Second]))
        .duplicates(dice.among(&[
            Duplicates::Accept,
            Duplicates::Accept,
            Duplicates::Accept,
            Duplicates::Refuse,
        ]))
        .processing_time(dice.among(&[2, 0, 30, 300]) * Duration::from_secs(1))
        .retention(dice.among(&[30 * 24 * 60, 30 * 24 * 60, 30 * 24 * 60, 20]) * MINUTE)
}
