//! Faults: what goes wrong, where, and how often. Plain data.

mod answer;
mod effect;
pub(crate) mod seconds;

use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use self::answer::{Answer, AnswerBody, RetryAfter};
pub use self::effect::Effect;
use crate::{Endpoint, Operation};

/// One thing that goes wrong: an [`Effect`], and the requests that it hits.
///
/// Faults are looked at in the order in which they were injected; the first that matches a request applies, alone. Unless narrowed, a
/// fault hits every request to every server, for ever.
///
/// ```
/// use std::time::Duration;
/// use fax4a_simulator::{Answer, Config, Effect, Endpoint, Fault, Operation, Service};
///
/// let mut service = Service::new(Config::new());
/// // The next two sends through the German front are answered 503.
/// service.inject(
///     Fault::new(Effect::Answer(Answer::new(503).retry_after_seconds(1)))
///         .at(Endpoint::DeHa)
///         .on(Operation::SendFax)
///         .times(2),
/// );
/// // DE1 is down from minute 5 to minute 10.
/// let minute = Duration::from_secs(60);
/// service.inject(Fault::new(Effect::Refuse).at(Endpoint::De1).during(5 * minute, 10 * minute));
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Fault {
    /// What happens.
    pub effect: Effect,
    /// The server that it happens at; all if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<Endpoint>,
    /// The operation that it happens to; all if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<Operation>,
    /// How many requests are still to be hit; no limit if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    /// Not before this virtual time (in JSON: seconds).
    #[serde(
        default,
        with = "seconds::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub from: Option<Duration>,
    /// Not at this virtual time or later (in JSON: seconds).
    #[serde(
        default,
        with = "seconds::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub until: Option<Duration>,
    /// By the seeded dice, one request in so many; each if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub one_in: Option<u32>,
}

impl Fault {
    /// A fault that hits every request.
    pub const fn new(effect: Effect) -> Self {
        Self {
            effect,
            endpoint: None,
            operation: None,
            times: None,
            from: None,
            until: None,
            one_in: None,
        }
    }

    /// Only at this server.
    #[must_use]
    pub fn at(mut self, endpoint: Endpoint) -> Self {
        self.endpoint = Some(endpoint);
        self
    }

    /// Only on this operation.
    #[must_use]
    pub fn on(mut self, operation: Operation) -> Self {
        self.operation = Some(operation);
        self
    }

    /// Only the next request that matches.
    #[must_use]
    pub fn once(self) -> Self {
        self.times(1)
    }

    /// Only the next so many requests that match.
    #[must_use]
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// Only from one virtual time until right before another.
    #[must_use]
    pub fn during(mut self, from: Duration, until: Duration) -> Self {
        self.from = Some(from);
        self.until = Some(until);
        self
    }

    /// Only one request in so many, by the seeded dice.
    #[must_use]
    pub fn one_in(mut self, requests: u32) -> Self {
        self.one_in = Some(requests);
        self
    }

    /// Whether the fault may hit this request, the dice aside.
    pub(crate) fn matches(
        &self,
        endpoint: Endpoint,
        operation: Option<Operation>,
        now: Duration,
    ) -> bool {
        self.endpoint.is_none_or(|it| it == endpoint)
            && self.operation.is_none_or(|it| Some(it) == operation)
            && self.times != Some(0)
            && self.is_at(now)
    }

    /// Whether every request to the server is hit now, so that the whole server is affected.
    pub(crate) fn covers(&self, endpoint: Endpoint, now: Duration) -> bool {
        self.endpoint.is_none_or(|it| it == endpoint)
            && self.operation.is_none()
            && self.times.is_none()
            && self.one_in.is_none_or(|it| it <= 1)
            && self.is_at(now)
    }

    fn is_at(&self, now: Duration) -> bool {
        self.from.is_none_or(|it| it <= now) && self.until.is_none_or(|it| now < it)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_fault_hits_only_what_it_is_narrowed_to() {
        let fault = Fault::new(Effect::Freeze)
            .at(Endpoint::De1)
            .on(Operation::SendFax)
            .during(SECOND, 2 * SECOND);
        assert!(fault.matches(Endpoint::De1, Some(Operation::SendFax), SECOND));
        assert!(!fault.matches(Endpoint::De2, Some(Operation::SendFax), SECOND));
        assert!(!fault.matches(Endpoint::De1, Some(Operation::GetReport), SECOND));
        assert!(!fault.matches(Endpoint::De1, None, SECOND));
        assert!(!fault.matches(Endpoint::De1, Some(Operation::SendFax), Duration::ZERO));
        assert!(!fault.matches(Endpoint::De1, Some(Operation::SendFax), 2 * SECOND));
    }

    #[test]
    fn only_a_fault_without_limits_covers_a_whole_server() {
        let fault = Fault::new(Effect::Refuse).at(Endpoint::De1);
        assert!(fault.covers(Endpoint::De1, SECOND));
        assert!(!fault.covers(Endpoint::De2, SECOND));
        assert!(!fault.clone().once().covers(Endpoint::De1, SECOND));
        assert!(!fault.clone().one_in(2).covers(Endpoint::De1, SECOND));
        assert!(!fault.on(Operation::SendFax).covers(Endpoint::De1, SECOND));
    }

    #[test]
    fn a_fault_survives_json() {
        let answer = Answer::new(503).retry_after_date(2).body(AnswerBody::Html);
        let fault = Fault::new(Effect::Answer(answer))
            .at(Endpoint::UsHa)
            .on(Operation::BulkGet)
            .times(3)
            .during(SECOND, 90 * SECOND);
        let json = serde_json::to_string(&fault).unwrap();
        assert_eq!(
            serde_json::from_str::<Fault>(&json).unwrap(),
            fault,
            "{json}"
        );
        let by_hand = r#"{"effect":{"kind":"cut","after":10},"endpoint":"de1","times":1}"#;
        assert_eq!(
            serde_json::from_str::<Fault>(by_hand).unwrap(),
            Fault::new(Effect::Cut { after: 10 })
                .at(Endpoint::De1)
                .once()
        );
        assert!(
            serde_json::from_str::<Fault>(r#"{"effect":{"kind":"freeze"},"enpoint":"DE1"}"#)
                .is_err()
        );
    }
}
