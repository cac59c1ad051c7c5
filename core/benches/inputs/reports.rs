//! Lists of reports as the service writes them, and the plain structure that a client written by hand reads them into.

use std::fmt::Write as _;

/// A list of this many reports of one recipient, each with so many properties.
pub(crate) fn list(reports: usize, properties: usize) -> String {
    let entries: Vec<String> = (0..reports)
        .map(|index| report(index, properties))
        .collect();
    format!("{{\"reports\":[{}]}}", entries.join(","))
}

/// One report, with the fields and lengths of the documentation's examples.
pub(crate) fn report(index: usize, properties: usize) -> String {
    const STATUS: [&str; 10] = [
        "OK", "OK", "OK", "BUSY", "OK", "OK", "OK", "RING_TO", "OK", "NOFAX_TO",
    ];
    const PROPERTIES: [(&str, &str); 8] = [
        ("FromName", "Sales Engineering"),
        ("ToName", "Dr. Weber"),
        ("FromCompanyName", "Example Logistics"),
        ("FromTelNum", "+49 89 7654321"),
        ("ToCompanyName", "Example Hospital"),
        ("ToFaxNum", "+49 89 1234567-8900"),
        ("SubjectTitle", "Results"),
        ("SubjectText", "Two lines\\nof a text."),
    ];
    let (minute, second) = (index / 60 % 60, index % 60);
    let (extension, status) = (1000 + index % 9000, STATUS[index % STATUS.len()]);
    let mut list = String::new();
    for (key, value) in PROPERTIES.iter().cycle().take(properties) {
        let comma = if list.is_empty() { "" } else { "," };
        let _ = write!(list, r#"{comma}{{"key":"{key}","value":"{value}"}}"#);
    }
    let properties = if list.is_empty() {
        String::new()
    } else {
        format!("\"properties\":[{list}],")
    };
    format!(
        concat!(
            r#"{{"jobId":"FJJ5Y09UM505ZZBIEL{index:04}","recipientStatus":[{{"#,
            r#""number":"+49891234567{extension}","alternativeNumbers":null,{properties}"#,
            r#""status":"{status}","reason":"{status}","sentTs":"2017-08-04T15:{minute:02}:{second:02}Z","#,
            r#""durationInSecs":{duration},"sentToNumber":"0049891234567{extension}","#,
            r#""remoteCsid":"+49/89/1234567-{extension}"}}],"pages":{pages},"#,
            r#""reference":{{"customerDefinedId":"2017-08-10_customerDefinedId_{index:04}","#,
            r#""billingCode":"billingCode","billingInfo":"billingInfo"}}}}"#,
        ),
        index = index,
        extension = extension,
        properties = properties,
        status = status,
        minute = minute,
        second = second,
        duration = 10 + index % 50,
        pages = 1 + index % 9,
    )
}

/// What one derives first: owned texts, what may be missing as an option.
#[derive(serde::Deserialize)]
pub(crate) struct PlainList {
    #[allow(dead_code, reason = "the benchmark of memory only makes it")]
    pub(crate) reports: Vec<PlainReport>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "its fields are only filled")]
pub(crate) struct PlainReport {
    pub(crate) job_id: String,
    recipient_status: Vec<PlainRecipient>,
    pages: Option<u32>,
    reference: Option<PlainReference>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "its fields are only filled")]
struct PlainRecipient {
    number: String,
    alternative_numbers: Option<Vec<String>>,
    properties: Option<Vec<PlainProperty>>,
    status: String,
    reason: Option<String>,
    sent_ts: Option<String>,
    duration_in_secs: Option<u32>,
    sent_to_number: Option<String>,
    remote_csid: Option<String>,
}

#[derive(serde::Deserialize)]
#[expect(dead_code, reason = "its fields are only filled")]
struct PlainProperty {
    key: String,
    value: String,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "its fields are only filled")]
struct PlainReference {
    customer_defined_id: Option<String>,
    billing_code: Option<String>,
    billing_info: Option<String>,
}
