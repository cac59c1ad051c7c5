//! The wall clock of the simulated service: its start plus virtual time.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::civil::DateTime;
use jiff::fmt::rfc2822::DateTimePrinter;
use jiff::fmt::temporal::{DateTimeParser, SpanParser};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// 2026-01-01T00:00:00Z
const DEFAULT_START: i64 = 1_767_225_600;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Wall {
    start: Timestamp,
}

impl Wall {
    pub(crate) fn new(started_at: Option<SystemTime>) -> Self {
        let seconds = match started_at.map(|it| it.duration_since(UNIX_EPOCH)) {
            None => DEFAULT_START,
            // A start before 1970 is 1970: no sensible test needs it.
            Some(since) => since.map_or(0, |it| i64::try_from(it.as_secs()).unwrap_or(i64::MAX)),
        };
        Self {
            start: Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX),
        }
    }

    /// The wall-clock time at a virtual time.
    pub(crate) fn at(self, now: Duration) -> Timestamp {
        let signed = SignedDuration::try_from(now).unwrap_or(SignedDuration::MAX);
        self.start.saturating_add(signed).unwrap_or(Timestamp::MAX)
    }

    /// The virtual time of a wall-clock time; zero for what lies before the start.
    pub(crate) fn virtual_time(self, at: Timestamp) -> Duration {
        Duration::try_from(at.duration_since(self.start)).unwrap_or(Duration::ZERO)
    }

    /// As the service writes it: `2017-08-04T15:09:10Z`.
    pub(crate) fn iso(self, now: Duration) -> String {
        format!("{:.0}", self.at(now))
    }

    /// As HTTP's `Date` writes it.
    pub(crate) fn http_date(self, now: Duration) -> String {
        // Fails only for years beyond 9999, which a timestamp cannot hold.
        DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&self.at(now))
            .unwrap_or_default()
    }
}

/// Reads an ISO 8601 time that says its zone.
pub(crate) fn zoned(text: &str) -> Option<Timestamp> {
    // The parser also takes a space for the `T` and a zone name in brackets; ISO 8601 knows neither.
    let iso = text.contains('T') && !text.contains('[');
    DateTimeParser::new()
        .parse_timestamp(text)
        .ok()
        .filter(|_| iso)
}

/// Reads an ISO 8601 time; one without a zone is taken as UTC.
pub(crate) fn zoned_or_utc(text: &str) -> Option<Timestamp> {
    zoned(text).or_else(|| {
        let civil: DateTime = text.parse().ok().filter(|_| !text.contains(' '))?;
        Some(civil.to_zoned(TimeZone::UTC).ok()?.timestamp())
    })
}

/// Reads an ISO 8601 duration (`PT80M`) and counts it from a time on. Negative ones are no use and not taken.
pub(crate) fn after(text: &str, from: Timestamp) -> Option<Timestamp> {
    let span = SpanParser::new()
        .parse_span(text)
        .ok()
        .filter(|it| !it.is_negative())?;
    Some(
        from.to_zoned(TimeZone::UTC)
            .checked_add(span)
            .ok()?
            .timestamp(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn virtual_time_runs_from_the_start_and_back() {
        let wall = Wall::new(None);
        let later = Duration::from_secs(90);
        assert_eq!(wall.iso(later), "2026-01-01T00:01:30Z");
        assert_eq!(wall.http_date(later), "Thu, 01 Jan 2026 00:01:30 GMT");
        assert_eq!(wall.virtual_time(wall.at(later)), later);
        assert_eq!(wall.virtual_time(Timestamp::UNIX_EPOCH), Duration::ZERO);
    }

    #[test]
    fn times_need_a_zone_where_the_service_asks_for_one() {
        for good in [
            "2026-01-01T00:00:00Z",
            "2026-01-01T00:00:00-05:00",
            "2026-01-01T00:00:00.123+01:00",
            "2026-01-01T00:00Z",
        ] {
            assert!(zoned(good).is_some(), "{good}");
        }
        for bad in [
            "2026-01-01T00:00:00",
            "2026-01-01",
            "2026-01-01 00:00:00Z",
            "2026-01-01T00:00:00Z[UTC]",
            "now",
            "",
        ] {
            assert!(zoned(bad).is_none(), "{bad}");
        }
        assert_eq!(
            zoned_or_utc("2026-01-01T00:00:00"),
            zoned("2026-01-01T00:00:00Z")
        );
        assert_eq!(zoned_or_utc("soon"), None);
    }

    #[test]
    fn durations_count_from_now() {
        let now = zoned("2026-01-31T00:00:00Z").unwrap();
        assert_eq!(after("PT80M", now), zoned("2026-01-31T01:20:00Z"));
        assert_eq!(after("P1D", now), zoned("2026-02-01T00:00:00Z"));
        for bad in ["-PT80M", "80 minutes", "PT", ""] {
            assert_eq!(after(bad, now), None, "{bad}");
        }
    }
}
