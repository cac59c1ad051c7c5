//! What is faxed: documents from bytes, or from a URL that the service fetches.

mod check;
mod kind;
mod name;

use alloc::string::String;
use core::fmt;

use bytes::Bytes;

pub use self::kind::{Charset, DocumentType};

/// A document of a job: a name, and either bytes or a URL, never both.
///
/// The name's extension tells the service the file type. PDF, PostScript and PCL are recommended;
/// TIFF, HTML, plain text and Excel are accepted. A name has 1 to 32 characters of `a-zA-Z0-9-_.`
/// and no leading dot; [`Document::legal_name`] makes one from any file name. All of it is checked
/// when the job is built.
///
/// ```
/// use fax4a::Document;
/// use fax4a::job::{Charset, DocumentType};
///
/// # let pdf = b"%PDF-1.7".to_vec();
/// Document::pdf("letter", pdf.clone());                     // letter.pdf
/// Document::new("report.tif", pdf.clone());                 // the type is guessed from the name
/// Document::text("note.txt", "Please call.").charset(Charset::UsAscii);
/// Document::new("spool.prn", pdf).document_type(DocumentType::Pcl);
/// Document::from_url("terms.pdf", "https://example.com/terms.pdf");
/// Document::pdf(Document::legal_name("C:\\Post\\Befund Müller.pdf"), &b"%PDF-1.7"[..]);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Document {
    name: String,
    document_type: Option<DocumentType>,
    charset: Option<Charset>,
    source: Source,
}

#[derive(Clone, PartialEq, Eq)]
enum Source {
    Data(Bytes),
    Reference(String),
}

impl Document {
    /// A document from bytes; its type is that of the name's extension.
    ///
    /// The bytes are not copied: a `Vec<u8>`, a `&'static [u8]`, or a memory map by
    /// [`Bytes::from_owner`].
    #[must_use]
    pub fn new(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self::from_source(name.into(), Source::Data(bytes.into()))
    }

    /// A PDF document; `.pdf` is added to a name without it.
    #[must_use]
    pub fn pdf(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self::of_type(DocumentType::Pdf, name.into(), bytes.into())
    }

    /// A PostScript document; `.ps` is added to a name without it.
    #[must_use]
    pub fn postscript(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self::of_type(DocumentType::PostScript, name.into(), bytes.into())
    }

    /// A PCL document; `.pcl` is added to a name without it.
    #[must_use]
    pub fn pcl(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self::of_type(DocumentType::Pcl, name.into(), bytes.into())
    }

    /// A TIFF document; `.tif` is added to a name without it or `.tiff`.
    #[must_use]
    pub fn tiff(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self::of_type(DocumentType::Tiff, name.into(), bytes.into())
    }

    /// An HTML document; `.html` is added to a name without it or `.htm`.
    #[must_use]
    pub fn html(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self::of_type(DocumentType::Html, name.into(), bytes.into())
    }

    /// A plain text document, in UTF-8 unless another [`charset`](Self::charset) is set; `.txt` is
    /// added to a name without it.
    #[must_use]
    pub fn text(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self::of_type(DocumentType::Text, name.into(), bytes.into())
    }

    /// An Excel document in the old binary format; `.xls` is added to a name without it.
    #[must_use]
    pub fn xls(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self::of_type(DocumentType::Xls, name.into(), bytes.into())
    }

    /// An Excel document in the format of today; `.xlsx` is added to a name without it.
    #[must_use]
    pub fn xlsx(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self::of_type(DocumentType::Xlsx, name.into(), bytes.into())
    }

    /// A document that the service fetches from an `http` or `https` URL (`reference`).
    ///
    /// The URL is written in ASCII, with everything else percent-encoded; the `url` crate does
    /// that. The name still decides the type.
    #[must_use]
    pub fn from_url(name: impl Into<String>, url: impl Into<String>) -> Self {
        Self::from_source(name.into(), Source::Reference(url.into()))
    }

    /// Says what the document is when its extension does not.
    ///
    /// Nothing of it is sent: the service goes by the extension. A type that contradicts a known
    /// extension is a problem.
    #[must_use]
    pub fn document_type(mut self, document_type: DocumentType) -> Self {
        self.document_type = Some(document_type);
        self
    }

    /// The character encoding of a plain text document; without it the service takes UTF-8.
    #[must_use]
    pub fn charset(mut self, charset: Charset) -> Self {
        self.charset = Some(charset);
        self
    }

    /// Makes a legal document name from any file name or path.
    ///
    /// Folders are cut off (`/` and `\`), umlauts and accents become ASCII letters, runs of
    /// anything else become one `_`, and the stem is shortened to 32 characters in all. The
    /// extension stays. A legal name stays as it is, and there is always a result. Two file names
    /// can get the same one. Give it the extension too, as there may be no room for it later.
    ///
    /// ```
    /// use fax4a::Document;
    ///
    /// assert_eq!(Document::legal_name("/home/me/Übergabe (final) für Zoë.pdf"), "Uebergabe_final_fuer_Zoe.pdf");
    /// assert_eq!(Document::legal_name("..\\..\\"), "document");
    /// ```
    #[must_use]
    pub fn legal_name(file_name: &str) -> String {
        name::legal_name(file_name)
    }

    /// The name under which the document is sent. A name can be personal data.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many bytes the document has; `None` for one that the service fetches.
    #[must_use]
    pub fn size(&self) -> Option<usize> {
        match &self.source {
            Source::Data(bytes) => Some(bytes.len()),
            Source::Reference(_) => None,
        }
    }

    fn from_source(name: String, source: Source) -> Self {
        Self {
            name,
            document_type: None,
            charset: None,
            source,
        }
    }

    fn of_type(document_type: DocumentType, mut name: String, bytes: Bytes) -> Self {
        if DocumentType::of_name(&name) != Some(document_type) {
            name.push('.');
            name.push_str(document_type.extension());
        }
        Self::from_source(name, Source::Data(bytes))
    }

    fn known_type(&self) -> Option<DocumentType> {
        DocumentType::of_name(&self.name).or(self.document_type)
    }
}

/// Type and size only: a name can be a patient's.
impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document")
            .field("document_type", &self.known_type())
            .field("size", &self.size())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn debug_tells_type_and_size() {
        let document = Document::pdf("Weber", "secret");
        assert_eq!(
            format!("{document:?}"),
            "Document { document_type: Some(Pdf), size: Some(6), .. }"
        );
        let document = Document::from_url("Weber.txt", "https://weber.example/");
        assert_eq!(
            format!("{document:?}"),
            "Document { document_type: Some(Text), size: None, .. }"
        );
    }

    #[test]
    fn any_file_name_becomes_a_legal_one() {
        assert_eq!(
            Document::legal_name("/home/\u{dc}bergabe.pdf"),
            "Uebergabe.pdf"
        );
    }
}
