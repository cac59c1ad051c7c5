//! What is wrong for a while.

use std::time::Duration;

use fax4a_simulator::{Answer, AnswerBody, Effect, Endpoint, Fault};

use super::MINUTE;
use crate::world::dice::Dice;

/// Something that is wrong for a while.
#[derive(Clone, Debug)]
pub(in crate::world) struct Window {
    pub(in crate::world) from: Duration,
    pub(in crate::world) until: Duration,
    pub(in crate::world) at: Endpoint,
    pub(in crate::world) trouble: Trouble,
}

#[derive(Clone, Debug)]
pub(in crate::world) enum Trouble {
    /// The server itself: every request meets this.
    Service(Effect),
    /// The programs cannot reach the server, which others can, and know it at once.
    Unreachable,
    /// What the programs send to the server vanishes.
    BlackHole,
}

impl Window {
    pub(super) fn by_chance(calm_at: Duration, dice: &mut Dice) -> Self {
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

    pub(in crate::world) fn is_open(&self, at: Endpoint, now: Duration) -> bool {
        self.at == at && (self.from..self.until).contains(&now)
    }

    /// The fault at the service, if it is one.
    pub(in crate::world) fn fault(&self) -> Option<Fault> {
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
