//! The calendar once more, written from the standards alone, to compare the library with.

/// What a text of RFC 3339 says, in nanoseconds since 1970: `2026-11-23T08:00:00.5+01:00`, no leap seconds.
pub(in crate::fuzz) fn rfc3339(text: &str) -> Option<i128> {
    let (date, time) = text.split_once('T')?;
    let [year, month, day] = numbers(date, "-", [4, 2, 2])?;
    let zone = time.find(['Z', '+', '-'])?;
    let (time, zone) = time.split_at(zone);
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let [hour, minute, second] = numbers(time, ":", [2, 2, 2])?;
    let offset = match zone.split_at(1) {
        ("Z", "") => 0,
        (sign, zone) => {
            let [hours, minutes] = numbers(zone, ":", [2, 2])?;
            let seconds = (hours * 60 + minutes) * 60;
            let is_zone = hours < 24 && minutes < 60;
            is_zone.then_some(if sign == "-" { -seconds } else { seconds })?
        }
    };
    let is_digits = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let is_time = hour < 24 && minute < 60 && second < 60 && is_digits && fraction.len() <= 9;
    let is_date = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
    let seconds = days(year, month, day) * 86_400 + (hour * 60 + minute) * 60 + second - offset;
    let is_in = is_time && is_date;
    let nanos: i128 = format!("{fraction:0<9}").parse().ok()?;
    is_in.then_some(i128::from(seconds) * 1_000_000_000 + nanos)
}

/// Numbers of so many digits each, with this between them.
fn numbers<const N: usize>(text: &str, between: &str, digits: [usize; N]) -> Option<[i64; N]> {
    let mut parts = text.split(between);
    let mut numbers = [0; N];
    for (number, digits) in numbers.iter_mut().zip(digits) {
        let part = parts.next()?;
        let is_number = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        *number = is_number.then(|| part.parse().ok())??;
    }
    parts.next().is_none().then_some(numbers)
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970 to this day.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let before = year - 1;
    let leap_days = before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400);
    let months: i64 = (1..month).map(|month| days_in(year, month)).sum();
    // 719162 days are before 1970 in this calendar.
    before * 365 + leap_days + months + day - 1 - 719_162
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const WEEKDAYS: [&str; 7] = [
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
];

/// A moment after 1970, taken apart.
struct Moment {
    weekday: &'static str,
    year: i64,
    month: &'static str,
    day: i64,
    time: String,
}

impl Moment {
    fn of(seconds: i64) -> Self {
        let (mut day, time) = (seconds / 86_400, seconds % 86_400);
        let weekday = WEEKDAYS[(day % 7) as usize];
        let (mut year, mut month) = (1970, 1);
        while day >= 365 + i64::from(is_leap(year)) {
            day -= 365 + i64::from(is_leap(year));
            year += 1;
        }
        while day >= days_in(year, month) {
            day -= days_in(year, month);
            month += 1;
        }
        let (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60);
        Self {
            weekday,
            year,
            month: MONTHS[month as usize - 1],
            day: day + 1,
            time: format!("{hour:02}:{minute:02}:{second:02}"),
        }
    }
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`
pub(super) fn imf_fixdate(seconds: i64) -> String {
    let it = Moment::of(seconds);
    let weekday = &it.weekday[..3];
    format!(
        "{weekday}, {:02} {} {:04} {} GMT",
        it.day, it.month, it.year, it.time
    )
}

/// `Sunday, 06-Nov-94 08:49:37 GMT`
pub(super) fn rfc850(seconds: i64) -> String {
    let it = Moment::of(seconds);
    let year = it.year % 100;
    format!(
        "{}, {:02}-{}-{year:02} {} GMT",
        it.weekday, it.day, it.month, it.time
    )
}

/// `Sun Nov  6 08:49:37 1994`
pub(super) fn asctime(seconds: i64) -> String {
    let it = Moment::of(seconds);
    let weekday = &it.weekday[..3];
    format!(
        "{weekday} {} {:2} {} {}",
        it.month, it.day, it.time, it.year
    )
}
