//! What became of a transmission, by the service's codes.

use alloc::boxed::Box;
use core::fmt;

use crate::wire::code::Code;

/// What became of the transmission to one recipient (`status`).
///
/// The list is open: a code that is not known here survives as [`TransmissionStatus::Unknown`], and counts as final and not
/// delivered. The service tries up to ten times before it reports a failure, so sending again is a new fax to be paid.
/// Codes by the documentation's table of transmission status codes.
///
/// ```
/// use fax4a::{StatusGroup, TransmissionStatus};
/// let status = TransmissionStatus::from_code("RING_TO");
/// assert_eq!(status, TransmissionStatus::RingTo);
/// assert_eq!(status.group(), StatusGroup::NoAnswer);
/// assert!(status.is_final() && !status.is_delivered());
/// assert_eq!(TransmissionStatus::from_code("SOMETHING_NEW").as_str(), "SOMETHING_NEW");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[expect(
    missing_docs,
    reason = "the codes are the service's; `explanation` says what each means"
)]
pub enum TransmissionStatus {
    Pending,
    Ok,
    Busy,
    Nofax,
    NofaxDis,
    NofaxTo,
    RingTo,
    WrongNo,
    ChangedNo,
    DialNc,
    WoutTo,
    RemDis,
    NoTrain,
    NoRemoteinfo,
    BadLines,
    FansGf,
    DialGf,
    PageSendErr,
    PageSendError,
    Comerror,
    EodFailed,
    MissingFaxFile,
    UnknownFaxFile,
    TiffPageErr,
    RenderingError,
    Blacklist,
    Pblacklist,
    Cancelled,
    /// A code that was not known when this was written.
    Unknown(UnknownStatus),
}

/// The text of a code that is not known.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownStatus(Box<str>);

impl fmt::Debug for UnknownStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Code(&self.0).fmt(f)
    }
}

/// What to do about a status: the documentation's groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StatusGroup {
    /// The service is still at it.
    Pending,
    /// The fax arrived.
    Delivered,
    /// The line was busy.
    Busy,
    /// A person or a modem answered, no fax machine.
    NoFaxMachine,
    /// Nobody answered.
    NoAnswer,
    /// The number is wrong or was changed.
    WrongNumber,
    /// The line or the fax protocol failed.
    Line,
    /// Sent, but the other side did not confirm it: it probably arrived.
    NotConfirmed,
    /// The document could not be used.
    Document,
    /// Not dialed: the number is on a blacklist, or the job was canceled.
    NotDialed,
    /// A code that is not known here.
    Unknown,
}

type Entry = (TransmissionStatus, &'static str, StatusGroup, &'static str);

use StatusGroup as Group;
use TransmissionStatus as Status;

#[rustfmt::skip]
static CODES: &[Entry] = &[
    (Status::Ok, "OK", Group::Delivered, "The fax was delivered."),
    (Status::Pending, "PENDING", Group::Pending, "The fax is being processed."),
    (Status::Busy, "BUSY", Group::Busy, "The line was busy at every try."),
    (Status::Nofax, "NOFAX", Group::NoFaxMachine, "Somebody or something other than a fax machine answered."),
    (Status::NofaxDis, "NOFAX_DIS", Group::NoFaxMachine, "The call was answered and ended without a fax signal."),
    (Status::NofaxTo, "NOFAX_TO", Group::NoFaxMachine, "The call was answered, but no fax signal came in time."),
    (Status::RingTo, "RING_TO", Group::NoAnswer, "It rang, but nobody answered."),
    (Status::WrongNo, "WRONG_NO", Group::WrongNumber, "The number does not exist."),
    (Status::ChangedNo, "CHANGED_NO", Group::WrongNumber, "The number was changed."),
    (Status::DialNc, "DIAL_NC", Group::WrongNumber, "Dialing made no connection."),
    (Status::WoutTo, "WOUT_TO", Group::WrongNumber, "No connection came about in time."),
    (Status::RemDis, "REM_DIS", Group::Line, "The other side ended the call."),
    (Status::NoTrain, "NO_TRAIN", Group::Line, "The machines found no common speed."),
    (Status::NoRemoteinfo, "NO_REMOTEINFO", Group::Line, "The other machine did not introduce itself."),
    (Status::BadLines, "BAD_LINES", Group::Line, "The line was too bad."),
    (Status::FansGf, "FANS_GF", Group::Line, "The machines failed to agree when the call was answered."),
    (Status::DialGf, "DIAL_GF", Group::Line, "Dialing failed."),
    (Status::PageSendErr, "PAGE_SEND_ERR", Group::Line, "A page could not be transmitted."),
    (Status::PageSendError, "PAGE_SEND_ERROR", Group::Line, "A page could not be transmitted."),
    (Status::Comerror, "COMERROR", Group::Line, "The transmission failed."),
    (Status::EodFailed, "EOD_FAILED", Group::NotConfirmed, "Everything was sent, but its end was not confirmed; it probably arrived."),
    (Status::MissingFaxFile, "MISSING_FAX_FILE", Group::Document, "The document is missing."),
    (Status::UnknownFaxFile, "UNKNOWN_FAX_FILE", Group::Document, "The document's format is not known."),
    (Status::TiffPageErr, "TIFF_PAGE_ERR", Group::Document, "A page of the document is broken."),
    (Status::RenderingError, "RENDERING_ERROR", Group::Document, "The document could not be rendered."),
    (Status::Blacklist, "BLACKLIST", Group::NotDialed, "The number is on a blacklist."),
    (Status::Pblacklist, "PBLACKLIST", Group::NotDialed, "The number is on the account's own blacklist."),
    (Status::Cancelled, "CANCELLED", Group::NotDialed, "The job was canceled."),
];

