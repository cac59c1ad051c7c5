//! What makes a document one that the service can fax, and how it is written.

use super::super::json::JsonWriter;
use super::super::problem::{Problem, Problems};
use super::super::text;
use super::{Charset, Document, DocumentType, Source, name};

impl Document {
    pub(crate) fn check(&self, index: usize, problems: &mut Problems) {
        name::check_name(
            &self.name,
            format_args!("documents[{index}].name"),
            problems,
        );
        let type_problem = match (DocumentType::of_name(&self.name), self.document_type) {
            (None, None) => Some(Problem::UnknownDocumentType),
            (Some(known), Some(set)) if known != set => Some(Problem::ContradictoryDocumentType),
            _ => None,
        };
        if let Some(problem) = type_problem {
            problems.push(format_args!("documents[{index}].name"), problem);
        }
        let is_text = matches!(self.known_type(), Some(DocumentType::Text));
        if self.charset.is_some() && !is_text {
            problems.push(
                format_args!("documents[{index}].charset"),
                Problem::CharsetNotForText,
            );
        }
        match &self.source {
            Source::Data(bytes) if bytes.is_empty() => {
                problems.push(format_args!("documents[{index}].data"), Problem::NoBytes);
            }
            Source::Data(_) => {}
            Source::Reference(url) => {
                text::check_url(url, format_args!("documents[{index}].reference"), problems);
            }
        }
    }

    pub(crate) fn write(&self, json: &mut JsonWriter) {
        json.text("name", self.name.as_str());
        json.text("charset", self.charset.map(Charset::as_str));
        match &self.source {
            Source::Data(bytes) => json.insert("data", bytes),
            Source::Reference(url) => json.text("reference", url.as_str()),
        }
    }

    /// About how many bytes of JSON this is, without the base64.
    pub(crate) fn text_len(&self) -> usize {
        96 + match &self.source {
            Source::Data(_) => 0,
            Source::Reference(url) => url.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

    use bytes::Bytes;

    use super::*;

    fn problems(document: &Document) -> Vec<(String, Problem)> {
        Problems::collected(|problems| document.check(7, problems))
    }

    fn one(field: &str, problem: Problem) -> [(String, Problem); 1] {
        [(format!("documents[7].{field}"), problem)]
    }

    #[test]
    fn a_missing_extension_is_added() {
        let bytes = || Bytes::from_static(b"x");
        let named = [
            (Document::pdf("a", bytes()), "a.pdf"),
            (Document::pdf("a.PDF", bytes()), "a.PDF"),
            (Document::pdf("a.b", bytes()), "a.b.pdf"),
            (Document::pdf("a.txt", bytes()), "a.txt.pdf"),
            (Document::postscript("a", bytes()), "a.ps"),
            (Document::pcl("a", bytes()), "a.pcl"),
            (Document::tiff("a", bytes()), "a.tif"),
            (Document::tiff("a.tiff", bytes()), "a.tiff"),
            (Document::html("a", bytes()), "a.html"),
            (Document::html("a.htm", bytes()), "a.htm"),
            (Document::text("a", bytes()), "a.txt"),
            (Document::xls("a", bytes()), "a.xls"),
            (Document::xlsx("a.xls", bytes()), "a.xls.xlsx"),
            (Document::new("a.pcl", bytes()), "a.pcl"),
            (Document::from_url("a.pdf", "https://example.com/"), "a.pdf"),
        ];
        for (document, name) in named {
            assert_eq!(document.name(), name);
            assert_eq!(problems(&document), []);
            assert_eq!(document.known_type(), DocumentType::of_name(name));
        }
    }

    #[test]
    fn an_unknown_extension_needs_a_type() {
        let document = Document::new("spool.prn", "x");
        assert_eq!(
            problems(&document),
            one("name", Problem::UnknownDocumentType)
        );
        assert_eq!(document.known_type(), None);
        let document = document.document_type(DocumentType::Pcl);
        assert_eq!(problems(&document), []);
        assert_eq!(document.known_type(), Some(DocumentType::Pcl));
        assert_eq!(problems(&document.document_type(DocumentType::Other)), []);
        assert_eq!(
            problems(&Document::new("pdf", "x")),
            one("name", Problem::UnknownDocumentType)
        );
    }

    #[test]
    fn a_type_cannot_contradict_the_extension() {
        let document = Document::new("a.pdf", "x").document_type(DocumentType::Text);
        assert_eq!(
            problems(&document),
            one("name", Problem::ContradictoryDocumentType)
        );
        assert_eq!(document.known_type(), Some(DocumentType::Pdf));
        assert_eq!(problems(&document.document_type(DocumentType::Pdf)), []);
    }

    #[test]
    fn a_charset_is_for_text_only() {
        assert_eq!(
            problems(&Document::text("a", "x").charset(Charset::Windows1252)),
            []
        );
        let page = Document::html("a", "x").charset(Charset::Utf8);
        assert_eq!(problems(&page), one("charset", Problem::CharsetNotForText));
        let log = Document::new("a.log", "x").document_type(DocumentType::Text);
        assert_eq!(problems(&log.charset(Charset::Utf8)), []);
    }

    #[test]
    fn a_document_has_bytes_or_a_url() {
        assert_eq!(
            problems(&Document::pdf("a", "")),
            one("data", Problem::NoBytes)
        );
        let ftp = Document::from_url("a.pdf", "ftp://example.com/a.pdf");
        assert_eq!(problems(&ftp), one("reference", Problem::NotHttp));
        assert_eq!(ftp.size(), None);
        let nowhere = Document::from_url("a.pdf", "a.pdf");
        assert_eq!(problems(&nowhere), one("reference", Problem::NotAUrl));
    }
}
