//! Legal document names, and how to make one.

use alloc::string::String;
use core::fmt;

use super::super::problem::{Problem, Problems};
use super::super::text;

/// The API's limit, in characters; a legal name has one byte for each.
const MAX_NAME: usize = 32;
/// Longer than any file type's extension: what follows such a dot is no extension.
const MAX_EXTENSION: usize = 12;

fn is_legal(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.')
}

pub(super) fn check_name(name: &str, place: impl fmt::Display, problems: &mut Problems) {
    if name.is_empty() {
        problems.push(&place, Problem::Empty);
    }
    if name.starts_with('.') {
        problems.push(&place, Problem::LeadingDot);
    }
    if let Some(position) = name.chars().position(|character| !is_legal(character)) {
        problems.push(&place, Problem::IllegalCharacter { position });
    }
    text::check_length(name, MAX_NAME, place, problems);
}

pub(super) fn legal_name(file_name: &str) -> String {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_legal_name = name.chars().all(is_legal) && name.len() <= MAX_NAME;
    if is_legal_name && !name.is_empty() && !name.starts_with('.') {
        return name.into();
    }
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if extension.chars().count() <= MAX_EXTENSION => (stem, extension),
        _ => (name, ""),
    };
    let mut extension = shortened(&transliterated(extension), MAX_EXTENSION);
    if !extension.is_empty() {
        extension.insert(0, '.');
    }
    let room = MAX_NAME.saturating_sub(extension.len());
    let mut legal = shortened(&transliterated(stem), room);
    if legal.is_empty() {
        legal.push_str("document");
    }
    legal + &extension
}

/// The first characters of an ASCII text, without the dots and underscores around it.
fn shortened(ascii: &str, length: usize) -> String {
    const EDGE: [char; 2] = ['.', '_'];
    let text = ascii.trim_matches(EDGE);
    text.get(..length)
        .unwrap_or(text)
        .trim_end_matches(EDGE)
        .into()
}

/// The text in legal characters, with one underscore for each run of others.
fn transliterated(text: &str) -> String {
    let mut ascii = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            // Decomposed, as macOS writes file names: the letter, then its marks.
            '\u{308}' if ascii.ends_with(['a', 'o', 'u', 'A', 'O', 'U']) => ascii.push('e'),
            '\u{300}'..='\u{36f}' => {}
            _ if is_legal(character) && character != '_' => ascii.push(character),
            _ => match LETTERS
                .iter()
                .find(|(_, letters)| letters.contains(character))
            {
                Some((letter, _)) => ascii.push_str(letter),
                None if ascii.ends_with('_') => {}
                None => ascii.push('_'),
            },
        }
    }
    ascii
}

