//! Checks that several fields share: short texts, e-mail addresses, URLs.

use core::fmt;

use url::Url;

use super::problem::{Problem, Problems};

/// A short text of one line, if it is set: not empty, no control characters, at most `limit`
/// characters.
pub(crate) fn check_line<'a>(
    text: impl Into<Option<&'a str>>,
    limit: Option<usize>,
    place: impl fmt::Display,
    problems: &mut Problems,
) {
    let Some(text) = text.into() else { return };
    if text.is_empty() {
        problems.push(&place, Problem::Empty);
    }
    if let Some(limit) = limit {
        check_length(text, limit, &place, problems);
    }
    check_characters(text, char::is_control, place, problems);
}

/// A text of several lines: no control characters but line breaks and tabs. It may be empty.
pub(crate) fn check_lines(text: &str, place: impl fmt::Display, problems: &mut Problems) {
    let is_forbidden = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    check_characters(text, is_forbidden, place, problems);
}

/// The API's limits count characters; what a character is it does not say. Unicode scalar values
/// are the usual meaning, and never more than UTF-16 units or bytes.
pub(crate) fn check_length(
    text: &str,
    limit: usize,
    place: impl fmt::Display,
    problems: &mut Problems,
) {
    // No text has more characters than bytes.
    if text.len() > limit {
        let length = text.chars().count();
        if length > limit {
            problems.push(&place, Problem::TooLong { limit, length });
        }
    }
}

fn check_characters(
    text: &str,
    is_forbidden: impl Fn(char) -> bool,
    place: impl fmt::Display,
    problems: &mut Problems,
) {
    if let Some(position) = text.chars().position(is_forbidden) {
        problems.push(&place, Problem::ControlCharacter { position });
    }
}

/// One plain address: `fax@example.com`, not a list, not one with a name.
pub(crate) fn check_email_address(text: &str, place: impl fmt::Display, problems: &mut Problems) {
    let is_foreign =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '@' | ',' | ';' | '<' | '>');
    let is_part = |part: &str| !part.is_empty() && !part.contains(is_foreign);
    let is_address = text
        .split_once('@')
        .is_some_and(|(local, domain)| is_part(local) && is_part(domain));
    if !is_address {
        problems.push(&place, Problem::NotAnEmailAddress);
    }
}

/// An `http` or `https` URL with a host, as RFC 3986 writes it: visible ASCII characters.
pub(crate) fn check_url(text: &str, place: impl fmt::Display, problems: &mut Problems) {
    // The parser repairs what browsers repair (spaces, line breaks, missing slashes); the text is
    // sent as it is, so there must be nothing to repair.
    let is_plain = text
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    match Url::parse(text) {
        Ok(url) if !matches!(url.scheme(), "http" | "https") => {
            problems.push(&place, Problem::NotHttp);
        }
        Ok(url) if is_plain && follows_scheme(text, url.scheme()) => {}
        _ => problems.push(&place, Problem::NotAUrl),
    }
}

fn follows_scheme(text: &str, scheme: &str) -> bool {
    let rest = text
        .get(scheme.len()..)
        .and_then(|rest| rest.strip_prefix("://"));
    rest.is_some_and(|rest| !rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    fn problems(check: impl FnOnce(&str, &mut Problems)) -> Vec<Problem> {
        let found = Problems::collected(|problems| check("place", problems));
        found.into_iter().map(|(_, problem)| problem).collect()
    }

    #[test]
    fn limits_count_characters_not_bytes() {
        let line = |text: &str| problems(|place, found| check_line(text, Some(4), place, found));
        assert_eq!(line("üöäß"), []);
        assert_eq!(line("😀😀😀😀"), []);
        assert_eq!(
            line("üöäßü"),
            [Problem::TooLong {
                limit: 4,
                length: 5
            }]
        );
    }

    #[test]
    fn a_line_is_visible_and_not_empty() {
        let line = |text: &str| problems(|place, found| check_line(text, None, place, found));
        assert_eq!(line("Dr. Weber – 1"), []);
        assert_eq!(line(""), [Problem::Empty]);
        assert_eq!(
            problems(|place, found| check_line(None, None, place, found)),
            []
        );
        assert_eq!(line("ü\n"), [Problem::ControlCharacter { position: 1 }]);
        assert_eq!(line("\u{85}"), [Problem::ControlCharacter { position: 0 }]);
    }

    #[test]
    fn lines_may_break_but_not_ring() {
        let lines = |text: &str| problems(|place, found| check_lines(text, place, found));
        assert_eq!(lines(""), []);
        assert_eq!(lines("one\r\n\ttwo\n"), []);
        assert_eq!(
            lines("one\n\u{7}"),
            [Problem::ControlCharacter { position: 4 }]
        );
    }

    #[test]
    fn an_address_has_one_at_sign_with_something_on_both_sides() {
        let mail = |text: &str| problems(|place, found| check_email_address(text, place, found));
        for good in [
            "fax@example.com",
            "fax+1@localhost",
            "jürgen@münchen.example",
        ] {
            assert_eq!(mail(good), [], "{good}");
        }
        for bad in [
            "",
            "@",
            "fax",
            "fax@",
            "@example.com",
            "a@b@c",
            "fax @example.com",
            "fax@exam ple.com",
            "fax@example.com\n",
            "a@b.c,d@e.f",
            "a@b.c;",
            "<a@b.c>",
            "A <a@b.c>",
            "a\u{0}@b.c",
        ] {
            assert_eq!(mail(bad), [Problem::NotAnEmailAddress], "{bad:?}");
        }
    }

    #[test]
    fn a_url_is_http_with_a_host_and_nothing_to_repair() {
        let url = |text: &str| problems(|place, found| check_url(text, place, found));
        for good in [
            "https://example.com",
            "http://example.com/a%20b.pdf?x=1&y=%C3%BC#z",
            "HTTPS://example.com:9564/Faxolution-v3.0",
            "http://[::1]/",
            "https://user:pw@example.com/",
        ] {
            assert_eq!(url(good), [], "{good}");
        }
        for bad in [
            "",
            "example.com",
            "/letter.pdf",
            "https://",
            "https:example.com",
            "https:///example.com",
            "https:\\\\example.com",
            "https://example.com/a b",
            "https://example.com\\a",
            " https://example.com",
            "https://exam\nple.com",
            "https://example.com/ü",
            "https://example.com:99999/",
        ] {
            assert_eq!(url(bad), [Problem::NotAUrl], "{bad:?}");
        }
        for bad in [
            "ftp://example.com/a",
            "file:///etc/passwd",
            "data:,x",
            "mailto:fax@example.com",
        ] {
            assert_eq!(url(bad), [Problem::NotHttp], "{bad}");
        }
    }
}