impl TransmissionStatus {
    /// The status of this code, whose case does not matter.
    pub fn from_code(code: &str) -> Self {
        match CODES
            .iter()
            .find(|(_, known, ..)| known.eq_ignore_ascii_case(code))
        {
            Some((status, ..)) => status.clone(),
            None => Self::Unknown(UnknownStatus(code.into())),
        }
    }

    /// The service's code, such as `RING_TO`.
    pub fn as_str(&self) -> &str {
        match (self, self.entry()) {
            (Self::Unknown(unknown), _) => &unknown.0,
            (_, Some((_, code, ..))) => code,
            (_, None) => "",
        }
    }

    /// What kind of outcome this is.
    pub fn group(&self) -> StatusGroup {
        self.entry()
            .map_or(StatusGroup::Unknown, |(_, _, group, _)| *group)
    }

    /// One line of English for people.
    pub fn explanation(&self) -> &'static str {
        self.entry().map_or(
            "The service gave a code that is not known here.",
            |(.., explanation)| explanation,
        )
    }

    /// Whether the service is done with this recipient: everything but `PENDING`.
    pub fn is_final(&self) -> bool {
        *self != Self::Pending
    }

    /// Whether the fax surely arrived: `OK` only.
    pub fn is_delivered(&self) -> bool {
        *self == Self::Ok
    }

    fn entry(&self) -> Option<&'static Entry> {
        CODES.iter().find(|(status, ..)| status == self)
    }
}

impl fmt::Display for TransmissionStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_read_and_written_alike() {
        for (status, code, ..) in CODES {
            assert_eq!(TransmissionStatus::from_code(code), *status);
            assert_eq!(status.as_str(), *code);
            assert_eq!(
                TransmissionStatus::from_code(&code.to_ascii_lowercase()),
                *status
            );
        }
        assert_eq!(CODES.len(), 28);
    }

    #[test]
    fn only_pending_is_not_final_and_only_ok_is_delivered() {
        let not_final = CODES.iter().filter(|(status, ..)| !status.is_final());
        assert_eq!(
            not_final
                .map(|(_, code, ..)| *code)
                .collect::<alloc::vec::Vec<_>>(),
            ["PENDING"]
        );
        let delivered = CODES.iter().filter(|(status, ..)| status.is_delivered());
        assert_eq!(
            delivered
                .map(|(_, code, ..)| *code)
                .collect::<alloc::vec::Vec<_>>(),
            ["OK"]
        );
    }

    #[test]
    fn an_unknown_code_survives_as_final_and_not_delivered() {
        let status = TransmissionStatus::from_code("TOMORROWS_CODE");
        assert_eq!(status.as_str(), "TOMORROWS_CODE");
        assert_eq!(status.group(), StatusGroup::Unknown);
        assert!(status.is_final() && !status.is_delivered());
    }

    #[test]
    fn every_code_is_explained_in_a_sentence() {
        let explained = |code: &str| TransmissionStatus::from_code(code).explanation();
        for (_, code, _, explanation) in CODES {
            assert_eq!(explained(code), *explanation);
            assert!(
                explanation.len() > 1 && explanation.ends_with('.'),
                "{code}"
            );
        }
        let unknown = explained("TOMORROWS_CODE");
        assert_eq!(unknown, "The service gave a code that is not known here.");
    }
}
