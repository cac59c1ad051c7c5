//! What becomes of one exchange: on the way there, at the service, and on the way back.

use std::fmt;
use std::time::Duration;

use fax4a_simulator::{Answer, AnswerBody, Effect, Operation};

use super::canary;
use super::dice::Dice;

/// What becomes of one exchange.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Way {
    /// There and back.
    Through,
    /// Nothing is sent, and the transport knows it.
    Refused,
    /// The connection breaks before the request is there.
    RequestLost,
    /// The request never gets there, and nobody says so before the time is up.
    RequestVanishes,
    /// The service does its work, then the connection breaks.
    AnswerLost,
    /// The service does its work, and the answer never comes.
    AnswerVanishes,
    /// The transport says that the time is up, and then hands out the answer all the same.
    AnswerLate,
    /// The transport says nothing for so long that the flow gives up, and then hands out the answer.
    AnswerAfterExpiry,
    /// The transport hands the answer out twice.
    AnswerTwice,
    /// The transport reports a failure after it handed out the answer.
    AnswerThenFailure,
    /// The answer is cut, and the transport does not see it.
    AnswerShort,
    /// The answer is larger than the flow allows.
    AnswerTooLarge,
    /// The transport never says anything.
    Forgotten,
    /// The service itself does something wrong.
    Service(Effect),
}

impl Way {
    /// Everything that can become of an exchange, for a sweep.
    pub fn all() -> Vec<Self> {
        let mut all = Self::on_the_way().to_vec();
        all.extend(answers().into_iter().flat_map(|answer| {
            [
                Effect::Answer(answer.clone()),
                Effect::AnswerAfterProcessing(answer),
            ]
            .map(Self::Service)
        }));
        all.extend(effects().map(Self::Service));
        all
    }

    fn on_the_way() -> [Self; 13] {
        [
            Self::Through,
            Self::Refused,
            Self::RequestLost,
            Self::RequestVanishes,
            Self::AnswerLost,
            Self::AnswerVanishes,
            Self::AnswerLate,
            Self::AnswerAfterExpiry,
            Self::AnswerTwice,
            Self::AnswerThenFailure,
            Self::AnswerShort,
            Self::AnswerTooLarge,
            Self::Forgotten,
        ]
    }

    /// One of them, by chance.
    pub(super) fn by_chance(dice: &mut Dice) -> Self {
        match dice.below(5) {
            0 | 1 => dice.among(&Self::on_the_way()),
            2 => Self::Service(dice.among(&effects())),
            3 => Self::Service(Effect::Answer(dice.among(&answers()))),
            _ => Self::Service(Effect::AnswerAfterProcessing(dice.among(&answers()))),
        }
    }

    /// Whether this may become of such an exchange.
    ///
    /// What is left out: a server that accepts a fax and says that it did not. No client can see through that, so no rule of
    /// ours could hold.
    pub fn is_fair(&self, operation: Operation) -> bool {
        let Self::Service(Effect::AnswerAfterProcessing(answer)) = self else {
            return true;
        };
        let says_no =
            answer.status == 503 || (400..500).contains(&answer.status) && answer.status != 408;
        operation != Operation::SendFax || !says_no
    }
}

/// Answers that are not the service's own: what stands in between gives them, or a service in trouble.
fn answers() -> Vec<Answer> {
    let statuses = [
        202, 204, 301, 307, 400, 401, 403, 404, 408, 409, 413, 418, 429, 500, 502, 503, 504, 520,
        599,
    ];
    let mut answers: Vec<_> = statuses.map(Answer::new).into();
    answers.extend([
        Answer::new(302).location("https://elsewhere.example.com/"),
        Answer::new(429).retry_after_seconds(7),
        Answer::new(429).retry_after_seconds(4000),
        Answer::new(503).retry_after_seconds(20),
        Answer::new(503).retry_after_date(45).body(AnswerBody::Html),
        Answer::new(500).body(AnswerBody::Custom(canary::gossip())),
        Answer::new(200).body(AnswerBody::Custom(canary::gossip())),
        Answer::new(200).body(AnswerBody::Html),
        Answer::new(200),
    ]);
    answers
}

fn effects() -> [Effect; 14] {
    [
        Effect::slow(Duration::from_secs(3)),
        Effect::slow(Duration::from_secs(32)),
        Effect::drip(64, Duration::from_millis(50)),
        Effect::Refuse,
        Effect::Freeze,
        Effect::Garbage,
        Effect::GarbleOne,
        Effect::WrongJobIds,
        Effect::cut(0),
        Effect::cut(40),
        Effect::ResetBeforeProcessing,
        Effect::ResetAfterProcessing,
        Effect::DeletionFails,
        Effect::DeletionLies,
    ]
}

/// One word for a trace and a replay.
impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service(effect) => match effect {
                Effect::Answer(answer) => write!(f, "answer {}", answer.status),
                Effect::AnswerAfterProcessing(answer) => {
                    write!(f, "work, answer {}", answer.status)
                }
                effect => write!(f, "{}", effect.name()),
            },
            way => write!(f, "{way:?}"),
        }
    }
}
