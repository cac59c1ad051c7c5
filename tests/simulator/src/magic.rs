//! Magic recipient numbers: what becomes of a fax is chosen by its number.
//!
//! All of them lie under `+999`, a country code that is assigned to nobody, so that none can ever ring at a real person, not even
//! when it reaches the real service by mistake. Spaces, dashes, brackets, slashes and dots do not matter, and `00` may stand for
//! `+`. **Every other number is delivered.**

use std::fmt::Write as _;
use std::time::Duration;

/// A magic number and what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MagicNumber {
    /// The number, as `+` and digits.
    pub number: &'static str,
    /// What happens, in a few words.
    pub name: &'static str,
    /// What a fax to this number leads to.
    pub outcome: Outcome,
}

/// What a fax to a magic number leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The job is accepted, and the recipient ends with this status.
    #[non_exhaustive]
    Transmission {
        /// The transmission status code.
        status: &'static str,
        /// When the status becomes final.
        delay: Delay,
        /// How long the connection lasted.
        duration_in_secs: u32,
    },
    /// The job is not accepted; the send is answered with this HTTP status.
    #[non_exhaustive]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The `Retry-After` header, in seconds.
        retry_after: Option<u32>,
    },
}

/// When a recipient's status becomes final.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Delay {
    /// After the configured processing time.
    Usual,
    /// After this time.
    After(Duration),
    /// Never: `PENDING` for ever.
    Never,
}

/// All magic numbers. The last three digits tell the group: `1..` a final status, `2..` time, `4..` and
/// `5..` an HTTP status.
pub const TABLE: &[MagicNumber] = &[
    ends("+99900000000", "delivered", "OK", 26),
    ends("+99900000100", "busy", "BUSY", 0),
    ends("+99900000110", "a person or modem answers", "NOFAX", 9),
    ends("+99900000111", "answers, then hangs up", "NOFAX_DIS", 7),
    ends("+99900000112", "answers, then is silent", "NOFAX_TO", 42),
    ends("+99900000120", "no answer", "RING_TO", 0),
    ends("+99900000130", "wrong number", "WRONG_NO", 0),
    ends("+99900000131", "number has changed", "CHANGED_NO", 0),
    ends("+99900000132", "number not connected", "DIAL_NC", 0),
    ends("+99900000133", "no line to the number", "WOUT_TO", 0),
    ends("+99900000140", "the other side hangs up", "REM_DIS", 31),
    ends("+99900000141", "modems do not agree", "NO_TRAIN", 24),
    ends("+99900000142", "no remote information", "NO_REMOTEINFO", 18),
    ends("+99900000143", "bad lines", "BAD_LINES", 57),
    ends("+99900000144", "failure after the answer", "FANS_GF", 12),
    ends("+99900000145", "failure while dialing", "DIAL_GF", 0),
    ends("+99900000146", "a page fails", "PAGE_SEND_ERR", 38),
    ends("+99900000147", "a page fails (2)", "PAGE_SEND_ERROR", 38),
    ends("+99900000148", "communication error", "COMERROR", 15),
    ends("+99900000150", "probably arrived", "EOD_FAILED", 44),
    ends("+99900000160", "document missing", "MISSING_FAX_FILE", 0),
    ends(
        "+99900000161",
        "document type unknown",
        "UNKNOWN_FAX_FILE",
        0,
    ),
    ends("+99900000162", "broken page", "TIFF_PAGE_ERR", 0),
    ends("+99900000163", "cannot be rendered", "RENDERING_ERROR", 0),
    ends("+99900000170", "on a blacklist", "BLACKLIST", 0),
    ends("+99900000171", "on a private blacklist", "PBLACKLIST", 0),
    ends("+99900000172", "canceled", "CANCELLED", 0),
    ends("+99900000190", "a code of the future", "LINE_ON_MARS", 3),
    slow("+99900000200", "delivered after a minute", after(60)),
    slow("+99900000201", "delivered after an hour", after(60 * 60)),
    slow("+99900000202", "delivered at once", after(0)),
    slow("+99900000210", "never finishes", Delay::Never),
    refused("+99900000400", "bad request", 400, None),
    refused("+99900000409", "duplicate job", 409, None),
    refused("+99900000500", "internal error", 500, None),
    refused("+99900000503", "overloaded", 503, Some(2)),
    refused("+99900000520", "unknown backend error", 520, None),
];

