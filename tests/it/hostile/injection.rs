//! Texts that try to become something else on the way: each is refused by name, or the bytes on the wire are those of one request
//! with exactly its lines, whichever transport writes them.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fax4a::operation::{BulkDelete, DeleteReport, GetReport, ListReports};
use fax4a::{Account, Credentials, CustomerNumber, DataCenterUrl, InvalidAccount, JobId};
use fax4a_tests::sample;
use serde_json::json;

use wire::Wire;

mod job;
mod wire;

/// Ends of lines, of segments, of paths and of hosts, in all disguises.
const TRICKS: [&str; 30] = [
    "a\r\nX-Evil: 1",
    "a\r\n\r\nGET / HTTP/1.1\r\nhost: evil.example\r\n\r\n",
    "a\nb",
    "a\rb",
    "a\0b",
    "a\u{7f}b",
    "a\u{85}b",
    "a\u{2028}b",
    "a\tb",
    "a b",
    "a HTTP/1.1",
    "a%0d%0aX-Evil: 1",
    "a\u{560d}\u{560a}X-Evil: 1",
    ".",
    "..",
    "../..",
    "..%2f..",
    "%2e%2e",
    "a/b",
    "a\\b",
    "a\u{2215}\u{ff0f}b",
    "a?b=c",
    "a#b",
    "a;b,c&d=e",
    "//evil.example/",
    "@evil.example:80",
    "\"}],\"isExpress\":true,\"x\":[{\"y\":\"",
    "\u{202e}fdp.exe\u{202d}",
    "\u{feff}a\u{200b}",
    "\u{fc}\u{df}\u{1f600}",
];

fn account(user_name: &str, password: &str) -> Account {
    let number = CustomerNumber::new(sample::CUSTOMER_NUMBER).unwrap();
    Account::new(number, Credentials::basic(user_name, password).unwrap())
}

/// A segment of a path by RFC 3986, written apart from the library.
fn segment(text: &str) -> String {
    let mut segment = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            segment.push(byte.into());
        } else {
            write!(segment, "%{byte:02X}").unwrap();
        }
    }
    segment
}

fn authorization(user_name: &str, password: &str) -> String {
    let login = STANDARD.encode(format!("{user_name}:{password}"));
    format!("Basic {login}")
}

#[test]
fn a_customer_number_or_job_id_is_refused_or_stays_in_its_segment() {
    let wire = Wire::listen();
    let url = DataCenterUrl::new("ONE", &wire.url()).unwrap();
    let mut taken = 0;
    for trick in TRICKS {
        let control = trick.contains(char::is_control);
        let is_dots = matches!(trick, "." | "..");
        let job_id = JobId::new(trick);
        assert_eq!(job_id.is_err(), control || is_dots, "{trick:?}");
        let number = CustomerNumber::new(trick);
        let space = trick.contains(char::is_whitespace);
        assert_eq!(number.is_err(), control || is_dots || space, "{trick:?}");
        if let Ok(number) = number {
            taken += 1;
            let login = Credentials::basic(sample::USER_NAME, sample::PASSWORD).unwrap();
            let account = Account::new(number, login);
            let seen = wire.call(&account, &url, ListReports::new());
            let expected = format!("GET /rest/v1/{}/fax/reports HTTP/1.1", segment(trick));
            seen.check(&expected, sample::USER_NAME, sample::PASSWORD, None);
        }
        if let Ok(job_id) = job_id {
            taken += 1;
            let path = format!("{}/fax/reports/{}", sample::CUSTOMER_NUMBER, segment(trick));
            let get = wire.call(&sample::account(), &url, GetReport::new(job_id.clone()));
            let delete = wire.call(&sample::account(), &url, DeleteReport::new(job_id.clone()));
            for (seen, method) in [(get, "GET"), (delete, "DELETE")] {
                let expected = format!("{method} /rest/v1/{path} HTTP/1.1");
                seen.check(&expected, sample::USER_NAME, sample::PASSWORD, None);
            }
            let seen = wire.call(&sample::account(), &url, BulkDelete::new([job_id]).unwrap());
            let expected = format!(
                "POST /rest/v1/{}/fax/reports HTTP/1.1",
                sample::CUSTOMER_NUMBER
            );
            let body = json!({ "action": "DELETE", "jobIds": [trick] });
            seen.check(&expected, sample::USER_NAME, sample::PASSWORD, Some(&body));
        }
    }
    assert!(taken > 25, "{taken}");
}

#[test]
fn a_login_is_refused_or_goes_in_utf_8_into_one_header() {
    let wire = Wire::listen();
    let url = DataCenterUrl::new("ONE", &wire.url()).unwrap();
    let long = "x".repeat(3000);
    // RFC 7617 allows colons in a password.
    let more = ["test:12:3\u{a3}", ":", "a:b", &long];
    for trick in TRICKS.into_iter().chain(more) {
        let control = trick.contains(char::is_control);
        let password = Credentials::basic("user", trick);
        assert_eq!(password.is_err(), control, "{trick:?}");
        let user_name = Credentials::basic(trick, "password");
        assert_eq!(
            user_name.is_err(),
            control || trick.contains(':'),
            "{trick:?}"
        );
        assert!(
            password
                .err()
                .is_none_or(|error| error == InvalidAccount::Password)
        );
        if let Err(error) = user_name {
            assert_eq!(error, InvalidAccount::UserName);
        } else {
            let seen = wire.call(&account(trick, "password"), &url, ListReports::new());
            seen.check(LIST, trick, "password", None);
        }
        if !control {
            let seen = wire.call(&account("user", trick), &url, ListReports::new());
            seen.check(LIST, "user", trick, None);
        }
    }
}

const LIST: &str = "GET /rest/v1/99999TE/fax/reports HTTP/1.1";
