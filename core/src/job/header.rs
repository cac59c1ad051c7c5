//! The header line of each page: text with control characters.

use alloc::string::String;

use super::problem::{Problem, Problems};

/// Makes a text that stands in a header as it is: every `%` becomes `%%`.
///
/// ```
/// use fax4a::job::escape_header;
///
/// let header = format!("%d.%m.%Y %H:%M%r{} %P/%T", escape_header("100% Ltd."));
/// assert_eq!(header, "%d.%m.%Y %H:%M%r100%% Ltd. %P/%T");
/// ```
#[must_use]
pub fn escape_header(text: &str) -> String {
    text.replace('%', "%%")
}

/// Control characters that are one letter, may stand anywhere and take no value.
const PLAIN: &str = "YymbBdaAHIMSpPRTK#CzZ%";

/// Checks the control characters, each of which starts with a percent sign.
///
/// The service's list is at <https://docs.retarus.com/fax/headers>. It does not say how the value
/// of `%tz=` and `%l=` ends (one example has a semicolon), so only that there is one is checked.
pub(crate) fn check_header(text: &str, problems: &mut Problems) {
    let mut push = |problem| problems.push("renderingOptions.header", problem);
    if let Some(position) = text.chars().position(|c| c.is_control() && c != '\t') {
        push(Problem::ControlCharacter { position });
    }
    let mut after_right = false;
    let mut position = 0;
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        position += before.chars().count();
        let mut following = after.chars();
        match following.next() {
            Some('r') => after_right = true,
            Some('n') => after_right = false,
            Some('c') if after_right => push(Problem::CenterAfterRight { position }),
            Some('c') => {}
            Some(letter) if PLAIN.contains(letter) => {}
            _ => match after.strip_prefix("tz=").or(after.strip_prefix("l=")) {
                Some(value) if value.starts_with(is_end_of_value) || value.is_empty() => {
                    push(Problem::HeaderValueMissing { position });
                }
                Some(_) => {}
                None => push(Problem::LonePercent { position }),
            },
        }
        // Past the percent sign and the letter, if there is one.
        position += 2;
        rest = following.as_str();
    }
}

fn is_end_of_value(character: char) -> bool {
    matches!(character, ';' | '%') || character.is_whitespace()
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec::Vec;

    use super::*;

    fn problems(header: &str) -> Vec<Problem> {
        let found = Problems::collected(|problems| check_header(header, problems));
        assert!(
            found
                .iter()
                .all(|(place, _)| place == "renderingOptions.header")
        );
        found.into_iter().map(|(_, problem)| problem).collect()
    }

    #[test]
    fn every_documented_control_character_is_known() {
        for header in [
            "",
            "no control character",
            "%Y%y%m%b%B%d%a%A%H%I%M%S%p %P%R%T %K %# %C %z%Z %%",
            "%tz=Europe/Berlin;%d.%m.%Y %H:%M:%S\t\tPage: %P of %T%cü%r%C%n%cnext line%l=de;",
            "%tz=MEST",
            "%l=en %d",
        ] {
            assert_eq!(problems(header), [], "{header}");
        }
    }

    #[test]
    fn a_lone_percent_sign_is_found_with_its_position() {
        let lone = |position| [Problem::LonePercent { position }];
        assert_eq!(problems("%"), lone(0));
        assert_eq!(problems("100%"), lone(3));
        assert_eq!(problems("ü100% %d"), lone(4));
        assert_eq!(problems("%%%"), lone(2));
        assert_eq!(problems("%d%q"), lone(2));
        assert_eq!(problems("%ü"), lone(0));
        assert_eq!(problems("%t"), lone(0));
        assert_eq!(problems("%tz"), lone(0));
        assert_eq!(problems("%l"), lone(0));
        assert_eq!(problems("%x%ü%"), [lone(0), lone(2), lone(4)].concat());
    }

    #[test]
    fn zone_and_language_need_a_value() {
        let missing = |position| [Problem::HeaderValueMissing { position }];
        assert_eq!(problems("%tz="), missing(0));
        assert_eq!(problems("ü %tz=; x"), missing(2));
        assert_eq!(problems("%l=%d"), missing(0));
        assert_eq!(problems("%l= de"), missing(0));
    }

    #[test]
    fn center_cannot_follow_right_on_a_line() {
        assert_eq!(
            problems("%ra%cb"),
            [Problem::CenterAfterRight { position: 3 }]
        );
        assert_eq!(problems("%ca%rb"), []);
        assert_eq!(problems("%ra%n%cb"), []);
        assert_eq!(problems("%ra%%cb"), []);
        assert_eq!(
            problems("%n%ra%C%cb"),
            [Problem::CenterAfterRight { position: 7 }]
        );
    }

    #[test]
    fn lines_break_with_a_control_character_of_the_service() {
        assert_eq!(
            problems("ab\n"),
            [Problem::ControlCharacter { position: 2 }]
        );
    }

    #[test]
    fn what_is_escaped_is_legal() {
        for text in ["100%", "%", "%%", "%c after %r", ""] {
            assert_eq!(problems(&escape_header(text)), [], "{text}");
        }
        assert_eq!(escape_header("100% sure").to_string(), "100%% sure");
    }
}
