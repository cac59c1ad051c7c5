//! The secrets and personal data of a world, marked so that any of them is found wherever it is printed.

use fax4a::{Account, Credentials, CustomerNumber, Document, FaxJob, Recipient};
use fax4a_simulator::Config;

/// Stands in all of it but the numbers.
const MARK: &str = "CANARY";
/// How the mark begins in base64: a document, or a user name before its password.
const ENCODED_MARK: &str = "Q0FOQVJZ";
/// What all recipients' numbers begin with; job ids and times are too short or too varied to hold it by chance.
const NUMBER: &str = "4977700";

const CUSTOMER_NUMBER: &str = "CANARY7";
const USER_NAME: &str = "CANARY-USER";
const PASSWORD: &str = "CANARY-PASSWORD";
const NAME: &str = "CANARY NAME";
const DOCUMENT: &str = "CANARY-DOCUMENT";
/// What all ids that senders give begin with: they can hold names.
const ID: &str = "CANARY-ID";

pub(super) fn account() -> Account {
    let number = CustomerNumber::new(CUSTOMER_NUMBER).expect("a valid number");
    Account::new(
        number,
        Credentials::basic(USER_NAME, PASSWORD).expect("valid credentials"),
    )
}

/// A service that knows the account. It remembers one request, the one that is looked at.
pub(super) fn config() -> Config {
    Config::new()
        .account(CUSTOMER_NUMBER, USER_NAME, PASSWORD)
        .log_limit(1)
}

/// What an error page repeats of the request that it is about.
pub(super) fn gossip() -> String {
    format!(
        r#"{{"error":"no line to {NAME}, +{NUMBER}00000","document":"{DOCUMENT}","id":"{ID}","user":"{USER_NAME}"}}"#
    )
}

/// The id that the sender gives a fax.
pub(super) fn customer_defined_id(serial: usize) -> String {
    format!("{ID}-{serial}")
}

/// A fax that is told from all others by its number. The outcome is that of the magic number, if there is one.
pub(super) fn fax(serial: usize, customer_defined_id: Option<&str>, magic: Option<&str>) -> FaxJob {
    let recipient =
        Recipient::new(format!("+{NUMBER}{serial:05}")).property(Recipient::TO_NAME, NAME);
    let mut job = FaxJob::to(recipient).document(Document::text("letter.txt", DOCUMENT.as_bytes()));
    if let Some(number) = magic {
        job = job.recipient(number);
    }
    if let Some(id) = customer_defined_id {
        job = job.customer_defined_id(id);
    }
    job.build().expect("a valid job")
}

/// Which fax a recipient's number tells of.
pub(super) fn serial(number: &str) -> Option<usize> {
    number.strip_prefix('+')?.strip_prefix(NUMBER)?.parse().ok()
}

/// What of it all stands in a text.
pub(super) fn in_text(text: &str) -> Option<&'static str> {
    [MARK, NUMBER, ENCODED_MARK]
        .into_iter()
        .find(|mark| text.contains(mark))
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    #[test]
    fn every_canary_is_found_plain_and_encoded() {
        for text in [
            CUSTOMER_NUMBER,
            USER_NAME,
            PASSWORD,
            NAME,
            DOCUMENT,
            ID,
            NUMBER,
            &gossip(),
        ] {
            assert!(in_text(&format!("an error: {text}!")).is_some(), "{text}");
        }
        for text in [DOCUMENT, &format!("{USER_NAME}:{PASSWORD}")] {
            assert_eq!(in_text(&STANDARD.encode(text)), Some(ENCODED_MARK));
        }
        assert_eq!(in_text("FJQRVNB4UDF631000000ST"), None);
    }
}
