//! The model of the service: a pure function of its settings, the requests so far, and virtual time.

pub(crate) mod answer;
mod auth;
mod center;
mod check;
mod delete;
mod dice;
mod faults;
mod front;
mod harm;
mod id;
mod inspect;
mod job;
mod outcome;
mod problem;
mod process;
mod push;
mod read;
mod record;
mod report;
mod route;
mod send;
mod submission;
#[cfg(test)]
pub(crate) mod testing;
mod view;
mod wall;

use std::fmt;
use std::time::Duration;

use http::Request;
use http::header::DATE;

pub use self::push::{Push, PushOutcome, PushRecord};
pub use self::record::{Received, Violation, ViolationKind};
pub use self::view::{DocumentView, JobView};

use self::answer::set;
use self::center::Center;
use self::dice::Dice;
use self::push::Pushes;
use self::record::Log;
use self::route::Route;
use self::wall::Wall;
use crate::{Config, Effect, Endpoint, Fault, Reply, Transport};

/// The whole service in memory: its data centers, the fronts before them, and what goes wrong.
///
/// It does no I/O and knows no clock: virtual time comes in with each request, counted from [`Config::started_at`]. The same
/// settings, requests, times and faults give the same answers. Time never runs backwards: an earlier time counts as the latest seen.
///
/// ```
/// use std::time::Duration;
/// use fax4a_simulator::{Config, Endpoint, Service};
///
/// let mut service = Service::new(Config::new());
/// service.preload(Endpoint::De1, Duration::ZERO, 3);
/// let list = http::Request::get("/rest/v1/99999TE/fax/reports")
///     .header("authorization", "Basic dXNlckBleGFtcGxlLmNvbTpzaW11bGF0b3ItcGFzc3dvcmQ=")
///     .body("")?;
/// let response = service.respond(Endpoint::De1, Duration::from_secs(1), &list).delivered().unwrap();
/// assert_eq!(response.status(), 200);
/// assert!(response.body().starts_with(br#"{"reports":[{"jobId":"FJ"#));
/// # Ok::<(), http::Error>(())
/// ```
///
/// A clone is a service of its own, with the same past.
#[derive(Clone)]
pub struct Service {
    config: Config,
    wall: Wall,
    centers: Vec<Center>,
    faults: Vec<Fault>,
    dice: Dice,
    /// Whose turn it is behind a front that alternates.
    turn: usize,
    latest: Duration,
    log: Log,
    pushes: Pushes,
}

impl Service {
    /// A service without jobs and faults.
    pub fn new(config: Config) -> Self {
        let center = |it| Center::new(it, config.seed, config.retention);
        Self {
            wall: Wall::new(config.started_at),
            centers: Endpoint::DATA_CENTERS.into_iter().map(center).collect(),
            faults: Vec::new(),
            dice: Dice::new(config.seed),
            turn: 0,
            latest: Duration::ZERO,
            log: Log::new(config.log_limit),
            pushes: Pushes::default(),
            config,
        }
    }

    /// Answers one request to one server at a virtual time.
    pub fn respond<B: AsRef<[u8]>>(
        &mut self,
        endpoint: Endpoint,
        now: Duration,
        request: &Request<B>,
    ) -> Reply {
        let now = self.at(now);
        let route = Route::of(&self.config.base_path, request);
        let operation = route.operation();
        let mut received = Received::new(
            now,
            endpoint,
            request.method(),
            request.body().as_ref().len(),
        );
        received.operation = operation;
        if let Some(operation) = operation {
            received.path = operation.path();
        }

        let effect = self.take_effect(endpoint, operation, now);
        received.fault = effect.as_ref().map(Effect::name);
        let instead = effect
            .as_ref()
            .and_then(|it| harm::instead(it, self.wall, now));
        let mut reply = instead.unwrap_or_else(|| {
            let deleting = harm::deleting(effect.as_ref());
            let response = self.process(route, request, deleting, &mut received);
            harm::after(effect.as_ref(), response, &mut self.dice, self.wall, now)
        });
        set(
            reply.response.headers_mut(),
            DATE,
            &self.wall.http_date(now),
        );
        if reply.processed || reply.transport == Transport::AT_ONCE {
            received.answered(reply.response.status(), reply.response.body().len());
        }
        self.log.add(received);
        reply
    }

    /// Moves to a virtual time, forgets what is expired then, and returns the time that counts.
    fn at(&mut self, now: Duration) -> Duration {
        self.latest = self.latest.max(now);
        for center in &mut self.centers {
            center.expire(self.latest);
        }
        self.latest
    }

