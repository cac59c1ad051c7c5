//! What is refused before anything is sent: accounts, ids, addresses, regions, times.

use fax4a::server::{InvalidRegion, InvalidServerUrl};
use fax4a::time::InvalidTimestamp;
use fax4a::{
    Credentials, CustomerNumber, DataCenterUrl, InvalidAccount, JobId, Region, SubmissionUrl,
    Timestamp,
};

use super::chain;

fn url(text: &str) -> InvalidServerUrl {
    let error = DataCenterUrl::new("LAB1", text).unwrap_err();
    if error != InvalidServerUrl::HighAvailability {
        assert_eq!(SubmissionUrl::new("LAB", text).unwrap_err(), error);
    }
    error
}

fn check_url(text: &str, error: InvalidServerUrl, sentence: &str) {
    assert_eq!(url(text), error, "{text}");
    assert_eq!(chain(&error), [sentence]);
}

#[test]
fn an_address_must_be_absolute() {
    let sentence = "the server address is not an absolute URL with a host";
    for text in [
        "",
        "fax.example.com/rest/v1",
        "//fax.example.com",
        "https://",
        "https://fax.example.com:99999",
        "https://a b",
    ] {
        check_url(text, InvalidServerUrl::Malformed, sentence);
    }
}

#[test]
fn an_address_that_no_request_can_go_to_is_refused() {
    for host in ["a\"b", "a`b", "a{b}", "a|b", "a^b", "a<b", "%22"] {
        assert_eq!(
            url(&format!("https://{host}.example")),
            InvalidServerUrl::Malformed,
            "{host}"
        );
    }
}

#[test]
fn an_address_is_https() {
    check_url(
        "ftp://fax.example.com",
        InvalidServerUrl::Scheme,
        "the server address is neither https nor http",
    );
    check_url(
        "http://fax.example.com",
        InvalidServerUrl::Unencrypted,
        "the server address is plain http to another machine; `new_unencrypted` allows it",
    );
    assert!(DataCenterUrl::new_unencrypted("LAB1", "http://fax.example.com").is_ok());
    assert!(SubmissionUrl::new_unencrypted("LAB", "http://fax.example.com").is_ok());
    let ha = DataCenterUrl::new_unencrypted("DE1", "http://faxws-ha.de.retarus.com");
    assert_eq!(ha.unwrap_err(), InvalidServerUrl::HighAvailability);
}

#[test]
fn an_address_holds_no_credentials() {
    let sentence = "the server address holds credentials; they belong into the account";
    for text in [
        "https://user:secret@fax.example.com",
        "https://user@fax.example.com",
        "https://:secret@fax.example.com",
    ] {
        check_url(text, InvalidServerUrl::Credentials, sentence);
    }
}

#[test]
fn an_address_has_no_query_and_no_fragment() {
    for text in [
        "https://fax.example.com/?",
        "https://fax.example.com?a=b",
        "https://fax.example.com/#",
        "https://fax.example.com/#a",
    ] {
        check_url(
            text,
            InvalidServerUrl::QueryOrFragment,
            "the server address has a query or a fragment",
        );
    }
}

#[test]
fn an_address_is_not_endless() {
    let text = format!("https://fax.example.com/{}", "x".repeat(2025));
    check_url(
        &text,
        InvalidServerUrl::TooLong,
        "the server address is longer than 2048 characters",
    );
    assert!(SubmissionUrl::new("LAB", &text[..2048]).is_ok());
}

#[test]
fn a_high_availability_address_is_no_data_center() {
    for text in [
        "https://faxws-ha.de.retarus.com/rest/v1",
        "https://FAXWS-HA.us.retarus.com",
        "http://faxws-ha.localhost",
    ] {
        check_url(
            text,
            InvalidServerUrl::HighAvailability,
            "report requests must not go to a high-availability address; name the data centers",
        );
        assert!(SubmissionUrl::new("DE", text).is_ok());
    }
}

fn center(name: &str, url: &str) -> DataCenterUrl {
    DataCenterUrl::new(name, url).unwrap()
}

