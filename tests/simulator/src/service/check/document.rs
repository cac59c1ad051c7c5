//! Documents: name, type, charset, and either data or a reference.

use std::sync::LazyLock;

use base64::engine::general_purpose::PAD;
use base64::engine::{Engine, Simd};

use super::Problems;
use crate::service::job::Document;
use crate::service::submission::{DocumentIn, owned};

const EXTENSIONS: &[&str] = &[
    "pdf", "ps", "pcl", "tif", "tiff", "html", "htm", "txt", "xls", "xlsx",
];
const CHARSETS: &[&str] = &[
    "US-ASCII",
    "UTF-8",
    "UTF-16",
    "UTF-16BE",
    "UTF-16LE",
    "ISO-8859-1",
    "Windows-1252",
];

static BASE64: LazyLock<Simd> = LazyLock::new(|| Simd::standard(PAD));

/// The documents as they are remembered, and how many pages they have together.
pub(super) fn check(
    documents: &[DocumentIn<'_>],
    keep: bool,
    problems: &mut Problems,
) -> (Vec<Document>, u32) {
    let mut checked = Vec::with_capacity(documents.len());
    let mut pages = 0;
    for (index, document) in documents.iter().enumerate() {
        let path = format!("documents[{index}]");
        let name = document.name.as_deref().unwrap_or_default();
        check_name(name, &format!("{path}.name"), problems);
        let is_text = extension(name).is_some_and(|it| it == "txt");
        let charset = document.charset.as_ref();
        problems.one_of(&format!("{path}.charset"), charset, CHARSETS);
        if charset.is_some() && !is_text {
            problems.add(&format!("{path}.charset"), "only for plain text");
        }
        let mut data = None;
        match (&document.reference, &document.data) {
            (Some(_), Some(_)) => problems.add(&path, "both reference and data"),
            (None, None) => problems.add(&path, "neither reference nor data"),
            (Some(url), None) if !is_web_url(url) => {
                problems.add(&format!("{path}.reference"), "no URL")
            }
            (Some(_), None) => {}
            (None, Some(text)) => match BASE64.decode(&**text) {
                Ok(bytes) if bytes.is_empty() => problems.add(&format!("{path}.data"), "is empty"),
                Ok(bytes) => data = Some(bytes),
                Err(_) => problems.add(&format!("{path}.data"), "no base64"),
            },
        }
        pages += data.as_deref().map_or(1, page_count);
        checked.push(Document {
            name: name.to_owned(),
            charset: owned(charset),
            is_text,
            reference: owned(document.reference.as_ref()),
            bytes: data.as_ref().map_or(0, Vec::len),
            data: data.filter(|_| keep),
        });
    }
    (checked, pages)
}

fn check_name(name: &str, path: &str, problems: &mut Problems) {
    if name.is_empty() {
        return problems.add(path, "is missing");
    }
    if name.chars().count() > 32 {
        problems.add(path, "more than 32 characters");
    }
    if !name
        .bytes()
        .all(|it| it.is_ascii_alphanumeric() || b"-_.".contains(&it))
    {
        problems.add(path, "only a-z, A-Z, 0-9, -, _ and . are allowed");
    } else if !extension(name).is_some_and(|it| EXTENSIONS.contains(&it.as_str())) {
        problems.add(path, "the extension is no known document type");
    }
}

fn extension(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    (!stem.is_empty()).then(|| extension.to_ascii_lowercase())
}

/// Whether a text looks like a URL that a server can fetch or push to.
pub(super) fn is_web_url(text: &str) -> bool {
    let Ok(uri) = text.parse::<http::Uri>() else {
        return false;
    };
    matches!(uri.scheme_str(), Some("http" | "https"))
        && uri.host().is_some_and(|it| !it.is_empty())
}

/// The pages of a document at a glance: the page objects of a PDF (those in compressed object streams stay unseen); one for all else.
fn page_count(data: &[u8]) -> u32 {
    if !data.starts_with(b"%PDF-") {
        return 1;
    }
    let mut pages = 0;
    let mut rest = data;
    while let Some(at) = rest.iter().position(|it| *it == b'/') {
        rest = &rest[at + 1..];
        let page = rest
            .strip_prefix(b"Type")
            .map(<[u8]>::trim_ascii_start)
            .and_then(|it| it.strip_prefix(b"/Page"));
        if page.is_some_and(|it| !it.first().is_some_and(u8::is_ascii_alphanumeric)) {
            pages += 1;
        }
    }
    pages.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems_of(json: &str) -> usize {
        let document: DocumentIn<'_> = serde_json::from_str(json).unwrap();
        let mut problems = Problems::default();
        check(&[document], false, &mut problems);
        problems.0.len()
    }

    #[test]
    fn good_documents_pass() {
        for json in [
            r#"{"name":"a.pdf","data":"QUJD"}"#,
            r#"{"name":"A-b_c.1.TXT","charset":"UTF-16LE","data":"QQ=="}"#,
            r#"{"name":"a.xlsx","reference":"https://files.example.com/a.xlsx?x=1"}"#,
            r#"{"name":"1234567890123456789012345678.pdf","data":"QUJD"}"#,
        ] {
            assert_eq!(problems_of(json), 0, "{json}");
        }
    }

    #[test]
    fn each_broken_rule_is_one_problem() {
        for json in [
            r#"{"data":"QUJD"}"#,
            r#"{"name":"12345678901234567890123456789.pdf","data":"QUJD"}"#,
            r#"{"name":"../a.pdf","data":"QUJD"}"#,
            r#"{"name":"a b.pdf","data":"QUJD"}"#,
            r#"{"name":"pdf","data":"QUJD"}"#,
            r#"{"name":".pdf","data":"QUJD"}"#,
            r#"{"name":"a.exe","data":"QUJD"}"#,
            r#"{"name":"a.pdf"}"#,
            r#"{"name":"a.pdf","data":"QUJD","reference":"https://files.example.com/"}"#,
            r#"{"name":"a.pdf","reference":"letter.pdf"}"#,
            r#"{"name":"a.pdf","reference":"file:///etc/passwd"}"#,
            r#"{"name":"a.pdf","data":""}"#,
            r#"{"name":"a.pdf","data":"QUJ"}"#,
            r#"{"name":"a.pdf","data":"QU-_"}"#,
            r#"{"name":"a.pdf","data":"QUJD\n"}"#,
            r#"{"name":"a.pdf","charset":"UTF-8","data":"QUJD"}"#,
            r#"{"name":"a.txt","charset":"utf8","data":"QUJD"}"#,
        ] {
            assert_eq!(problems_of(json), 1, "{json}");
        }
    }

    #[test]
    fn pages_of_a_pdf_are_counted() {
        assert_eq!(
            page_count(b"%PDF-1.4 /Type /Pages /Type /Page\n/Type/Page/Type  /PageLabel"),
            2
        );
        assert_eq!(page_count(b"%PDF-1.5 compressed"), 1);
        assert_eq!(page_count(b"/Type /Page /Type /Page"), 1);
    }
}
