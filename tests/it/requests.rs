//! Every request as it goes over the wire.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fax4a::operation::{
    BulkDelete, BulkGet, DeleteOldest, DeleteReport, GetReport, ListReports, Operation, SendFax,
};
use fax4a::{Account, Body, Credentials, CustomerNumber, DataCenterUrl, Region, SubmissionUrl};
use fax4a_tests::sample::{self, job_id};
use http::Request;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, USER_AGENT};
use insta::assert_snapshot;
use serde_json::Value;

mod body;

/// Method, address, headers in a fixed order, and the body, in JSON if it is that.
fn text(request: &Request<Body>) -> String {
    let (body, mut text) = (request.body().to_bytes(), head(request));
    if let Ok(json) = serde_json::from_slice::<Value>(&body) {
        text += &format!("\n{}", serde_json::to_string_pretty(&json).unwrap());
    }
    text
}

fn head(request: &Request<Body>) -> String {
    let mut text = format!("{} {}\n", request.method(), request.uri());
    let order = [
        ACCEPT,
        AUTHORIZATION,
        CONTENT_LENGTH,
        CONTENT_TYPE,
        USER_AGENT,
    ];
    assert!(
        request.headers().keys().all(|name| order.contains(name)),
        "an unexpected header: {:?}",
        request.headers()
    );
    assert_eq!(
        request.headers().len(),
        request.headers().keys_len(),
        "a header comes twice"
    );
    for name in order {
        if let Some(value) = request.headers().get(&name) {
            let value = if name == AUTHORIZATION {
                "[redacted]"
            } else {
                value.to_str().unwrap()
            };
            text += &format!(
                "{name}: {}\n",
                value.replace(env!("CARGO_PKG_VERSION"), "[version]")
            );
        }
    }
    text
}

fn germany<O: Operation<Target = DataCenterUrl>>(operation: &O) -> Request<Body> {
    operation.request(&sample::account(), &Region::germany().data_centers()[0])
}

fn submission(operation: &SendFax) -> Request<Body> {
    operation.request(&sample::account(), Region::germany().submission())
}

#[test]
fn send_fax_minimal() {
    assert_snapshot!(text(&submission(&SendFax::new(&sample::minimal_job()))));
}

#[test]
fn send_fax_with_every_field() {
    assert_snapshot!(text(&submission(&SendFax::new(&sample::full_job()))));
}

#[test]
fn the_body_of_send_fax_is_compact_json() {
    let body = SendFax::new(&sample::minimal_job()).body().to_bytes();
    assert_snapshot!(String::from_utf8(body.into()).unwrap());
}

#[test]
fn get_report() {
    assert_snapshot!(text(&germany(&GetReport::new(job_id(
        "FJJ66GHGX105ZZBIELVCN1"
    )))));
}

#[test]
fn list_reports() {
    assert_snapshot!(text(&germany(&ListReports::new())));
}

#[test]
fn bulk_get() {
    assert_snapshot!(text(&germany(
        &BulkGet::new([job_id("A1"), job_id("A\"2")]).unwrap()
    )));
}

#[test]
fn bulk_delete() {
    assert_snapshot!(text(&germany(
        &BulkDelete::new([job_id("A1"), job_id("A2")]).unwrap()
    )));
}

#[test]
fn delete_report() {
    assert_snapshot!(text(&germany(&DeleteReport::new(job_id(
        "FJJ66GHGX105ZZBIELVCN1"
    )))));
}

#[test]
fn delete_oldest() {
    assert_snapshot!(text(&germany(&DeleteOldest::new())));
}

#[test]
fn authorization_is_basic_and_sensitive_in_every_request() {
    let requests = [
        submission(&SendFax::new(&sample::minimal_job())),
        germany(&GetReport::new(job_id("A"))),
        germany(&ListReports::new()),
        germany(&BulkGet::new([job_id("A")]).unwrap()),
        germany(&BulkDelete::new([job_id("A")]).unwrap()),
        germany(&DeleteReport::new(job_id("A"))),
        germany(&DeleteOldest::new()),
    ];
    for request in requests {
        let value = &request.headers()[AUTHORIZATION];
        assert!(value.is_sensitive());
        let encoded = value.to_str().unwrap().strip_prefix("Basic ").unwrap();
        let decoded = String::from_utf8(STANDARD.decode(encoded).unwrap()).unwrap();
        assert_eq!(
            decoded,
            format!("{}:{}", sample::USER_NAME, sample::PASSWORD)
        );
    }
}

