//! Showing reports to people, without full numbers.

use fax4a::{FaxNumber, FaxReport};

/// A number as a person may see it on a screen: its country and its last digits.
pub fn masked(number: &str) -> String {
    match number.parse::<FaxNumber>() {
        Ok(number) => number.masked().to_string(),
        Err(_) => "…".to_owned(),
    }
}

/// A small table of what became of each recipient.
pub fn report_table(report: &FaxReport) -> String {
    let pages = report
        .pages()
        .map_or_else(|| "-".to_owned(), |pages| pages.to_string());
    let mut table = format!(
        "{:12} {:16} {:>5} {:>8}  {}\n",
        "recipient", "status", "pages", "duration", "explanation"
    );
    for recipient in report.recipients() {
        let duration = recipient.duration().map_or_else(
            || "-".to_owned(),
            |duration| format!("{} s", duration.as_secs()),
        );
        table += &format!(
            "{:12} {:16} {:>5} {:>8}  {}\n",
            masked(recipient.number()),
            recipient.status(),
            pages,
            duration,
            recipient.status().explanation(),
        );
    }
    table
}
