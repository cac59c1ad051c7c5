//! File types and character sets of documents.

/// The file type of a document, by which the service renders it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DocumentType {
    /// PDF, recommended: `.pdf`.
    Pdf,
    /// PostScript, recommended: `.ps`.
    PostScript,
    /// PCL, recommended: `.pcl`.
    Pcl,
    /// TIFF: `.tif`, `.tiff`.
    Tiff,
    /// HTML: `.html`, `.htm`.
    Html,
    /// Plain text: `.txt`.
    Text,
    /// Excel in the old binary format: `.xls`.
    Xls,
    /// Excel in the format of today: `.xlsx`.
    Xlsx,
    /// A type that this library does not know, and your service does.
    Other,
}

impl DocumentType {
    /// The type of a file name's extension, in upper or lower case; `None` if it tells none.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        const EXTENSIONS: [(&str, DocumentType); 10] = [
            ("pdf", DocumentType::Pdf),
            ("ps", DocumentType::PostScript),
            ("pcl", DocumentType::Pcl),
            ("tif", DocumentType::Tiff),
            ("tiff", DocumentType::Tiff),
            ("html", DocumentType::Html),
            ("htm", DocumentType::Html),
            ("txt", DocumentType::Text),
            ("xls", DocumentType::Xls),
            ("xlsx", DocumentType::Xlsx),
        ];
        let (_, extension) = name.rsplit_once('.')?;
        let known = EXTENSIONS
            .iter()
            .find(|(known, _)| extension.eq_ignore_ascii_case(known));
        known.map(|(_, document_type)| *document_type)
    }

    pub(super) fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::PostScript => "ps",
            Self::Pcl => "pcl",
            Self::Tiff => "tif",
            Self::Html => "html",
            Self::Text => "txt",
            Self::Xls => "xls",
            Self::Xlsx => "xlsx",
            Self::Other => "bin",
        }
    }
}

/// The character encoding of a plain text document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Charset {
    /// `US-ASCII`.
    UsAscii,
    /// `UTF-8`, the service's default.
    Utf8,
    /// `UTF-16`, with a byte order mark.
    Utf16,
    /// `UTF-16BE`.
    Utf16Be,
    /// `UTF-16LE`.
    Utf16Le,
    /// `ISO-8859-1`.
    Iso8859_1,
    /// `Windows-1252`.
    Windows1252,
}

impl Charset {
    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UsAscii => "US-ASCII",
            Self::Utf8 => "UTF-8",
            Self::Utf16 => "UTF-16",
            Self::Utf16Be => "UTF-16BE",
            Self::Utf16Le => "UTF-16LE",
            Self::Iso8859_1 => "ISO-8859-1",
            Self::Windows1252 => "Windows-1252",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_tells_the_type_in_any_case() {
        assert_eq!(DocumentType::of_name("a.b.PDF"), Some(DocumentType::Pdf));
        assert_eq!(DocumentType::of_name("a.Htm"), Some(DocumentType::Html));
        assert_eq!(DocumentType::of_name("a.pdf.exe"), None);
        assert_eq!(DocumentType::of_name("pdf"), None);
        assert_eq!(DocumentType::of_name("a."), None);
    }

    #[test]
    fn a_type_is_the_one_of_its_own_extension() {
        use DocumentType::*;
        for document_type in [Pdf, PostScript, Pcl, Tiff, Html, Text, Xls, Xlsx] {
            let name = alloc::format!("a.{}", document_type.extension());
            assert_eq!(DocumentType::of_name(&name), Some(document_type));
        }
    }
}
