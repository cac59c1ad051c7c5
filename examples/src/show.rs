//! Showing to people what happens, without full numbers.

use fax4a::flow::WatchEvent;
use fax4a::{FaxJob, FaxNumber, FaxReport, Region};

/// A number as a person may see it on a screen: its country and its last digits.
pub fn masked(number: &str) -> String {
    match number.parse::<FaxNumber>() {
        Ok(number) => number.masked().to_string(),
        Err(_) => "…".to_owned(),
    }
}

/// What is about to be sent, and where to.
pub fn submission(region: &Region, job: &FaxJob) -> String {
    let numbers: Vec<_> = job
        .numbers()
        .map(|number| number.masked().to_string())
        .collect();
    format!(
        "Submitting to {} at {}\n  documents   {}\n  recipients  {}",
        region.name(),
        region.submission().as_str(),
        job.documents().len(),
        numbers.join(", ")
    )
}

/// One line about how far a watch is; nothing about final reports.
pub fn progress(event: &WatchEvent) -> Option<String> {
    match event {
        WatchEvent::Round {
            data_center,
            failure: Some(failure),
            ..
        } => Some(format!("  {data_center}: {failure}")),
        WatchEvent::Round {
            data_center,
            unfinished,
            ..
        } if *unfinished > 0 => Some(format!(
            "  {data_center} was asked; reports still to come: {unfinished}"
        )),
        WatchEvent::Unreadable(found) => {
            Some(format!("  {}: {}", found.data_center, found.value.error()))
        }
        _ => None,
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
