//! What a fault does.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Answer, seconds};

/// What goes wrong with a request. In JSON, the name is `kind`: `{"kind":"slow","seconds":2.5}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind", deny_unknown_fields)]
#[non_exhaustive]
pub enum Effect {
    /// The server is down: connections are refused, nothing is processed.
    ///
    /// Over sockets the listener is really closed and open connections are dropped, if the fault hits the whole server (no
    /// operation, no count, no dice). Otherwise somebody has to look at the request first, so the connection is reset instead.
    Refuse,
    /// The server reads the request, does nothing and never answers.
    Freeze,
    /// Processed; the answer comes this much later.
    #[non_exhaustive]
    Slow {
        /// The delay.
        #[serde(rename = "seconds", with = "seconds")]
        by: Duration,
    },
    /// Processed; the answer drips in pieces.
    #[non_exhaustive]
    Drip {
        /// Bytes in a piece.
        bytes: usize,
        /// The pause after each piece.
        #[serde(rename = "seconds", with = "seconds")]
        every: Duration,
    },
    /// Not processed; this is answered instead.
    Answer(Answer),
    /// Processed; this is answered instead, so the client cannot know.
    AnswerAfterProcessing(Answer),
    /// Processed; the answer's body is no JSON.
    Garbage,
    /// Processed; one report of the answer (by the dice) has fields of the wrong types, the others are good.
    GarbleOne,
    /// Processed; the answer carries other job ids than it should.
    WrongJobIds,
    /// Processed; the connection is closed after so many bytes of the answer's body.
    #[non_exhaustive]
    Cut {
        /// Bytes of the body that arrive.
        after: usize,
    },
    /// Not processed; the connection is reset: the request was lost.
    ResetBeforeProcessing,
    /// Processed; the connection is reset: the answer was lost.
    ResetAfterProcessing,
    /// A deletion deletes nothing and says so: `deleted: false`, `INTERNAL_ERROR` for each report. Other operations are unharmed.
    DeletionFails,
    /// A deletion deletes nothing and claims that it did. Other operations are unharmed.
    DeletionLies,
}

impl Effect {
    /// The answer comes this much later.
    pub const fn slow(by: Duration) -> Self {
        Self::Slow { by }
    }

    /// The answer drips in pieces of so many bytes with a pause after each.
    pub const fn drip(bytes: usize, every: Duration) -> Self {
        Self::Drip { bytes, every }
    }

    /// The connection is closed after so many bytes of the answer's body.
    pub const fn cut(after: usize) -> Self {
        Self::Cut { after }
    }

    /// The name, as in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::Freeze => "freeze",
            Self::Slow { .. } => "slow",
            Self::Drip { .. } => "drip",
            Self::Answer(_) => "answer",
            Self::AnswerAfterProcessing(_) => "answerAfterProcessing",
            Self::Garbage => "garbage",
            Self::GarbleOne => "garbleOne",
            Self::WrongJobIds => "wrongJobIds",
            Self::Cut { .. } => "cut",
            Self::ResetBeforeProcessing => "resetBeforeProcessing",
            Self::ResetAfterProcessing => "resetAfterProcessing",
            Self::DeletionFails => "deletionFails",
            Self::DeletionLies => "deletionLies",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_the_kind_in_json() {
        let effects = [
            Effect::Refuse,
            Effect::Freeze,
            Effect::slow(Duration::from_millis(1500)),
            Effect::drip(1, Duration::from_secs(1)),
            Effect::Answer(Answer::new(500)),
            Effect::AnswerAfterProcessing(Answer::new(520)),
            Effect::Garbage,
            Effect::GarbleOne,
            Effect::WrongJobIds,
            Effect::cut(3),
            Effect::ResetBeforeProcessing,
            Effect::ResetAfterProcessing,
            Effect::DeletionFails,
            Effect::DeletionLies,
        ];
        for effect in effects {
            let json = serde_json::to_value(&effect).unwrap();
            assert_eq!(json["kind"], effect.name());
            assert_eq!(serde_json::from_value::<Effect>(json).unwrap(), effect);
        }
    }
}
