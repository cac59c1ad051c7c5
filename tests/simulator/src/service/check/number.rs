//! Fax numbers.

/// The digits of an international number: country code first, without `+` or `00`. None if it is no such number.
///
/// What people put between digits is skipped. A country code does not begin with zero; the shortest number has 5 digits, the longest
/// 20 (E.164 allows 15, direct dialing behind a private exchange adds some).
pub(crate) fn dialed(number: &str) -> Option<String> {
    let number: String = number
        .chars()
        .filter(|it| !matches!(it, ' ' | '-' | '(' | ')' | '/' | '.'))
        .collect();
    let digits = number
        .strip_prefix('+')
        .or_else(|| number.strip_prefix("00"))?;
    let good = digits.bytes().all(|it| it.is_ascii_digit())
        && !digits.starts_with('0')
        && (5..=20).contains(&digits.len());
    good.then(|| digits.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_notations_and_separators_are_understood() {
        for number in [
            "+498912345678900",
            "00498912345678900",
            "+49 89 12345-678900",
            "+49 (89) 12.345/678900",
        ] {
            assert_eq!(
                dialed(number).as_deref(),
                Some("498912345678900"),
                "{number}"
            );
        }
        assert_eq!(dialed("+4900000000").as_deref(), Some("4900000000"));
    }

    #[test]
    fn what_is_no_international_number_is_refused() {
        let bad = [
            "",
            "+",
            "089 1234567",
            "+089123456",
            "0000123456",
            "+1234",
            "+123456789012345678901",
            "+49a891234",
            "+49,891234",
            "++4989123",
            "+٤٩٨٩١٢٣٤",
        ];
        for number in bad {
            assert_eq!(dialed(number), None, "{number}");
        }
    }
}
