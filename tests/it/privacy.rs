//! Marked secrets go in everywhere; no `Debug` and no `Display` may show one. Faxes are health and bank data.

use std::error::Error as StdError;
use std::fmt::{Debug, Display};

mod answers;
mod jobs;
mod shown;
mod traffic;

/// What no output may hold. Numbers have no letters, so they have a mark of their own.
const MARK: &str = "S3CR3T";
const NUMBER: &str = "7770007";

/// Fails if the text shows a secret, as it is or in base64.
fn assert_private(text: &str) {
    // The base64 of the mark at each of the three offsets that it can have in a longer text.
    for secret in [MARK, NUMBER, "UzNDUjNU", "MzQ1IzV", "TM0NSM1"] {
        assert!(!text.contains(secret), "{secret} is shown: {text}");
    }
    // A list of bytes would show them in decimal.
    let bytes: Vec<String> = MARK.bytes().map(|byte| byte.to_string()).collect();
    assert!(
        !text
            .replace(char::is_whitespace, "")
            .contains(&bytes.join(",")),
        "bytes are shown: {text}"
    );
}

fn assert_debug_is_private(value: &impl Debug) {
    assert_private(&format!("{value:?}"));
    assert_private(&format!("{value:#?}"));
}

fn assert_display_is_private(value: &impl Display) {
    assert_private(&value.to_string());
    assert_private(&format!("{value:#}"));
}

/// Also what its sources say.
fn assert_error_is_private(error: &(impl StdError + 'static)) {
    assert_debug_is_private(error);
    assert_display_is_private(error);
    let mut source = error.source();
    while let Some(error) = source {
        assert_debug_is_private(&error);
        assert_display_is_private(&error);
        source = error.source();
    }
}

#[test]
#[should_panic(expected = "is shown")]
fn the_check_finds_a_mark() {
    assert_private(&format!("password: {MARK}"));
}

#[test]
#[should_panic(expected = "bytes are shown")]
fn the_check_finds_bytes() {
    assert_debug_is_private(&MARK.as_bytes());
}

#[test]
fn the_check_finds_base64_at_each_offset() {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    for prefix in ["", "x", "xx"] {
        let text = STANDARD.encode(format!("{prefix}{MARK}"));
        assert!(
            std::panic::catch_unwind(|| assert_private(&text)).is_err(),
            "{text}"
        );
    }
}
