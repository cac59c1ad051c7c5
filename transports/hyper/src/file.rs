//! Documents from files.

use std::io;
use std::path::Path;

use fax4a::Document;

/// Reads a file into a document, with a legal name made of the file's and the type that its extension says.
///
/// The whole file is read into memory, once, on one of the runtime's threads for blocking work; sending copies none of it. For files
/// that should stay on the disk, make a [`Document`] of a memory map.
///
/// # Errors
/// When the file cannot be read.
pub async fn document_from_file(path: impl AsRef<Path>) -> io::Result<Document> {
    let path = path.as_ref().to_owned();
    let name = Document::legal_name(&path.file_name().unwrap_or_default().to_string_lossy());
    let bytes = tokio::task::spawn_blocking(|| std::fs::read(path)).await??;
    Ok(Document::new(name, bytes))
}
