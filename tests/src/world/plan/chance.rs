//! Worlds by chance.

use std::time::Duration;

use fax4a_simulator::{Config, Dialect, Duplicates, Front, PushFormat};

use super::{LetterPlan, MINUTE, Plan, Window};
use crate::world::canary;
use crate::world::dice::Dice;

impl Plan {
    /// A world by chance.
    pub fn by_chance(dice: &mut Dice) -> Self {
        let calm_at = dice.among(&[2, 2, 5, 5, 15, 15, 70]) * MINUTE;
        let senders = dice.below(3) as usize + 1;
        let who_collects = dice.below(4);
        let letters = (0..dice.below(6) + 1)
            .map(|_| LetterPlan::by_chance(calm_at, dice))
            .collect();
        let questions = (0..dice.below(6))
            .map(|_| dice.time(Duration::ZERO, calm_at))
            .collect();
        let windows = (0..dice.below(4))
            .map(|_| Window::by_chance(calm_at, dice))
            .collect();
        let mut backlog = || {
            if dice.one_in(500) {
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
            listeners: dice.below(2) as usize,
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
            has_push: dice.one_in(2),
            straight_to: dice.among(&[None, None, None, Some(0), Some(1)]),
            magic: if dice.one_in(8) {
                dice.among(&rare)
            } else {
                dice.among(&magic)
            },
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
        .push_format(dice.among(&[PushFormat::Xml, PushFormat::Json]))
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
