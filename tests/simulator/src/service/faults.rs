//! The faults that are waiting, and which request meets one.

use std::time::Duration;

use super::Service;
use crate::{Effect, Endpoint, Fault, Operation};

impl Service {
    /// Adds a fault after those that are there.
    pub fn inject(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// The faults that are not used up, in the order in which they are looked at.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Takes all faults away.
    pub fn clear_faults(&mut self) {
        self.faults.clear();
    }

    /// Whether a server is down at a virtual time, so that it has to refuse connections: [`Effect::Refuse`] hits all of its requests.
    pub fn is_down(&self, endpoint: Endpoint, now: Duration) -> bool {
        self.faults
            .iter()
            .any(|it| it.effect == Effect::Refuse && it.covers(endpoint, now))
    }

    /// When something happens next without a request: a fault begins or ends later, or a push is due, maybe already.
    pub fn next_wake(&self, now: Duration) -> Option<Duration> {
        let windows = self
            .faults
            .iter()
            .flat_map(|it| [it.from, it.until])
            .flatten()
            .filter(|it| *it > now);
        windows.chain(self.next_push().map(|it| it.max(now))).min()
    }

    /// The first fault that hits this request, used up by one.
    pub(super) fn take_effect(
        &mut self,
        endpoint: Endpoint,
        operation: Option<Operation>,
        now: Duration,
    ) -> Option<Effect> {
        let dice = &mut self.dice;
        let mut falls = |one_in: u32| dice.below(usize::try_from(one_in).unwrap_or(1)) == 0;
        let hits = |it: &&mut Fault| {
            it.matches(endpoint, operation, now) && it.one_in.is_none_or(&mut falls)
        };
        let fault = self.faults.iter_mut().find(hits)?;
        fault.times = fault.times.map(|it| it.saturating_sub(1));
        let effect = fault.effect.clone();
        self.faults.retain(|it| it.times != Some(0));
        Some(effect)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::service::testing::{SECOND, World, job};
    use crate::{Answer, Transport};

    const DE1: Endpoint = Endpoint::De1;

    fn transport(world: &mut World) -> Transport {
        world
            .reply(DE1, "GET", "/fax/reports", &Value::Null)
            .transport
    }

    #[test]
    fn the_first_fault_that_matches_applies_alone_and_is_used_up() {
        let mut world = World::new();
        world
            .service
            .inject(Fault::new(Effect::Refuse).at(Endpoint::De2));
        world
            .service
            .inject(Fault::new(Effect::Freeze).on(Operation::SendFax));
        world.service.inject(Fault::new(Effect::cut(1)).times(2));
        world
            .service
            .inject(Fault::new(Effect::slow(SECOND)).once());
        let seen: Vec<_> = (0..4).map(|_| transport(&mut world)).collect();
        let cut = Transport::Cut { after: 1 };
        let expected = [
            cut,
            cut,
            Transport::Deliver { after: SECOND },
            Transport::AT_ONCE,
        ];
        assert_eq!(seen, expected);
        assert_eq!(world.service.faults().len(), 2);
    }

    #[test]
    fn a_fault_by_chance_hits_about_one_in_so_many() {
        let mut world = World::new();
        world.service.inject(Fault::new(Effect::Freeze).one_in(4));
        let hits = (0..1000)
            .filter(|_| transport(&mut world) == Transport::Freeze)
            .count();
        assert!((150..350).contains(&hits), "{hits}");
    }

    #[test]
    fn an_answer_lost_after_processing_leaves_a_job_and_one_before_leaves_none() {
        for (effect, jobs) in [
            (Effect::ResetBeforeProcessing, 0),
            (Effect::Answer(Answer::new(500)), 0),
            (Effect::Freeze, 0),
            (Effect::ResetAfterProcessing, 1),
            (Effect::AnswerAfterProcessing(Answer::new(500)), 1),
            (Effect::Garbage, 1),
            (Effect::WrongJobIds, 1),
            (Effect::cut(3), 1),
        ] {
            let mut world = World::new();
            world.service.inject(Fault::new(effect.clone()));
            let reply = world.reply(DE1, "POST", "/fax", &job("+4989123456"));
            assert_eq!(reply.processed, jobs == 1, "{effect:?}");
            assert_eq!(
                world.service.jobs(DE1, world.now).count(),
                jobs,
                "{effect:?}"
            );
        }
    }
}
