//! What happened in one run of a flow.

use std::fmt;

use fax4a::Server;
use fax4a::flow::Moment;

/// What happened in one run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Run {
    /// Line by line.
    pub transcript: String,
    /// What the flow ended with.
    pub outcome: String,
    /// How many requests were sent.
    pub exchanges: usize,
    /// When it was over.
    pub ended: Moment,
    pub(super) is_stopped: bool,
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "until {}\n{}",
            seconds(self.ended).trim_start(),
            self.transcript
        )
    }
}

/// A moment as the transcripts write it.
pub(super) fn seconds(moment: Moment) -> String {
    format!("{:>8.3}s", moment.since_start().as_secs_f64())
}

/// The short name of a server: `DE1`, or `DE` for a region's submission address.
pub(super) fn name(server: &Server) -> &str {
    match server {
        Server::Submission(region) => region,
        Server::DataCenter(data_center) => data_center.name(),
        other => panic!("no name for {other:?}"),
    }
}
