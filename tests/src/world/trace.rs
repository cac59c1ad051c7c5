//! The trace of a world: every fact, with its time.

use std::collections::VecDeque;
use std::fmt::Write as _;

use fax4a::flow::Moment;

/// How many lines are kept when nobody wants them all.
const TAIL: usize = 60;

/// What happened, line by line.
#[derive(Clone, Debug)]
pub(super) struct Trace {
    lines: VecDeque<String>,
    is_complete: bool,
}

impl Trace {
    /// Keeps all lines, or only the last ones.
    pub(super) fn new(is_complete: bool) -> Self {
        Self {
            lines: VecDeque::new(),
            is_complete,
        }
    }

    pub(super) fn is_complete(&self) -> bool {
        self.is_complete
    }

    pub(super) fn write(&mut self, now: Moment, text: &str) {
        if !self.is_complete && self.lines.len() == TAIL {
            self.lines.pop_front();
        }
        self.lines
            .push_back(format!("{:>10.3} {text}", now.since_start().as_secs_f64()));
    }

    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for line in &self.lines {
            let _ = writeln!(text, "{line}");
        }
        text
    }
}
