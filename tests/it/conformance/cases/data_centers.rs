//! Two data centers, one of which is down, slow, or lying.

use super::super::case::{Ask, Case};
use super::super::raw::{Act, Site};
use super::{REPORT, http};

pub(super) fn cases() -> Vec<Case> {
    let answer = |status, body: &str| Site::Up(vec![Act::Answer(http(status, "", body))]);
    let last = |status, body: &str| Site::Up(vec![Act::AnswerAfterOthers(http(status, "", body))]);
    let two = |name: &str, ask, first, second| Case::new(name, ask, vec![first, second]);
    let freezes = || Site::Up(vec![Act::Freeze]);
    let list = format!(r#"{{"reports":[{REPORT}]}}"#);
    let other = REPORT.replace("A1", "B9");
    let others = format!(r#"{{"reports":[{other}]}}"#);
    let neither =
        r#"{"reports":[{"jobId":"A1","reason":"NOT_FOUND"},{"jobId":"A2","reason":"NOT_FOUND"}]}"#;
    let report = Ask::Report;
    vec![
        // The report ends the matter, so it comes when both were asked.
        two(
            "two, found at the second",
            report,
            answer(404, ""),
            last(200, REPORT),
        ),
        two("two, both 404", report, answer(404, ""), answer(404, "")),
        two(
            "two, one down, the other 404",
            report,
            Site::Down,
            answer(404, ""),
        ),
        two(
            "two, one down, found at the other",
            report,
            Site::Down,
            answer(200, REPORT),
        ),
        two(
            "two, one freezes, the other 404",
            report,
            answer(404, ""),
            freezes(),
        )
        .ending_by_clock_at(1),
        two(
            "two, one lies, the other 404",
            report,
            answer(200, &other),
            answer(404, ""),
        ),
        two(
            "two lists, one down",
            Ask::List,
            answer(200, &list),
            Site::Down,
        ),
        two(
            "two lists, one 500",
            Ask::List,
            answer(500, ""),
            answer(200, r#"{"reports":[]}"#),
        ),
        two(
            "two lists, one freezes",
            Ask::List,
            freezes(),
            answer(200, &list),
        )
        .ending_by_clock_at(0),
        two(
            "two bulk answers, one lies",
            Ask::BulkGet,
            answer(200, &others),
            answer(200, neither),
        ),
    ]
}
