//! Values that must come through unchanged.

use fax4a::operation::ListReports;
use fax4a::report::BulkItem;
use fax4a::{FaxReport, TransmissionStatus};

use super::{bulk_get, fixtures, read};

fn report(text: &str) -> FaxReport {
    FaxReport::from_json(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Reads what was written, twice: the second time nothing may change any more.
fn assert_round_trip(report: &FaxReport) {
    let text = serde_json::to_string(report).unwrap();
    let again = self::report(&text);
    assert_eq!(&again, report, "{text}");
    assert_eq!(serde_json::to_string(&again).unwrap(), text);
}

#[test]
fn every_report_of_the_fixtures_comes_back_from_its_own_json() {
    let mut reports = Vec::new();
    for (_, body) in fixtures("get_report") {
        reports.extend(
            std::str::from_utf8(&body)
                .ok()
                .and_then(|text| FaxReport::from_json(text).ok()),
        );
    }
    for (_, body) in fixtures("list_reports") {
        reports.extend(read(&ListReports::new(), &body).unwrap_or_default().entries);
    }
    for (_, body) in fixtures("bulk_get") {
        let items = read(&bulk_get(), &body).unwrap_or_default().entries;
        reports.extend(items.into_iter().filter_map(|item| match item {
            BulkItem::Report(report) => Some(report),
            _ => None,
        }));
    }
    assert!(reports.len() > 25, "only {}", reports.len());
    reports.iter().for_each(assert_round_trip);
}

#[test]
fn a_report_is_stored_under_the_names_of_the_api() {
    let (_, body) = fixtures("get_report")
        .into_iter()
        .find(|(name, _)| name == "everything")
        .unwrap();
    let mut expected: serde_json::Value = serde_json::from_slice(&body).unwrap();
    let stored = serde_json::to_value(report(std::str::from_utf8(&body).unwrap())).unwrap();
    assert_eq!(stored, expected);
    expected["pages"] = 4.into();
    assert_ne!(stored, expected);
}

#[test]
fn what_the_service_left_out_is_left_out_again() {
    let stored = serde_json::to_string(&report(
        r#"{"jobId":"A1","recipientStatus":[{"number":"+49891","status":"OK"}]}"#,
    ))
    .unwrap();
    assert_eq!(
        stored,
        r#"{"jobId":"A1","recipientStatus":[{"number":"+49891","status":"OK"}]}"#
    );
}

/// One character of each plane of Unicode and of each length in UTF-8, and those around the surrogates.
fn characters() -> impl Iterator<Item = char> {
    let planes =
        (0..=16).flat_map(|plane| [plane << 16, (plane << 16) + 0x41, (plane << 16) + 0xfffd]);
    let edges = [
        0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfeff, 0xffff, 0x10000, 0x10ffff, 0x22, 0x5c,
        0x2028,
    ];
    (0..0x20)
        .chain(planes)
        .chain(edges)
        .filter_map(char::from_u32)
}

#[test]
fn text_of_every_plane_comes_through_plain_and_escaped() {
    for character in characters() {
        let expected = format!("a{character}z");
        let escaped: String = expected
            .encode_utf16()
            .map(|unit| format!("\\u{unit:04x}"))
            .collect();
        for text in [
            serde_json::to_string(&expected).unwrap(),
            format!("\"{escaped}\""),
        ] {
            let json = format!(
                r#"{{"jobId":"A1","recipientStatus":[{{"number":{text},"status":{text},"reason":{text},"alternativeNumbers":[{text}],
                "properties":[{{"key":{text},"value":{text}}}],"sentTs":{text},"sentToNumber":{text},"remoteCsid":{text}}}],
                "reference":{{"customerDefinedId":{text},"billingCode":{text},"billingInfo":{text}}}}}"#
            );
            let report = report(&json);
            let recipient = report.recipients().next().unwrap();
            let some = Some(expected.as_str());
            assert_eq!(
                (recipient.number(), recipient.status().as_str()),
                (&*expected, &*expected)
            );
            assert_eq!(
                (
                    recipient.reason(),
                    recipient.sent_ts(),
                    recipient.sent_to_number()
                ),
                (some, some, some)
            );
            assert_eq!(
                (recipient.remote_csid(), report.customer_defined_id()),
                (some, some)
            );
            assert_eq!((report.billing_code(), report.billing_info()), (some, some));
            assert_eq!(
                recipient.alternative_numbers().collect::<Vec<_>>(),
                [&expected]
            );
            assert_eq!(
                recipient.properties().collect::<Vec<_>>(),
                [(&*expected, &*expected)]
            );
            assert_round_trip(&report);
        }
    }
}

#[test]
fn half_a_surrogate_pair_is_an_error_and_hides_no_other_report() {
    let body = r#"{"reports":[{"jobId":"A0"},{"jobId":"A1","recipientStatus":[{"number":"\ud83d","status":"OK"}]},{"jobId":"A2"}]}"#;
    let page = read(&ListReports::new(), body.as_bytes()).unwrap();
    assert_eq!(page.entries.len(), 2);
    assert_eq!(page.unreadable[0].job_id().unwrap().as_str(), "A1");
}

#[test]
fn the_texts_of_many_recipients_are_not_mixed_up() {
    let recipient = |i: usize| {
        let number = format!("+49{}", "8".repeat(i));
        format!(
            r#"{{"number":"{number}","alternativeNumbers":["a{i}","b{i}"],"properties":[{{"key":"k{i}","value":"v{i}"}}],"status":"OK","reason":"r{i}"}}"#
        )
    };
    let recipients: Vec<String> = (0..50).map(recipient).collect();
    let report = report(&format!(
        r#"{{"jobId":"A1","recipientStatus":[{}]}}"#,
        recipients.join(",")
    ));
    assert_eq!(report.recipients().len(), 50);
    for (i, recipient) in report.recipients().enumerate() {
        assert_eq!(recipient.number().len(), 3 + i);
        assert_eq!(recipient.reason(), Some(&*format!("r{i}")));
        assert_eq!(
            recipient.alternative_numbers().collect::<Vec<_>>(),
            [format!("a{i}"), format!("b{i}")]
        );
        assert_eq!(
            recipient.properties().collect::<Vec<_>>(),
            [(&*format!("k{i}"), &*format!("v{i}"))]
        );
    }
    assert_round_trip(&report);
}

#[test]
fn every_known_status_survives_in_any_case() {
    for code in ["OK", "PENDING", "NOFAX_TO", "PBLACKLIST", "EOD_FAILED"] {
        let text = |code: &str| {
            format!(r#"{{"jobId":"A1","recipientStatus":[{{"number":"1","status":"{code}"}}]}}"#)
        };
        assert_eq!(report(&text(code)), report(&text(&code.to_lowercase())));
        assert_eq!(
            report(&text(code))
                .recipients()
                .next()
                .unwrap()
                .status()
                .as_str(),
            code
        );
    }
    assert_eq!(TransmissionStatus::from_code("").as_str(), "");
}
