//! What was received: a log without secrets and personal data, and the mistakes that no client may make.

use std::collections::VecDeque;
use std::time::Duration;

use http::StatusCode;
use serde::Serialize;

use crate::fault::seconds;
use crate::{Endpoint, Operation};

/// A request that was received, and what became of it. It holds neither customer number nor job id nor any content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Received {
    /// The virtual time.
    #[serde(with = "seconds", rename = "seconds")]
    pub at: Duration,
    /// The server that was asked.
    pub endpoint: Endpoint,
    /// The data center that answered; behind a front, the one that it chose.
    pub data_center: Option<Endpoint>,
    /// The operation; none if the request is none.
    pub operation: Option<Operation>,
    /// The method of the request.
    pub method: String,
    /// The path, with the customer number and the job id left open.
    pub path: &'static str,
    /// The status of the answer, whether the client got to see it or not; none if there was no answer.
    pub status: Option<u16>,
    /// The length of the request's body.
    pub request_bytes: usize,
    /// The length of the answer's body.
    pub response_bytes: usize,
    /// The name of the fault that hit the request.
    pub fault: Option<&'static str>,
}

/// Something that no client may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Violation {
    /// The virtual time.
    #[serde(with = "seconds", rename = "seconds")]
    pub at: Duration,
    /// The server that was asked.
    pub endpoint: Endpoint,
    /// What was done.
    pub kind: ViolationKind,
}

/// The mistakes that are kept as a [`Violation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum ViolationKind {
    /// A report was asked for or deleted at a front.
    ReportRequestAtFront,
    /// The path is none of the service's.
    UnknownPath,
    /// The path is one of the service's, the method is not.
    WrongMethod,
    /// A request under another customer's number.
    OtherCustomer,
}

/// The log, with a limit: an old request gives way to a new one.
#[derive(Clone, Debug)]
pub(crate) struct Log {
    limit: usize,
    entries: VecDeque<Received>,
    pub(crate) violations: Vec<Violation>,
}

impl Log {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            entries: VecDeque::new(),
            violations: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, received: Received) {
        if self.entries.len() == self.limit {
            self.entries.pop_front();
        }
        if self.limit > 0 {
            self.entries.push_back(received);
        }
    }

    pub(crate) fn entries(&self) -> impl ExactSizeIterator<Item = &Received> {
        self.entries.iter()
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.violations.clear();
    }
}

impl Received {
    /// The entry of a request that has no answer yet.
    pub(crate) fn new(
        at: Duration,
        endpoint: Endpoint,
        method: &http::Method,
        request_bytes: usize,
    ) -> Self {
        Self {
            at,
            endpoint,
            data_center: None,
            operation: None,
            method: method.as_str().to_owned(),
            path: "?",
            status: None,
            request_bytes,
            response_bytes: 0,
            fault: None,
        }
    }

    pub(crate) fn answered(&mut self, status: StatusCode, bytes: usize) {
        self.status = Some(status.as_u16());
        self.response_bytes = bytes;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_keeps_the_latest_requests() {
        let mut log = Log::new(2);
        for bytes in 0..5 {
            log.add(Received::new(
                Duration::ZERO,
                Endpoint::De1,
                &http::Method::GET,
                bytes,
            ));
        }
        assert_eq!(
            log.entries().map(|it| it.request_bytes).collect::<Vec<_>>(),
            [3, 4]
        );
    }
}