/// The fields of FaxJobRequest in the API's documentation.
const FIELDS: &str = "recipients number alternativeNumbers properties key value documents name charset reference data \
    customerDefinedId billingCode billingInfo transportOptions csid isExpress isBlacklistEnabled renderingOptions paperFormat \
    resolution coverpageTemplate overlay mode header statusReportOptions reportPurgeTs reportMail successAddress failureAddress \
    attachedFaxImageMode attachedFaxImageFormat httpStatusPush targetUrl principal credentials authMethod meta \
    customerReference jobValid start end";

#[test]
fn a_full_job_has_exactly_the_documented_fields() {
    fn collect(value: &Value, names: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    names.insert(name.clone());
                    collect(value, names);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| collect(item, names)),
            _ => {}
        }
    }
    let body = SendFax::new(&sample::full_job()).body().to_bytes();
    let mut names = BTreeSet::new();
    collect(&serde_json::from_slice(&body).unwrap(), &mut names);
    assert_eq!(names, FIELDS.split_whitespace().map(String::from).collect());
}

#[test]
fn a_base_address_keeps_its_prefix_with_or_without_a_slash() {
    for (base, expected) in [
        (
            "https://fax.example.com",
            "https://fax.example.com/99999TE/fax/reports",
        ),
        (
            "https://fax.example.com/",
            "https://fax.example.com/99999TE/fax/reports",
        ),
        (
            "https://fax.example.com:8443/rest/v1",
            "https://fax.example.com:8443/rest/v1/99999TE/fax/reports",
        ),
        (
            "https://fax.example.com/gate/rest/v1/",
            "https://fax.example.com/gate/rest/v1/99999TE/fax/reports",
        ),
        (
            "HTTPS://FAX.Example.com:443/Gate%20A//",
            "https://fax.example.com/Gate%20A/99999TE/fax/reports",
        ),
        (
            "http://[::1]:8080/x",
            "http://[::1]:8080/x/99999TE/fax/reports",
        ),
        (
            "https://m\u{fc}nchen.example/\u{fc}",
            "https://xn--mnchen-3ya.example/%C3%BC/99999TE/fax/reports",
        ),
    ] {
        let url = DataCenterUrl::new("LAB1", base).unwrap();
        assert_eq!(
            ListReports::new().request(&sample::account(), &url).uri(),
            expected,
            "{base}"
        );
        let url = SubmissionUrl::new("LAB", base).unwrap();
        let send = SendFax::new(&sample::minimal_job());
        assert_eq!(
            send.request(&sample::account(), &url).uri(),
            expected.trim_end_matches("/reports"),
            "{base}"
        );
    }
}

#[test]
fn odd_customer_numbers_and_job_ids_stay_in_their_segments() {
    let region = Region::germany();
    for (odd, encoded) in [
        ("a/../b", "a%2F..%2Fb"),
        ("...", "..."),
        ("%2e%2e", "%252e%252e"),
        ("a?b#c", "a%3Fb%23c"),
        ("a;b=c&d+e", "a%3Bb%3Dc%26d%2Be"),
        ("\u{fc}\u{1f600}", "%C3%BC%F0%9F%98%80"),
        ("\\..\\", "%5C..%5C"),
        ("A-Z_a.z~0", "A-Z_a.z~0"),
    ] {
        let account = Account::new(
            CustomerNumber::new(odd).unwrap(),
            Credentials::basic("u", "p").unwrap(),
        );
        let request = GetReport::new(job_id(odd)).request(&account, &region.data_centers()[1]);
        let expected =
            format!("https://faxws.de2.retarus.com/rest/v1/{encoded}/fax/reports/{encoded}");
        assert_eq!(request.uri(), expected.as_str());
    }
    let request = germany(&GetReport::new(job_id("a b")));
    assert!(request.uri().path().ends_with("/fax/reports/a%20b"));
}

#[test]
fn a_job_for_one_data_center_goes_to_its_address() {
    let target = SubmissionUrl::from(&Region::united_states().data_centers()[1]);
    let request = SendFax::new(&sample::minimal_job()).request(&sample::account(), &target);
    assert_eq!(
        request.uri(),
        "https://faxws.us2.retarus.com/rest/v1/99999TE/fax"
    );
}

#[test]
fn every_region_has_the_documented_addresses() {
    let regions = ["DE", "US", "CH", "SG", "MOCK"].map(|name| {
        let region: Region = name.parse().unwrap();
        let data_centers = region
            .data_centers()
            .iter()
            .map(|url| format!("  {}: {}\n", url.data_center(), url.as_str()));
        format!(
            "{}: {}\n{}",
            region.name(),
            region.submission().as_str(),
            data_centers.collect::<String>()
        )
    });
    assert_snapshot!(regions.concat());
}
