//! From when until when a job is valid.

use alloc::string::{String, ToString};
use core::fmt;
use core::time::Duration;

use jiff::{Span, SpanRelativeTo};

use super::json::JsonWriter;
use super::problem::{Problem, Problems};
use crate::time::Timestamp;

/// A point in time for a job: a [`Timestamp`], ISO 8601 text with a zone, or a duration from now.
///
/// Methods take `impl Into<When>`, so this type seldom has to be named. Text is read at once; if it
/// is neither a time nor a duration, that becomes a problem when the job is built. Durations are
/// [`Duration`]s or ISO 8601 text in weeks, days, hours, minutes and seconds, such as `PT80M`; the
/// service starts to count when it gets the job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When(Result<Point, Problem>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Point {
    At(Timestamp),
    FromNow(Duration),
}

impl From<Timestamp> for When {
    fn from(time: Timestamp) -> Self {
        Self(Ok(Point::At(time)))
    }
}

impl From<Duration> for When {
    fn from(from_now: Duration) -> Self {
        let problem = Problem::DurationNotPositive;
        Self(if from_now.is_zero() {
            Err(problem)
        } else {
            Ok(Point::FromNow(from_now))
        })
    }
}

impl From<&str> for When {
    fn from(text: &str) -> Self {
        let is_duration = text.trim_start_matches(['+', '-']).starts_with(['P', 'p']);
        Self(if is_duration {
            parse_duration(text).map(Point::FromNow)
        } else {
            text.parse().map(Point::At).map_err(Problem::Time)
        })
    }
}

impl From<String> for When {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

fn parse_duration(text: &str) -> Result<Duration, Problem> {
    let span: Span = text.parse().map_err(|_| Problem::NotADuration)?;
    // Refuses months and years, which are of no fixed length.
    let duration = span.to_duration(SpanRelativeTo::days_are_24_hours());
    let duration = duration.map_err(|_| Problem::NotADuration)?;
    match Duration::try_from(duration) {
        Ok(duration) if !duration.is_zero() => Ok(duration),
        _ => Err(Problem::DurationNotPositive),
    }
}

impl When {
    /// The time itself, where a duration makes no sense.
    pub(crate) fn check_time(
        self,
        place: impl fmt::Display,
        problems: &mut Problems,
    ) -> Option<Timestamp> {
        let problem = match self.0 {
            Ok(Point::At(time)) => return Some(time),
            Ok(Point::FromNow(_)) | Err(Problem::DurationNotPositive | Problem::NotADuration) => {
                Problem::DurationNotAllowed
            }
            Err(problem) => problem,
        };
        problems.push(place, problem);
        None
    }
}

/// `meta.jobValid`, as the builder collects it.
#[derive(Clone, Default)]
pub(crate) struct Validity {
    pub(crate) start: Option<When>,
    pub(crate) end: Option<When>,
}

/// `meta.jobValid`, checked.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct CheckedValidity {
    start: Option<Timestamp>,
    end: Option<Point>,
}

impl Validity {
    pub(crate) fn check(self, problems: &mut Problems) -> CheckedValidity {
        const END: &str = "meta.jobValid.end";
        let start = self
            .start
            .and_then(|start| start.check_time("meta.jobValid.start", problems));
        let end = self
            .end
            .and_then(|end| end.0.map_err(|problem| problems.push(END, problem)).ok());
        if let (Some(start), Some(Point::At(end))) = (start, end) {
            if end <= start {
                problems.push(END, Problem::EndNotAfterStart);
            }
        }
        CheckedValidity { start, end }
    }
}

impl CheckedValidity {
    pub(crate) fn write(&self, json: &mut JsonWriter) {
        json.text(
            "start",
            self.start.map(|start| start.to_string()).as_deref(),
        );
        json.text("end", self.end.map(|end| end.to_string()).as_deref());
    }
}

