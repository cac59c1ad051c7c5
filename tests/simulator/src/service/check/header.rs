//! Control characters of the header line.

/// What is wrong with a header text, if anything.
pub(super) fn problem(header: &str) -> Option<&'static str> {
    let mut rest = header;
    let mut right = false;
    while let Some((_, after)) = rest.split_once('%') {
        let Some(control) = after.chars().next() else {
            return Some("a lone %");
        };
        rest = &after[control.len_utf8()..];
        match control {
            'c' if right => return Some("%c after %r"),
            'r' => right = true,
            // A new line starts at the left again.
            'n' => right = false,
            't' => match rest.strip_prefix('z').and_then(after_argument) {
                Some(after) => rest = after,
                None => return Some("%tz without =<zone>"),
            },
            'l' => match after_argument(rest) {
                Some(after) => rest = after,
                None => return Some("%l without =<language>"),
            },
            it if "YymbBdaAHIMSpPRTK#CzZc%".contains(it) => {}
            _ => return Some("a lone %"),
        }
    }
    None
}

/// What follows after `=value;` (the semicolon may be missing).
fn after_argument(text: &str) -> Option<&str> {
    let value = text.strip_prefix('=')?;
    let end = value
        .find(|it: char| !it.is_ascii_alphanumeric() && !"/_+-".contains(it))
        .unwrap_or(value.len());
    let rest = &value[end..];
    (end > 0).then(|| rest.strip_prefix(';').unwrap_or(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_control_characters_are_fine() {
        for header in [
            "",
            "plain",
            "%tz=Europe/Berlin;%d.%m.%Y %H:%M:%S %z %Z%c%C%r%P/%T",
            "100 %% sure, ünïcödé %#",
            "%l=de;%A%n%c%K %R %y %b %B %a %I %p",
            "%rright%nnext line %c",
        ] {
            assert_eq!(problem(header), None, "{header}");
        }
    }

    #[test]
    fn what_would_print_wrongly_is_refused() {
        for header in [
            "100 %", "50 % off", "%x", "%ä", "%r %c", "%t=x;", "%tz", "%tz=;", "%l", "%%%",
        ] {
            assert!(problem(header).is_some(), "{header}");
        }
    }
}