    fn center(&self, endpoint: Endpoint) -> &Center {
        &self.centers[index(endpoint)]
    }

    fn center_mut(&mut self, endpoint: Endpoint) -> &mut Center {
        &mut self.centers[index(endpoint)]
    }

    /// How often the region of a server accepted this `customerDefinedId`.
    fn accepted(&self, endpoint: Endpoint, customer_defined_id: &str) -> u64 {
        endpoint
            .region()
            .iter()
            .map(|it| self.center(*it).accepted(customer_defined_id))
            .sum()
    }
}

/// The place of a data center; a front stands for its region's first.
fn index(endpoint: Endpoint) -> usize {
    let center = endpoint
        .region()
        .iter()
        .find(|it| **it == endpoint)
        .unwrap_or(&endpoint.region()[0]);
    Endpoint::DATA_CENTERS
        .iter()
        .position(|it| it == center)
        .unwrap_or(0)
}

/// Shows counts only: jobs hold personal data.
impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let jobs: Vec<_> = self
            .centers
            .iter()
            .map(|it| (it.endpoint, it.jobs().len()))
            .collect();
        f.debug_struct("Service")
            .field("config", &self.config)
            .field("latest", &self.latest)
            .field("jobs", &jobs)
            .field("faults", &self.faults)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::testing::{SECOND, World, job};
    use super::*;
    use crate::{Answer, Operation};

    const DE1: Endpoint = Endpoint::De1;

    #[test]
    fn the_same_seed_and_requests_give_the_same_answers() {
        let run = |seed| {
            let mut world = World::with(Config::new().seed(seed));
            world
                .service
                .inject(Fault::new(Effect::Answer(Answer::new(500))).one_in(3));
            let answer = |_| {
                let reply = world.reply(Endpoint::DeHa, "POST", "/fax", &job("+4989123456"));
                (reply.response.status(), reply.response.into_body())
            };
            (0..50).map(answer).collect::<Vec<_>>()
        };
        assert_eq!(run(1), run(1));
        assert_ne!(run(1), run(2));
    }

    #[test]
    fn the_log_tells_what_came_without_telling_more() {
        let mut world = World::new();
        world
            .service
            .inject(Fault::new(Effect::Garbage).on(Operation::GetReport));
        let id = world.send(Endpoint::UsHa, &job("+498912345678900"));
        world.now = SECOND;
        _ = world.reply(DE1, "GET", &format!("/fax/reports/{id}"), &Value::Null);
        _ = world.get(DE1, "/elsewhere");
        let log: Vec<_> = world.service.received().cloned().collect();
        let told: Vec<_> = log
            .iter()
            .map(|it| (it.operation, it.path, it.status, it.fault))
            .collect();
        let expected = [
            (Some(Operation::SendFax), "/{custNr}/fax", Some(200), None),
            (
                Some(Operation::GetReport),
                "/{custNr}/fax/reports/{jobId}",
                Some(404),
                Some("garbage"),
            ),
            (None, "?", Some(404), None),
        ];
        assert_eq!(told, expected);
        assert_eq!((log[0].endpoint, log[1].at), (Endpoint::UsHa, SECOND));
        assert!(
            log[0]
                .data_center
                .is_some_and(|it| Endpoint::UsHa.region().contains(&it))
        );
        let text = format!(
            "{log:?}{:?}{}",
            world.service,
            serde_json::to_string(&log).unwrap()
        );
        for secret in ["4989123", Config::PASSWORD, &id] {
            assert!(!text.contains(secret), "{text}");
        }
    }

    #[test]
    fn time_never_runs_backwards() {
        let mut world = World::new();
        let id = world.send(DE1, &job("+4989123456"));
        world.now = 2 * SECOND;
        assert_eq!(world.status(DE1, &id), "OK");
        world.now = SECOND;
        assert_eq!(world.status(DE1, &id), "OK");
    }

    #[test]
    fn after_a_reset_all_is_new_but_for_the_ids() {
        let mut world = World::new();
        let before = world.send(DE1, &job("+4989123456"));
        _ = world.get(Endpoint::DeHa, "/fax/reports");
        world
            .service
            .inject(Fault::new(Effect::Freeze).on(Operation::GetReport));
        world.service.reset();
        assert_eq!(
            world.service.received().len() + world.service.violations().len(),
            0
        );
        assert_eq!(world.get(DE1, &format!("/fax/reports/{before}")).0, 404);
        assert_ne!(world.send(DE1, &job("+4989123456")), before);
    }
}
