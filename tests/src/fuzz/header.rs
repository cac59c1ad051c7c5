//! The texts of a job against the rules of the API's documentation, written down once more: what keeps them is taken and sent as it
//! is, and nothing else is taken.

use fax4a::job::{Overlay, OverlayMode, escape_header};
use fax4a::{FaxJob, FaxJobBuilder, InvalidFaxJob};
use serde_json::Value;

use super::names::sent_json;
use super::times::rfc3339;

/// One text of a job: how it is set, where it is sent, and the rule for it.
struct Field {
    set: fn(FaxJobBuilder, &str) -> FaxJobBuilder,
    place: &'static str,
    is_legal: fn(&str) -> bool,
}

const FIELDS: [Field; 8] = [
    Field {
        set: |job, text| job.header(text),
        place: "/renderingOptions/header",
        is_legal: is_header,
    },
    Field {
        set: |job, text| job.csid(text),
        place: "/transportOptions/csid",
        is_legal: |text| is_line(text, 20),
    },
    Field {
        set: |job, text| job.customer_defined_id(text),
        place: "/reference/customerDefinedId",
        is_legal: |text| is_line(text, 256),
    },
    Field {
        set: |job, text| job.billing_code(text),
        place: "/reference/billingCode",
        is_legal: |text| is_line(text, 80),
    },
    Field {
        set: |job, text| job.billing_info(text),
        place: "/reference/billingInfo",
        is_legal: |text| is_line(text, 80),
    },
    Field {
        set: |job, text| job.customer_reference(text),
        place: "/meta/customerReference",
        is_legal: |text| is_line(text, usize::MAX),
    },
    Field {
        set: |job, text| job.coverpage_template(text),
        place: "/renderingOptions/coverpageTemplate",
        is_legal: |text| is_line(text, usize::MAX),
    },
    Field {
        set: |job, text| job.overlay(Overlay::new(text, OverlayMode::AllPages)),
        place: "/renderingOptions/overlay/name",
        is_legal: |text| is_line(text, usize::MAX),
    },
];

/// The fields in their order, then start and end of the validity and the end of the report's life. Each ends with the control
/// character that separates units (0x1f), and is not set if it is missing.
pub fn header(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let texts: Vec<&str> = text.split('\u{1f}').collect();
    let (mut builder, mut is_legal) = (job(), true);
    for (field, text) in FIELDS.iter().zip(&texts) {
        builder = (field.set)(builder, text);
        is_legal &= (field.is_legal)(text);
    }
    let [start, end, purge] = [8, 9, 10].map(|index| texts.get(index).copied());
    is_legal &= times_are_legal(start, end, purge);
    let built = with_times(builder, start, end, purge).build();
    assert_eq!(built.is_ok(), is_legal, "{texts:?}: {built:?}");
    match built {
        Ok(job) => {
            let body = sent_json(&job);
            for (field, text) in FIELDS.iter().zip(&texts) {
                let sent = body.pointer(field.place).and_then(Value::as_str);
                assert_eq!(sent, Some(*text), "{}", field.place);
            }
        }
        Err(error) => check_problems(&error),
    }
    escape(texts[0]);
}

fn job() -> FaxJobBuilder {
    FaxJob::to("+49891234567").document(fax4a::Document::pdf("a", "x"))
}

/// What is escaped is shown as it was, unless no header can show it.
fn escape(text: &str) {
    let is_plain = !text.chars().any(|c| c.is_control() && c != '\t');
    let escaped = escape_header(text);
    assert_eq!(
        job().header(&*escaped).build().is_ok(),
        is_plain,
        "{text:?}"
    );
    assert_eq!(escaped.replace("%%", "%"), text);
}

/// One line: not empty, no control characters, so many characters at most.
fn is_line(text: &str, limit: usize) -> bool {
    let count = text.chars().count();
    (1..=limit).contains(&count) && !text.chars().any(char::is_control)
}

/// By the documented list: `%c` not after `%r` on a line, a zone and a language named, no lone `%`, and only tabs of the control
/// characters.
fn is_header(text: &str) -> bool {
    let mut is_right = false;
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        if character != '%' {
            if character.is_control() && character != '\t' {
                return false;
            }
            continue;
        }
        let names_a_value = |prefix: &str| {
            let value = rest.as_str().strip_prefix(prefix)?.chars().next()?;
            Some(!matches!(value, ';' | '%') && !value.is_whitespace())
        };
        let is_known = names_a_value("tz=")
            .or(names_a_value("l="))
            .unwrap_or(false);
        match rest.next() {
            Some('n') => is_right = false,
            Some('r') => is_right = true,
            Some('c') if !is_right => {}
            Some(
                'Y' | 'y' | 'm' | 'b' | 'B' | 'd' | 'a' | 'A' | 'H' | 'I' | 'M' | 'S' | 'p' | 'P'
                | 'R' | 'T' | 'K' | '#' | 'C' | 'z' | 'Z' | '%',
            ) => {}
            Some('t' | 'l') if is_known => {}
            _ => return false,
        }
    }
    true
}

fn with_times(
    mut job: FaxJobBuilder,
    start: Option<&str>,
    end: Option<&str>,
    purge: Option<&str>,
) -> FaxJobBuilder {
    if let Some(start) = start {
        job = job.valid_from(start);
    }
    if let Some(end) = end {
        job = job.valid_until(end);
    }
    if let Some(purge) = purge {
        job = job.report_purge_at(purge);
    }
    job
}

/// Whether each is legal on its own, which the target `times` looks into, and a job ends after it starts.
fn times_are_legal(start: Option<&str>, end: Option<&str>, purge: Option<&str>) -> bool {
    let sent = |start, end, purge| {
        let job = with_times(job(), start, end, purge).build().ok()?;
        Some(sent_json(&job))
    };
    let at = |body: &Value, place| body.pointer(place).and_then(Value::as_str).map(rfc3339);
    let (Some(starts), Some(ends), Some(_)) = (
        sent(start, None, None),
        sent(None, end, None),
        sent(None, None, purge),
    ) else {
        return false;
    };
    let start = at(&starts, "/meta/jobValid/start").map(|start| start.expect("a time"));
    // A duration is none of these.
    let end = at(&ends, "/meta/jobValid/end").flatten();
    start.zip(end).is_none_or(|(start, end)| start < end)
}

/// What is wrong is told without what was given, which alone can be other than ASCII.
fn check_problems(error: &InvalidFaxJob) {
    let text = format!("{error} {error:?}");
    assert!(text.is_ascii(), "{text}");
    assert!(!error.problems().is_empty());
}