/// The letters of Europe's Latin alphabets; umlauts and the Nordic letters as passports write them.
const LETTERS: [(&str, &str); 50] = [
    ("ae", "äæ"),
    ("Ae", "ÄÆ"),
    ("oe", "öøœ"),
    ("Oe", "ÖØŒ"),
    ("ue", "ü"),
    ("Ue", "Ü"),
    ("ss", "ß"),
    ("SS", "ẞ"),
    ("aa", "å"),
    ("Aa", "Å"),
    ("th", "þ"),
    ("Th", "Þ"),
    ("a", "àáâãāăą"),
    ("A", "ÀÁÂÃĀĂĄ"),
    ("c", "çćĉċč"),
    ("C", "ÇĆĈĊČ"),
    ("d", "ðďđ"),
    ("D", "ÐĎĐ"),
    ("e", "èéêëēĕėęě"),
    ("E", "ÈÉÊËĒĔĖĘĚ"),
    ("g", "ĝğġģ"),
    ("G", "ĜĞĠĢ"),
    ("h", "ĥħ"),
    ("H", "ĤĦ"),
    ("i", "ìíîïĩīĭįı"),
    ("I", "ÌÍÎÏĨĪĬĮİ"),
    ("j", "ĵ"),
    ("J", "Ĵ"),
    ("k", "ķ"),
    ("K", "Ķ"),
    ("l", "ĺļľŀł"),
    ("L", "ĹĻĽĿŁ"),
    ("n", "ñńņňŋ"),
    ("N", "ÑŃŅŇŊ"),
    ("o", "òóôõōŏő"),
    ("O", "ÒÓÔÕŌŎŐ"),
    ("r", "ŕŗř"),
    ("R", "ŔŖŘ"),
    ("s", "śŝşšș"),
    ("S", "ŚŜŞŠȘ"),
    ("t", "ţťŧț"),
    ("T", "ŢŤŦȚ"),
    ("u", "ùúûũūŭůűų"),
    ("U", "ÙÚÛŨŪŬŮŰŲ"),
    ("w", "ŵ"),
    ("W", "Ŵ"),
    ("y", "ýÿŷ"),
    ("Y", "ÝŸŶ"),
    ("z", "źżž"),
    ("Z", "ŹŻŽ"),
];

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;
    use alloc::{format, vec};

    use super::*;

    fn problems(name: &str) -> Vec<Problem> {
        let found = Problems::collected(|problems| check_name(name, "n", problems));
        found.into_iter().map(|(_, problem)| problem).collect()
    }

    #[test]
    fn a_name_has_up_to_32_legal_characters() {
        let longest = format!("{}.pdf", "a".repeat(28));
        for name in ["a.pdf", "Invoice-2017_01.b.pdf", "a", longest.as_str()] {
            assert_eq!(problems(name), [], "{name}");
        }
        assert_eq!(
            problems(&format!("a{longest}")),
            [Problem::TooLong {
                limit: 32,
                length: 33
            }]
        );
        assert_eq!(problems(""), [Problem::Empty]);
        assert_eq!(
            problems("my letter.pdf"),
            [Problem::IllegalCharacter { position: 2 }]
        );
        assert_eq!(
            problems("Müller.pdf"),
            [Problem::IllegalCharacter { position: 1 }]
        );
        assert_eq!(
            problems("a\0.pdf"),
            [Problem::IllegalCharacter { position: 1 }]
        );
    }

    #[test]
    fn a_name_is_no_way_out_of_a_folder() {
        for name in [".", "..", ".pdf", ".hidden.pdf", "..pdf"] {
            assert_eq!(problems(name), [Problem::LeadingDot], "{name}");
        }
        let both = [
            Problem::LeadingDot,
            Problem::IllegalCharacter { position: 2 },
        ];
        assert_eq!(problems("../a.pdf"), both);
        assert_eq!(problems("..\\a.pdf"), both);
        assert_eq!(
            problems("a/b.pdf"),
            [Problem::IllegalCharacter { position: 1 }]
        );
    }

    #[test]
    fn all_problems_of_a_name_are_told() {
        let name = format!(".{} .pdf", "ü".repeat(30));
        assert_eq!(
            problems(&name),
            [
                Problem::LeadingDot,
                Problem::IllegalCharacter { position: 1 },
                Problem::TooLong {
                    limit: 32,
                    length: 36
                },
            ]
        );
    }

    #[test]
    fn a_legal_name_stays() {
        for name in [
            "a.pdf",
            "_a__b_.pdf",
            "-.pdf",
            "a..b.pdf",
            "A",
            "12345678901234567890123456789.ps",
        ] {
            assert_eq!(legal_name(name), name);
        }
    }

    #[test]
    fn a_legal_name_is_made_of_any_file_name() {
        for (file_name, legal) in [
            ("/home/me/letter.pdf", "letter.pdf"),
            ("C:\\Users\\me\\letter.pdf", "letter.pdf"),
            ("../..\\letter.pdf", "letter.pdf"),
            ("Arztbrief Müller 2026.pdf", "Arztbrief_Mueller_2026.pdf"),
            ("Mu\u{308}ller E\u{301}.pdf", "Mueller_E.pdf"),
            ("Größe ÄÖÜ.PDF", "Groesse_AeOeUe.PDF"),
            ("Ångström Łódź Şişli.txt", "Aangstroem_Lodz_Sisli.txt"),
            ("a  -  (b) _ [c].pdf ", "a_-_b_c.pdf"),
            ("(Kopie).pdf", "Kopie.pdf"),
            (
                "123456789 123456789 1234567 89.pdf",
                "123456789_123456789_1234567.pdf",
            ),
            (
                "123456789 123456789 123456789 12345",
                "123456789_123456789_123456789_12",
            ),
            (".hidden.pdf", "hidden.pdf"),
            (".pdf", "document.pdf"),
            ("日本語.pdf", "document.pdf"),
            ("日本語", "document"),
            ("letter.日本", "letter"),
            ("", "document"),
            (".", "document"),
            ("..", "document"),
            ("folder/", "document"),
            (
                "report.final version for all",
                "report.final_version_for_all",
            ),
            (
                "report from 2026.11.23 final version.pdf",
                "report_from_2026.11.23_final.pdf",
            ),
            (
                "12345678901234567890123456789012345.tiff",
                "123456789012345678901234567.tiff",
            ),
        ] {
            assert_eq!(legal_name(file_name), legal, "{file_name}");
        }
    }

    #[test]
    fn every_made_name_is_legal_and_stays() {
        let mut names = vec![
            format!("{}.{}", "ß".repeat(40), "ß".repeat(12)),
            "ß".repeat(400),
        ];
        let pieces = [
            "", ".", "..", "/", "\\", "_", " ", "ü", "u\u{308}", "\u{308}", "日", "a", "pdf", "\0",
        ];
        for first in pieces {
            for second in pieces {
                for third in pieces {
                    names.push(format!("{first}{second}.{third}"));
                    names.push(format!("{}{second}{third}", first.repeat(31)));
                }
            }
        }
        for name in names {
            let legal = legal_name(&name);
            assert_eq!(problems(&legal), [], "{name:?} became {legal:?}");
            assert_eq!(legal_name(&legal), legal);
        }
    }

    #[test]
    fn a_mark_belongs_to_the_letter_before_it() {
        assert_eq!(legal_name("Zoe\u{308}s Cafe\u{301}s.pdf"), "Zoes_Cafes.pdf");
        assert_eq!(legal_name("Mu\u{308}ller.pdf"), "Mueller.pdf");
    }
}