/// As the API reads it: UTC, or a duration in whole minutes or else seconds, rounded up.
impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(time) => time.fmt(f),
            Self::FromNow(duration) => {
                let started = u64::from(duration.subsec_nanos() > 0);
                match duration.as_secs().saturating_add(started) {
                    seconds if seconds % 60 == 0 => write!(f, "PT{}M", seconds / 60),
                    seconds => write!(f, "PT{seconds}S"),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;
    use crate::time::InvalidTimestamp;

    fn check(start: Option<When>, end: Option<When>) -> (String, Vec<(String, Problem)>) {
        let mut text = String::new();
        let problems = Problems::collected(|problems| {
            let checked = Validity { start, end }.check(problems);
            text = JsonWriter::written(|json| checked.write(json));
        });
        (text, problems)
    }

    fn written(start: Option<When>, end: Option<When>) -> String {
        let (text, problems) = check(start, end);
        assert_eq!(problems, []);
        text
    }

    fn problem(start: Option<When>, end: Option<When>) -> (String, Problem) {
        let (_, problems) = check(start, end);
        let [problem] = problems.try_into().unwrap();
        problem
    }

    #[test]
    fn times_are_sent_in_utc() {
        let start = Some("2026-11-23T09:00:00+01:00".into());
        let end = Some(Timestamp::from_unix_seconds(1_795_507_200).unwrap().into());
        let expected = r#"{"start":"2026-11-23T08:00:00Z","end":"2026-11-24T08:00:00Z"}"#;
        assert_eq!(written(start, end), expected);
        assert_eq!(written(None, None), "{}");
    }

    #[test]
    fn durations_end_in_whole_minutes_or_seconds() {
        for (end, text) in [
            (When::from("PT80M"), "PT80M"),
            (When::from(String::from("P1DT2H")), "PT1560M"),
            (When::from("pt90s"), "PT90S"),
            (When::from("P1W"), "PT10080M"),
            (When::from("PT0.2S"), "PT1S"),
            (When::from(Duration::from_secs(3600)), "PT60M"),
            (When::from(Duration::from_millis(59_001)), "PT1M"),
            (When::from(Duration::from_nanos(1)), "PT1S"),
            (When::from(Duration::MAX), "PT18446744073709551615S"),
        ] {
            assert_eq!(
                written(None, Some(end)),
                alloc::format!(r#"{{"end":"{text}"}}"#)
            );
        }
    }

    #[test]
    fn a_start_with_a_duration_as_the_end_is_fine() {
        let text = written(Some("2026-11-23T08:00:00Z".into()), Some("PT80M".into()));
        assert_eq!(text, r#"{"start":"2026-11-23T08:00:00Z","end":"PT80M"}"#);
    }

    #[test]
    fn the_zone_must_be_there() {
        let missing = Problem::Time(InvalidTimestamp::ZoneMissing);
        let found = problem(Some("2026-11-23T08:00:00".into()), None);
        assert_eq!(found, ("meta.jobValid.start".into(), missing.clone()));
        let found = problem(None, Some("2026-11-23T08:00:00".into()));
        assert_eq!(found, ("meta.jobValid.end".into(), missing));
    }

    #[test]
    fn what_is_no_time_and_no_duration_is_told() {
        for text in ["", "tomorrow", "80 minutes", "23.11.2026"] {
            let (_, found) = problem(None, Some(text.into()));
            assert_eq!(found, Problem::Time(InvalidTimestamp::Malformed), "{text}");
        }
        for text in [
            "P",
            "PT",
            "P1M",
            "P1Y",
            "PT5X",
            "P1M2D",
            "PT99999999999999999999S",
        ] {
            let (_, found) = problem(None, Some(text.into()));
            assert_eq!(found, Problem::NotADuration, "{text}");
        }
    }

    #[test]
    fn a_duration_is_positive() {
        for end in [
            When::from(Duration::ZERO),
            When::from("PT0S"),
            When::from("-PT80M"),
            When::from("PT0H0M"),
        ] {
            let found = problem(None, Some(end));
            assert_eq!(
                found,
                ("meta.jobValid.end".into(), Problem::DurationNotPositive)
            );
        }
    }

    #[test]
    fn a_start_is_no_duration() {
        for start in [
            When::from("PT80M"),
            When::from(Duration::from_secs(1)),
            Duration::ZERO.into(),
            "P".into(),
        ] {
            let found = problem(Some(start), None);
            assert_eq!(
                found,
                ("meta.jobValid.start".into(), Problem::DurationNotAllowed)
            );
        }
    }

    #[test]
    fn the_end_is_after_the_start() {
        let start = || Some(When::from("2026-11-23T08:00:00Z"));
        for end in ["2026-11-23T08:00:00Z", "2026-11-23T08:30:00+01:00"] {
            let found = problem(start(), Some(end.into()));
            assert_eq!(
                found,
                ("meta.jobValid.end".into(), Problem::EndNotAfterStart)
            );
        }
        assert!(
            check(start(), Some("2026-11-23T08:00:01Z".into()))
                .1
                .is_empty()
        );
    }
}
