//! When a job may be sent, and when its report is purged.

use std::time::Duration;

use super::Problems;
use crate::service::submission::{JobValid, Text};
use crate::service::wall::{self, Wall};

/// The time in which a job may be sent. Without an end, no limit is enforced: a job that never finishes is wanted to stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Validity {
    pub(crate) start: Duration,
    pub(crate) end: Option<Duration>,
}

pub(super) fn check(
    valid: Option<&JobValid<'_>>,
    wall: Wall,
    now: Duration,
    problems: &mut Problems,
) -> Validity {
    let mut validity = Validity {
        start: now,
        end: None,
    };
    let Some(valid) = valid else { return validity };
    if let Some(text) = &valid.start {
        match wall::zoned(text) {
            Some(start) => validity.start = wall.virtual_time(start).max(now),
            None => problems.add(
                "meta.jobValid.start",
                "must be an ISO 8601 time with a zone",
            ),
        }
    }
    if let Some(text) = &valid.end {
        match wall::zoned(text).or_else(|| wall::after(text, wall.at(now))) {
            Some(end) if wall.virtual_time(end) <= now => {
                problems.add("meta.jobValid.end", "the job is expired")
            }
            Some(end) if wall.virtual_time(end) <= validity.start => {
                problems.add("meta.jobValid.end", "not after start")
            }
            Some(end) => validity.end = Some(wall.virtual_time(end)),
            None => problems.add(
                "meta.jobValid.end",
                "must be an ISO 8601 time with a zone, or a duration",
            ),
        }
    }
    validity
}

pub(super) fn purge(
    text: Option<&Text<'_>>,
    wall: Wall,
    problems: &mut Problems,
) -> Option<Duration> {
    let purge = wall::zoned_or_utc(text?);
    if purge.is_none() {
        problems.add(
            "statusReportOptions.reportPurgeTs",
            "must be an ISO 8601 time",
        );
    }
    purge.map(|it| wall.virtual_time(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(60 * 60);

    fn validity(json: &str) -> Option<Validity> {
        let valid: JobValid<'_> = serde_json::from_str(json).unwrap();
        let mut problems = Problems::default();
        // Now is 2026-01-01T01:00:00Z.
        let validity = check(Some(&valid), Wall::new(None), HOUR, &mut problems);
        problems.0.is_empty().then_some(validity)
    }

    #[test]
    fn times_and_durations_become_virtual_time() {
        assert_eq!(
            validity("{}"),
            Some(Validity {
                start: HOUR,
                end: None
            })
        );
        assert_eq!(
            validity(r#"{"start":"2026-01-01T03:00:00+01:00","end":"2026-01-01T04:00:00Z"}"#),
            Some(Validity {
                start: 2 * HOUR,
                end: Some(4 * HOUR)
            })
        );
        assert_eq!(
            validity(r#"{"end":"PT120M"}"#),
            Some(Validity {
                start: HOUR,
                end: Some(3 * HOUR)
            })
        );
        assert_eq!(
            validity(r#"{"start":"2025-12-01T00:00:00Z"}"#),
            Some(Validity {
                start: HOUR,
                end: None
            })
        );
    }

    #[test]
    fn a_job_without_zone_or_without_time_left_is_refused() {
        for json in [
            r#"{"start":"2026-01-01T03:00:00"}"#,
            r#"{"start":"PT1H"}"#,
            r#"{"end":"2026-01-02"}"#,
            r#"{"end":"2026-01-01T00:30:00Z"}"#,
            r#"{"end":"PT0S"}"#,
            r#"{"start":"2026-01-01T05:00:00Z","end":"2026-01-01T04:00:00Z"}"#,
        ] {
            assert_eq!(validity(json), None, "{json}");
        }
    }
}
