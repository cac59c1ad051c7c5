//! How a front passes requests on to the data centers behind it.

use std::time::Duration;

use super::Service;
use super::record::{Received, ViolationKind};
use crate::{Effect, Endpoint, Front};

impl Service {
    /// The data center that takes a job: the server itself, or one of those behind the front that are
    /// up. None if there is none.
    pub(super) fn center_for_job(&mut self, endpoint: Endpoint, now: Duration) -> Option<Endpoint> {
        if !endpoint.is_ha() {
            return Some(endpoint);
        }
        let up: Vec<_> = endpoint
            .region()
            .iter()
            .copied()
            .filter(|it| self.is_up(*it, now))
            .collect();
        let index = match self.config.front {
            Front::Random => self.dice.below(up.len()),
            Front::Alternate => {
                self.turn = self.turn.wrapping_add(1);
                self.turn.checked_rem(up.len())?
            }
            Front::First => 0,
            Front::Second => up.len().checked_sub(1)?,
        };
        up.get(index).copied()
    }

    /// The data center that a report request reaches. A front passes it to any: an inconsistent answer,
    /// and a mistake of the client.
    pub(super) fn center_for_report(&mut self, received: &Received) -> Endpoint {
        if received.endpoint.is_ha() {
            self.violation(received, ViolationKind::ReportRequestAtFront);
            let region = received.endpoint.region();
            region[self.dice.below(region.len())]
        } else {
            received.endpoint
        }
    }

    /// Whether a front reaches this data center.
    fn is_up(&self, center: Endpoint, now: Duration) -> bool {
        !self.faults.iter().any(|it| {
            matches!(it.effect, Effect::Refuse | Effect::Freeze) && it.covers(center, now)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::testing::{World, job};
    use crate::{Config, Fault};

    const DE: [Endpoint; 2] = [Endpoint::De1, Endpoint::De2];

    /// How many of so many jobs went to each data center of the region.
    fn spread(world: &mut World, jobs: usize) -> [usize; 2] {
        for _ in 0..jobs {
            world.send(Endpoint::DeHa, &job("+4989123456"));
        }
        DE.map(|it| world.service.jobs(it, world.now).count())
    }

    #[test]
    fn a_front_spreads_jobs_as_it_is_told() {
        let spread_by = |front| spread(&mut World::with(Config::new().front(front)), 100);
        assert_eq!(spread_by(Front::First), [100, 0]);
        assert_eq!(spread_by(Front::Second), [0, 100]);
        assert_eq!(spread_by(Front::Alternate), [50, 50]);
        let [first, second] = spread_by(Front::Random);
        assert!(first > 20 && second > 20, "{first} and {second}");
    }

    #[test]
    fn a_front_passes_data_centers_by_that_are_down() {
        for front in [Front::Random, Front::Alternate, Front::First, Front::Second] {
            let mut world = World::with(Config::new().front(front));
            world
                .service
                .inject(Fault::new(Effect::Refuse).at(Endpoint::De1));
            assert_eq!(spread(&mut world, 10), [0, 10]);
            world
                .service
                .inject(Fault::new(Effect::Freeze).at(Endpoint::De2));
            let (status, _) = world.post(Endpoint::DeHa, "/fax", &job("+4989123456"));
            assert_eq!(status, 503);
        }
    }

    #[test]
    fn a_report_request_to_a_front_is_answered_by_chance_and_counts_as_a_violation() {
        let mut world = World::with(Config::new().front(Front::First));
        let id = world.send(Endpoint::DeHa, &job("+99900000202"));
        assert!(world.service.violations().is_empty());
        let path = format!("/fax/reports/{id}");
        let answers: Vec<_> = (0..100)
            .map(|_| world.get(Endpoint::DeHa, &path).0)
            .collect();
        assert!(answers.contains(&200) && answers.contains(&404));
        let violations = world.service.violations();
        assert_eq!(violations.len(), 100);
        assert!(
            violations
                .iter()
                .all(|it| it.kind == ViolationKind::ReportRequestAtFront)
        );
    }
}