#[test]
fn a_region_has_a_data_center() {
    let submission = SubmissionUrl::new("LAB", "https://fax.example.com").unwrap();
    let error = Region::new(submission, []).unwrap_err();
    assert_eq!(error, InvalidRegion::NoDataCenter);
    assert_eq!(chain(&error), ["a region needs at least one data center"]);
}

#[test]
fn a_region_has_each_data_center_once() {
    let submission = || SubmissionUrl::new("LAB", "https://fax.example.com").unwrap();
    let one = || center("LAB1", "https://lab1.example.com/");
    for twin in [
        center("LAB1", "https://lab2.example.com"),
        center("LAB2", "https://lab1.example.com"),
    ] {
        let error = Region::new(submission(), [one(), twin]).unwrap_err();
        assert_eq!(
            error,
            InvalidRegion::Twice {
                data_center: one().data_center().clone()
            }
        );
        assert_eq!(
            chain(&error),
            ["another data center has the name or the address of LAB1"]
        );
    }
    assert!(
        Region::new(
            submission(),
            [one(), center("LAB2", "https://lab2.example.com")]
        )
        .is_ok()
    );
}

#[test]
fn a_region_of_no_known_name() {
    for name in ["", "EU", "DE ", "germany"] {
        assert_eq!(
            name.parse::<Region>().unwrap_err(),
            InvalidRegion::UnknownName,
            "{name:?}"
        );
    }
    assert_eq!(
        chain(&InvalidRegion::UnknownName),
        ["no public region has this name (DE, US, CH, SG, MOCK)"]
    );
}

#[test]
fn a_customer_number_is_one_segment() {
    let sentence = "the customer number is empty, longer than 64 characters, a dot path, or holds white space or control characters";
    for text in [
        "",
        ".",
        "..",
        "a b",
        "a\tb",
        "a\u{a0}b",
        "a\0",
        &"x".repeat(65),
    ] {
        assert_eq!(
            CustomerNumber::new(text).unwrap_err(),
            InvalidAccount::CustomerNumber,
            "{text:?}"
        );
    }
    assert_eq!(chain(&InvalidAccount::CustomerNumber), [sentence]);
    assert!(CustomerNumber::new(&"\u{1f600}".repeat(64)).is_ok());
}

#[test]
fn a_user_name_can_be_sent() {
    for text in ["", "a:b", ":", "a\nb", "\u{7f}"] {
        assert_eq!(
            Credentials::basic(text, "x").unwrap_err(),
            InvalidAccount::UserName,
            "{text:?}"
        );
    }
    assert_eq!(
        chain(&InvalidAccount::UserName),
        ["the user name is empty or holds a colon or control characters"]
    );
}

#[test]
fn a_password_can_be_sent() {
    for text in ["", "a\nb", "\u{85}"] {
        assert_eq!(
            Credentials::basic("x", text).unwrap_err(),
            InvalidAccount::Password,
            "{text:?}"
        );
    }
    assert_eq!(
        chain(&InvalidAccount::Password),
        ["the password is empty or holds control characters"]
    );
    assert!(Credentials::basic("x", &"p:\u{fc}".repeat(10_000)).is_ok());
}

#[test]
fn a_job_id_is_one_segment() {
    let sentence =
        "the job id is empty, longer than 256 bytes, a dot path, or holds control characters";
    for text in ["", ".", "..", "a\r\nb", &"x".repeat(257)] {
        assert_eq!(
            chain(&JobId::new(text).unwrap_err()),
            [sentence],
            "{text:?}"
        );
        assert_eq!(
            text.parse::<JobId>().unwrap_err(),
            JobId::new(text).unwrap_err()
        );
    }
}

#[test]
fn a_time_has_a_zone() {
    for (text, error, sentence) in [
        (
            "2026-11-23T08:00:00",
            InvalidTimestamp::ZoneMissing,
            "the time has no zone, add Z or an offset such as -05:00",
        ),
        (
            "tomorrow",
            InvalidTimestamp::Malformed,
            "not an ISO 8601 time such as 2026-11-23T08:00:00Z",
        ),
    ] {
        assert_eq!(text.parse::<Timestamp>().unwrap_err(), error);
        assert_eq!(chain(&error), [sentence]);
    }
}