/// What any other number does: it is delivered.
pub(crate) const DELIVERED: &MagicNumber = &TABLE[0];

const fn ends(
    number: &'static str,
    name: &'static str,
    status: &'static str,
    duration_in_secs: u32,
) -> MagicNumber {
    let delay = Delay::Usual;
    MagicNumber {
        number,
        name,
        outcome: Outcome::Transmission {
            status,
            delay,
            duration_in_secs,
        },
    }
}

const fn slow(number: &'static str, name: &'static str, delay: Delay) -> MagicNumber {
    let outcome = Outcome::Transmission {
        status: "OK",
        delay,
        duration_in_secs: 26,
    };
    MagicNumber {
        number,
        name,
        outcome,
    }
}

const fn after(seconds: u64) -> Delay {
    Delay::After(Duration::from_secs(seconds))
}

const fn refused(
    number: &'static str,
    name: &'static str,
    status: u16,
    retry_after: Option<u32>,
) -> MagicNumber {
    MagicNumber {
        number,
        name,
        outcome: Outcome::Refused {
            status,
            retry_after,
        },
    }
}

/// The magic number with these digits (international, without `+` or `00`).
pub(crate) fn find(digits: &str) -> Option<&'static MagicNumber> {
    TABLE.iter().find(|it| it.number.get(1..) == Some(digits))
}

/// The table as Markdown.
pub fn markdown() -> String {
    let mut out = String::from("| number | what happens | result |\n|---|---|---|\n");
    for magic in TABLE {
        let result = match magic.outcome {
            Outcome::Transmission { status, delay, .. } => match delay {
                Delay::Usual => format!("`{status}`"),
                Delay::After(time) => format!("`{status}` after {} s", time.as_secs()),
                Delay::Never => "`PENDING` for ever".to_owned(),
            },
            Outcome::Refused {
                status,
                retry_after: None,
            } => format!("the send is answered `{status}`"),
            Outcome::Refused {
                status,
                retry_after: Some(seconds),
            } => {
                format!("the send is answered `{status}` with `Retry-After: {seconds}`")
            }
        };
        // Writing to a string cannot fail.
        let _ = writeln!(out, "| `{}` | {} | {result} |", magic.number, magic.name);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The transmission status codes of the service's documentation, all but `PENDING`.
    const CODES: &str = "OK BUSY NOFAX NOFAX_DIS NOFAX_TO RING_TO WRONG_NO CHANGED_NO DIAL_NC WOUT_TO REM_DIS NO_TRAIN NO_REMOTEINFO \
        BAD_LINES FANS_GF DIAL_GF PAGE_SEND_ERR PAGE_SEND_ERROR COMERROR EOD_FAILED MISSING_FAX_FILE UNKNOWN_FAX_FILE TIFF_PAGE_ERR \
        RENDERING_ERROR BLACKLIST PBLACKLIST CANCELLED";

    #[test]
    fn every_documented_status_code_has_a_number() {
        for code in CODES.split_whitespace() {
            let has = |it: &MagicNumber| matches!(it.outcome, Outcome::Transmission { status, .. } if status == code);
            assert!(TABLE.iter().any(has), "{code}");
        }
    }

    #[test]
    fn numbers_are_distinct_and_under_the_unassigned_country_code() {
        for (index, magic) in TABLE.iter().enumerate() {
            assert!(
                magic.number.starts_with("+999") && magic.number.len() == 12,
                "{}",
                magic.number
            );
            assert!(
                TABLE[index + 1..]
                    .iter()
                    .all(|it| it.number != magic.number),
                "{}",
                magic.number
            );
            assert_eq!(find(&magic.number[1..]), Some(magic));
        }
    }

    #[test]
    fn the_readme_has_exactly_this_table() {
        let readme = include_str!("../README.md");
        assert!(
            readme.contains(&markdown()),
            "put this into README.md:\n{}",
            markdown()
        );
    }
}
