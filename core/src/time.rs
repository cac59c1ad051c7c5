//! Moments of the calendar: when a fax was sent, from when a job is valid.

use core::fmt;
use core::str::FromStr;
use core::time::Duration;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An instant in time, on the calendar of the years 0000 to 9999.
///
/// It is read from ISO 8601 text with a zone and always written in UTC, as RFC 3339 text that ends
/// in `Z`. The zone that a text had is not kept: two timestamps are equal when they are the same
/// instant. Fractions of a second are kept to the nanosecond.
///
/// ```
/// use fax4a::Timestamp;
///
/// let sent: Timestamp = "2026-11-23T09:00:00+01:00".parse()?;
/// assert_eq!(sent.to_string(), "2026-11-23T08:00:00Z");
/// assert_eq!(Timestamp::from_unix_seconds(sent.unix_seconds()), Some(sent));
/// # Ok::<(), fax4a::time::InvalidTimestamp>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(jiff::Timestamp);

impl Timestamp {
    /// The instant this many seconds after the start of 1970 (UTC), or before it if negative.
    ///
    /// `None` outside the years 0000 to 9999, which RFC 3339 text cannot express.
    #[must_use]
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        Self::within_four_digit_years(jiff::Timestamp::from_second(seconds).ok()?)
    }

    /// The instant this many milliseconds after the start of 1970 (UTC), or before it if negative.
    ///
    /// `None` outside the years 0000 to 9999.
    #[must_use]
    pub fn from_unix_millis(millis: i64) -> Option<Self> {
        Self::within_four_digit_years(jiff::Timestamp::from_millisecond(millis).ok()?)
    }

    /// Whole seconds since the start of 1970 (UTC); a fraction is cut off towards 1970.
    #[must_use]
    pub fn unix_seconds(self) -> i64 {
        self.0.as_second()
    }

    /// Whole milliseconds since the start of 1970 (UTC); a fraction is cut off towards 1970.
    #[must_use]
    pub fn unix_millis(self) -> i64 {
        self.0.as_millisecond()
    }

    /// How long after `earlier` this instant is; `None` if it is before it.
    #[must_use]
    pub fn duration_since(self, earlier: Self) -> Option<Duration> {
        Duration::try_from(self.0.duration_since(earlier.0)).ok()
    }

    fn within_four_digit_years(instant: jiff::Timestamp) -> Option<Self> {
        const YEAR_0000: i64 = -62_167_219_200;
        // The upper end is the time library's own, in the last days of 9999.
        (instant.as_second() >= YEAR_0000).then_some(Self(instant))
    }
}

impl FromStr for Timestamp {
    type Err = InvalidTimestamp;

    /// Reads ISO 8601 text with a zone: `2026-11-23T08:00:00Z`, `2026-11-23T09:00+01:00`.
    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        match text.parse() {
            Ok(instant) => {
                Self::within_four_digit_years(instant).ok_or(InvalidTimestamp::Malformed)
            }
            Err(_) if text.parse::<DateTime>().is_ok() => Err(InvalidTimestamp::ZoneMissing),
            Err(_) => Err(InvalidTimestamp::Malformed),
        }
    }
}

/// RFC 3339 in UTC: `2026-11-23T08:00:00Z`, with a fraction only if there is one.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl de::Visitor<'_> for Text {
            type Value = Timestamp;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an ISO 8601 time with a zone")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// Why a text is not a [`Timestamp`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidTimestamp {
    /// A date and time without a zone: it would be another instant in each country, and the
    /// service answers 400. Add `Z` for UTC or an offset such as `-05:00`.
    ZoneMissing,
    /// Not an ISO 8601 date and time, or outside the years 0000 to 9999.
    Malformed,
}

impl fmt::Display for InvalidTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ZoneMissing => "the time has no zone, add Z or an offset such as -05:00",
            Self::Malformed => "not an ISO 8601 time such as 2026-11-23T08:00:00Z",
        })
    }
}

impl core::error::Error for InvalidTimestamp {}

