//! The secrets and personal data of a world, marked so that any of them is found wherever it is printed.

use fax4a::job::HttpStatusPush;
use fax4a::push::PushAuth;
use fax4a::{Account, Credentials, CustomerNumber, Document, FaxJob, Recipient};
use fax4a_simulator::Config;

use super::plan::LetterPlan;

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
const PUSH_URL: &str = "https://status.example.com/CANARY";
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

/// The fax of a letter. It is told from all others by its number.
pub(super) fn fax(serial: usize, letter: &LetterPlan) -> FaxJob {
    let recipient = Recipient::new(format!("+{NUMBER}{serial:05}"));
    let document = Document::text("letter.txt", DOCUMENT.as_bytes());
    let mut job = FaxJob::to(recipient.property(Recipient::TO_NAME, NAME)).document(document);
    if let Some(number) = letter.magic {
        job = job.recipient(number);
    }
    if letter.has_id {
        job = job.customer_defined_id(format!("{ID}-{serial}"));
    }
    if letter.has_push {
        let push = HttpStatusPush::to(PUSH_URL).http_basic(USER_NAME, PASSWORD);
        job = job.http_status_push(push);
    }
    job.build().expect("a valid job")
}

/// What a status push has to prove.
pub(super) fn push_auth() -> PushAuth {
    PushAuth::basic(USER_NAME, PASSWORD).expect("valid credentials")
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
            PUSH_URL,
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
