//! What became of one recipient.

use core::fmt;
use core::time::Duration;

use super::span::Span;
use super::{FaxReport, TransmissionStatus};
use crate::time::Timestamp;

/// Its part of a report: where in the report's text each of its fields lies.
#[derive(Clone)]
pub(super) struct Recipient {
    pub(super) number: Span,
    pub(super) alternative_numbers: Span,
    pub(super) properties: Span,
    pub(super) status: TransmissionStatus,
    pub(super) reason: Option<Span>,
    pub(super) sent_ts: Option<Span>,
    pub(super) duration_in_secs: Option<u32>,
    pub(super) sent_to_number: Option<Span>,
    pub(super) remote_csid: Option<Span>,
}

/// What became of one recipient of a job (`FaxRecipientWithStatus`). A view into its [`FaxReport`], free to copy.
#[derive(Clone, Copy)]
pub struct RecipientStatus<'a> {
    pub(super) report: &'a FaxReport,
    pub(super) recipient: &'a Recipient,
}

impl<'a> RecipientStatus<'a> {
    /// The number as the sender gave it, spaces and dashes included.
    pub fn number(&self) -> &'a str {
        self.recipient.number.of(&*self.report.text)
    }

    /// The numbers to try instead (`alternativeNumbers`).
    pub fn alternative_numbers(&self) -> impl ExactSizeIterator<Item = &'a str> + use<'a> {
        let text = &*self.report.text;
        self.recipient
            .alternative_numbers
            .of(&*self.report.lists)
            .iter()
            .map(move |number| number.of(text))
    }

    /// The cover page's data, as key and value (`properties`).
    pub fn properties(&self) -> impl ExactSizeIterator<Item = (&'a str, &'a str)> + use<'a> {
        let text = &*self.report.text;
        let pairs = self
            .recipient
            .properties
            .of(&*self.report.lists)
            .chunks_exact(2);
        pairs.map(move |pair| match pair {
            [key, value] => (key.of(text), value.of(text)),
            _ => ("", ""),
        })
    }

    /// What became of the transmission (`status`).
    pub fn status(&self) -> &'a TransmissionStatus {
        &self.recipient.status
    }

    /// The service's words for it (`reason`), such as `OK`.
    pub fn reason(&self) -> Option<&'a str> {
        self.report.text(self.recipient.reason)
    }

    /// When it was sent (`sentTs`), as the service wrote it.
    pub fn sent_ts(&self) -> Option<&'a str> {
        self.report.text(self.recipient.sent_ts)
    }

    /// When it was sent, if [`sent_ts`](Self::sent_ts) is an ISO 8601 time with a zone.
    pub fn sent_at(&self) -> Option<Timestamp> {
        self.sent_ts()?.parse().ok()
    }

    /// How long the transmission took (`durationInSecs`).
    pub fn duration(&self) -> Option<Duration> {
        self.recipient
            .duration_in_secs
            .map(|seconds| Duration::from_secs(seconds.into()))
    }

    /// The number that was dialed (`sentToNumber`), in the service's notation: `0049…` for `+49…`.
    pub fn sent_to_number(&self) -> Option<&'a str> {
        self.report.text(self.recipient.sent_to_number)
    }

    /// How the receiving machine named itself (`remoteCsid`); often empty.
    pub fn remote_csid(&self) -> Option<&'a str> {
        self.report.text(self.recipient.remote_csid)
    }
}

/// By what they say, whatever report they are in.
impl PartialEq for RecipientStatus<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.number() == other.number()
            && self.alternative_numbers().eq(other.alternative_numbers())
            && self.properties().eq(other.properties())
            && self.status() == other.status()
            && self.reason() == other.reason()
            && self.sent_ts() == other.sent_ts()
            && self.duration() == other.duration()
            && self.sent_to_number() == other.sent_to_number()
            && self.remote_csid() == other.remote_csid()
    }
}

impl Eq for RecipientStatus<'_> {}

impl fmt::Debug for RecipientStatus<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecipientStatus")
            .field("status", self.status())
            .field("sent_ts", &self.sent_at())
            .field("duration", &self.duration())
            .finish_non_exhaustive()
    }
}
