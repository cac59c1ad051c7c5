//! How a push went.

use std::time::Duration;

use serde::Serialize;

use crate::Endpoint;
use crate::fault::seconds;

/// How a push went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum PushOutcome {
    /// The target answered with this HTTP status: `2xx` is "received".
    Answered(u16),
    /// There was no answer.
    NoAnswer,
    /// It was not made: the target is not on this machine.
    NotLoopback,
}

/// A push that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PushRecord {
    /// The job.
    pub job_id: String,
    /// The data center that processed it.
    pub data_center: Endpoint,
    /// The virtual time at which it was recorded.
    #[serde(with = "seconds", rename = "seconds")]
    pub at: Duration,
    /// How it went.
    pub outcome: PushOutcome,
}
