//! Small worlds without faults: what a sweep lets one exchange after the other fail in.

use std::time::Duration;

use fax4a_simulator::{Answer, Duplicates, Effect, Endpoint, Front};

use super::{LetterPlan, MINUTE, Plan, Trouble, Window};
use crate::world::canary;

const NAMELESS: LetterPlan = LetterPlan {
    at: Duration::ZERO,
    has_id: false,
    fail_over: false,
    has_push: false,
    straight_to: None,
    magic: None,
};
const LETTER: LetterPlan = LetterPlan {
    has_id: true,
    ..NAMELESS
};
const FAIL_OVER: LetterPlan = LetterPlan {
    fail_over: true,
    ..LETTER
};
const STRAIGHT: LetterPlan = LetterPlan {
    straight_to: Some(1),
    ..LETTER
};
const PUSHED: LetterPlan = LetterPlan {
    has_push: true,
    ..LETTER
};

impl Plan {
    /// The scenarios, by name.
    pub fn scenarios() -> Vec<(&'static str, Self)> {
        let scenario = |name, change: fn(&mut Self)| {
            let mut plan = Self::quiet();
            change(&mut plan);
            (name, plan)
        };
        vec![
            scenario("send", |plan| {
                plan.letters = vec![LETTER, NAMELESS, FAIL_OVER]
            }),
            scenario("watch", |plan| {
                plan.letters = vec![LETTER, STRAIGHT];
                plan.watchers = 1;
            }),
            scenario("drain", |plan| {
                plan.backlog = [3, 2];
                plan.drainers = 1;
            }),
            scenario("drain-two", |plan| {
                plan.letters = vec![LETTER];
                plan.backlog = [2, 1];
                plan.drainers = 2;
                plan.is_blocking = Some(true);
            }),
            scenario("drain-pages", |plan| {
                plan.backlog = [0, 1001];
                plan.drainers = 1;
            }),
            scenario("ask", |plan| {
                plan.letters = vec![STRAIGHT];
                plan.backlog = [2, 2];
                plan.askers = 1;
                plan.questions = [1, 2, 3, 4, 5].map(Duration::from_secs).to_vec();
            }),
            scenario("clean", |plan| {
                plan.letters = vec![LETTER, STRAIGHT];
                plan.watchers = 1;
                plan.janitors = 1;
            }),
            // One data center is in trouble for hours, which uses up the budget of repeats.
            scenario("outage", |plan| {
                plan.drainers = 3;
                plan.max_attempts = 4;
                plan.calm_at = 360 * MINUTE;
                plan.windows = vec![Window {
                    from: MINUTE,
                    until: 360 * MINUTE,
                    at: Endpoint::De1,
                    trouble: Trouble::Service(Effect::Answer(Answer::new(502))),
                }];
            }),
            scenario("push", |plan| {
                plan.letters = vec![PUSHED];
                plan.listeners = 1;
            }),
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
            listeners: 0,
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
}