/// Reads the date of an HTTP header in any of the three forms of RFC 9110, section 5.6.7.
///
/// The weekday is not compared with the date: proxies that get it wrong still mean the date.
pub(crate) fn parse_http_date(text: &str) -> Option<Timestamp> {
    let (weekday, rest) = text.split_once(' ')?;
    let format = if !weekday.ends_with(',') {
        "%b %e %H:%M:%S %Y"
    } else if rest.contains('-') {
        "%d-%b-%y %H:%M:%S GMT"
    } else {
        "%d %b %Y %H:%M:%S GMT"
    };
    let utc = TimeZone::UTC.to_timestamp(DateTime::strptime(format, rest).ok()?);
    Timestamp::within_four_digit_years(utc.ok()?)
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix_seconds(seconds).unwrap()
    }

    #[test]
    fn every_zone_is_read_and_utc_is_written() {
        for text in [
            "2026-11-23T08:00:00Z",
            "2026-11-23T09:00:00+01:00",
            "2026-11-23T03:00-05:00",
            "2026-11-23T08:00:00.000+0000",
        ] {
            let instant: Timestamp = text.parse().unwrap();
            assert_eq!(instant.to_string(), "2026-11-23T08:00:00Z", "{text}");
            assert_eq!(instant, at(1_795_420_800));
        }
        let fraction: Timestamp = "2026-11-23T08:00:00.25Z".parse().unwrap();
        assert_eq!(fraction.to_string(), "2026-11-23T08:00:00.25Z");
        assert_eq!(fraction.unix_millis(), 1_795_420_800_250);
        assert_eq!(
            Timestamp::from_unix_millis(1_795_420_800_250),
            Some(fraction)
        );
    }

    #[test]
    fn a_missing_zone_is_told_apart_from_nonsense() {
        for text in ["2026-11-23T08:00:00", "2026-11-23 08:00", "2026-11-23"] {
            assert_eq!(
                text.parse::<Timestamp>(),
                Err(InvalidTimestamp::ZoneMissing),
                "{text}"
            );
        }
        for text in [
            "",
            "tomorrow",
            "2026-13-01T00:00:00Z",
            "23.11.2026 08:00",
            "1795420800",
        ] {
            assert_eq!(
                text.parse::<Timestamp>(),
                Err(InvalidTimestamp::Malformed),
                "{text}"
            );
        }
    }

    #[test]
    fn only_four_digit_years_exist() {
        assert_eq!(at(-62_167_219_200).to_string(), "0000-01-01T00:00:00Z");
        assert_eq!(Timestamp::from_unix_seconds(-62_167_219_201), None);
        assert_eq!(Timestamp::from_unix_seconds(i64::MAX), None);
        assert_eq!(Timestamp::from_unix_millis(i64::MIN), None);
        assert_eq!(
            "-000001-12-31T23:59:59Z".parse::<Timestamp>(),
            Err(InvalidTimestamp::Malformed)
        );
        assert!("9999-12-30T00:00:00Z".parse::<Timestamp>().is_ok());
    }

    #[test]
    fn durations_go_forward_only() {
        assert_eq!(at(90).duration_since(at(30)), Some(Duration::from_secs(60)));
        assert_eq!(at(30).duration_since(at(30)), Some(Duration::ZERO));
        assert_eq!(at(30).duration_since(at(90)), None);
    }

    #[test]
    fn json_text_goes_round() {
        let json = "\"2026-11-23T08:00:00Z\"";
        let instant: Timestamp = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&instant).unwrap(), json);
        let error = serde_json::from_str::<Timestamp>("\"2026-11-23T08:00:00\"").unwrap_err();
        assert!(error.to_string().contains("no zone"), "{error}");
        let error = serde_json::from_str::<Timestamp>("5").unwrap_err();
        assert!(
            error.to_string().contains("expected an ISO 8601 time"),
            "{error}"
        );
    }

    #[test]
    fn the_three_http_dates_are_the_same_instant() {
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Mon, 06 Nov 1994 08:49:37 GMT",
        ] {
            assert_eq!(parse_http_date(text), Some(at(784_111_777)), "{text}");
        }
        assert_eq!(
            parse_http_date("Sun Nov 16 08:49:37 1994"),
            Some(at(784_975_777))
        );
    }

    #[test]
    fn what_is_no_http_date_is_none() {
        for text in [
            "",
            "120",
            "Sun,",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 Nov 1994 25:49:37 GMT",
            "Sun, 06 Nov 99999 08:49:37 GMT",
            "Sunday, 06-Nov-1994 08:49:37 GMT",
            "Sün, 06 Növ 1994 08:49:37 GMT",
        ] {
            assert_eq!(parse_http_date(text), None, "{text}");
        }
    }
}
