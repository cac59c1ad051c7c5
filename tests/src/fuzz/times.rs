//! Any text as a time, a duration or a wish to wait: never a panic, and what is written means what was read.

use std::ops::Range;
use std::time::Duration;

use fax4a::error::ServerError;
use fax4a::job::When;
use fax4a::{FaxJob, Timestamp};
use http::header::{DATE, HeaderValue, RETRY_AFTER};
use http::{HeaderMap, Response};

use super::names::sent_json;

mod calendar;

pub(super) use calendar::rfc3339;
use calendar::{asctime, imf_fixdate, rfc850};

/// The years 0000 to 9999, in seconds since 1970.
const YEARS: Range<i64> = -62_167_219_200..253_402_300_800;

/// The same in nanoseconds, without the last days, which the library's calendar does not have.
const NANOS: Range<i128> = -62_167_219_200_000_000_000..253_402_000_000_000_000_000;

/// The bytes as text, line by line, and as numbers.
pub fn times(data: &[u8]) {
    let text = &*String::from_utf8_lossy(data);
    for line in text.lines() {
        timestamp(line);
        duration(line);
    }
    let mut lines = text.lines();
    retry_after(
        lines.next().unwrap_or_default(),
        lines.next().unwrap_or_default(),
    );
    let number = |from: usize| {
        let bytes = data.iter().copied().chain([0; 8]).skip(from).take(8);
        bytes.fold(0, |number, byte| number << 8 | u64::from(byte))
    };
    instant(number(0) as i64);
    waits(number(0), number(1));
    durations(number(0), number(8));
}

/// What is taken is written in UTC by RFC 3339, as the same instant. What RFC 3339 says is a time is taken.
fn timestamp(text: &str) {
    let read = text.parse::<Timestamp>();
    if let Some(instant) = rfc3339(text).filter(|instant| NANOS.contains(instant)) {
        let read = read.map(nanos);
        assert_eq!(read, Ok(instant), "{text:?} is a time by RFC 3339");
    }
    match read {
        Ok(time) => check_written(time),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

fn check_written(time: Timestamp) {
    let text = time.to_string();
    assert!(text.ends_with('Z'), "{text}");
    let instant = rfc3339(&text).unwrap_or_else(|| panic!("{text} is not RFC 3339"));
    assert_eq!(
        time.unix_seconds(),
        (instant / 1_000_000_000) as i64,
        "{text}"
    );
    assert_eq!(time.unix_millis(), (instant / 1_000_000) as i64, "{text}");
    assert_eq!(text.parse(), Ok(time));
    let json = serde_json::to_string(&time).expect("JSON");
    assert_eq!(serde_json::from_str::<Timestamp>(&json).ok(), Some(time));
}

/// As it is written.
fn nanos(time: Timestamp) -> i128 {
    rfc3339(&time.to_string()).expect("RFC 3339")
}

/// Every instant of the years 0000 to 9999 exists, but for the last days, and no other.
fn instant(number: i64) {
    for number in [number, number >> 20, number >> 28] {
        let time = Timestamp::from_unix_seconds(number);
        assert!(time.is_none() || YEARS.contains(&number), "{number}");
        let is_surely_in = NANOS.contains(&(i128::from(number) * 1_000_000_000));
        assert!(time.is_some() || !is_surely_in, "{number}");
        for time in time.into_iter().chain(Timestamp::from_unix_millis(number)) {
            check_written(time);
        }
    }
}

/// A time goes out as a time. A duration goes out as minutes or seconds, and is read again as the same.
fn duration(text: &str) {
    let Some(end) = end(text) else { return };
    if rfc3339(&end).is_none() {
        assert!(seconds(&end) > 0, "{text:?}");
    }
    assert_eq!(self::end(&*end), Some(end));
}

/// Durations are rounded up, to seconds and never to more.
fn durations(number: u64, more: u64) {
    for seconds in [number, number >> 24, number >> 44] {
        let duration = Duration::new(seconds, (more % 1_000_000_000) as u32);
        match end(duration) {
            None => assert!(duration.is_zero()),
            Some(end) => {
                let up = seconds.saturating_add(u64::from(duration.subsec_nanos() > 0));
                assert_eq!(self::seconds(&end), up, "{duration:?} became {end}");
            }
        }
    }
}

/// `meta.jobValid.end` as it is sent, if it is taken.
fn end(end: impl Into<When>) -> Option<String> {
    let job = FaxJob::to("+49891234567").coverpage_template("x");
    let job = job.valid_until(end).build().ok()?;
    let end = sent_json(&job)["meta"]["jobValid"]["end"].take();
    Some(end.as_str().expect("text").to_owned())
}

/// The seconds of `PT…M` or `PT…S`.
fn seconds(end: &str) -> u64 {
    let number = end.strip_prefix("PT").expect("a duration");
    let (number, unit) = number.split_at(number.len() - 1);
    assert!(number.bytes().all(|byte| byte.is_ascii_digit()), "{end}");
    let number: u64 = number.parse().expect("a number");
    match unit {
        "M" => number * 60,
        "S" => number,
        _ => panic!("{end}"),
    }
}

/// Any two lines as `Retry-After` and `Date`.
fn retry_after(wish: &str, date: &str) {
    let wait = wait(wish, date);
    let wish = wish.trim_matches([' ', '\t']);
    if !wish.is_empty() && wish.bytes().all(|byte| byte.is_ascii_digit()) {
        let seconds = wish.parse().unwrap_or(u64::from(u32::MAX));
        assert_eq!(wait, Some(Duration::from_secs(seconds)), "{wish:?}");
    } else {
        let may_be_date = wish.contains(':') && date.contains(':');
        assert!(wait.is_none() || may_be_date, "{wish:?} {date:?}");
    }
}

/// Dates in each form, so long apart.
fn waits(number: u64, more: u64) {
    // From 1970 to 2038, which two digits of a year tell apart.
    let now = (number >> 33) as i64;
    let wish = now + (more >> 33) as i64 % 900_000_000 - 1000;
    let wish = wish.max(0);
    let expected = Some(Duration::from_secs((wish - now).max(0).unsigned_abs()));
    for (wish, now) in [
        (imf_fixdate(wish), imf_fixdate(now)),
        (rfc850(wish), asctime(now)),
        (asctime(wish), rfc850(now)),
    ] {
        assert_eq!(wait(&wish, &now), expected, "{wish} from {now}");
    }
}

/// What an answer with these headers asks for, as far as they can be headers.
fn wait(wish: &str, date: &str) -> Option<Duration> {
    let mut response = Response::new(&b""[..]);
    let headers: &mut HeaderMap = response.headers_mut();
    for (name, value) in [(RETRY_AFTER, wish), (DATE, date)] {
        if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
            headers.insert(name, value);
        }
    }
    ServerError::from_response(&response).retry_after()
}
