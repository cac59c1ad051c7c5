//! The body of a request, which holds its documents once and encodes them only as they are read.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use bytes::Bytes;

mod base64;
mod buffers;
mod reader;

pub use reader::BodyReader;

/// The body of a request: JSON text, with documents in it that become base64 only while they are read.
///
/// A document is neither copied nor encoded beforehand: it stays where its [`Bytes`] are (a memory-mapped file, say), however many
/// requests it goes into. The exact length is known before the first byte, and the body can be read again from the start for a
/// repeat, by [`Body::reader`] on a clone or on itself. Cloning costs nothing that grows with the documents.
///
/// A transport streams it by [`BodyReader::next_chunk`] or [`BodyReader::read`]; who wants plain bytes takes [`Body::to_bytes`].
///
/// ```
/// use fax4a::{Document, FaxJob, operation::{Operation, SendFax}};
/// # use fax4a::{Account, Credentials, CustomerNumber, Region};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let account = Account::new(CustomerNumber::new("99999TE")?, Credentials::basic("user", "secret")?);
/// let job = FaxJob::to("+49 89 1234567").document(Document::pdf("letter.pdf", &b"%PDF-1.7 ..."[..])).build()?;
/// let request = SendFax::new(&job).request(&account, Region::germany().submission());
/// let mut reader = request.body().reader();
/// let mut length = 0;
/// while let Some(chunk) = reader.next_chunk() {
///     length += chunk.len() as u64;
/// }
/// assert_eq!(length, request.body().len());
/// # Ok(()) }
/// ```
#[derive(Clone, Default)]
pub struct Body {
    /// The same for all repeats of a request; none if there is nothing to send.
    content: Option<Arc<Content>>,
}

struct Content {
    text: Vec<u8>,
    /// The documents, and where in the text the base64 of each stands.
    inserts: Vec<(usize, Bytes)>,
}

/// One stretch of a body.
enum Piece<'a> {
    /// Sent as it is: this range of the text.
    Text(core::ops::Range<usize>),
    /// Sent as base64.
    Document(&'a Bytes),
}

impl Body {
    /// A body of `text` with the base64 of each document at its place; places must not decrease or lie beyond the text.
    pub(crate) fn new(text: Vec<u8>, inserts: Vec<(usize, Bytes)>) -> Self {
        debug_assert!(inserts.is_sorted_by_key(|(at, _)| *at));
        debug_assert!(inserts.iter().all(|(at, _)| *at <= text.len()));
        let is_empty = text.is_empty() && inserts.is_empty();
        Self {
            content: (!is_empty).then(|| Arc::new(Content { text, inserts })),
        }
    }

    /// The exact number of bytes, as for a `Content-Length`.
    pub fn len(&self) -> u64 {
        let documents = self
            .inserts()
            .iter()
            .map(|(_, document)| encoded_length(document.len() as u64))
            .sum::<u64>();
        self.text().len() as u64 + documents
    }

    /// Whether there is nothing to send, as in every `GET` and `DELETE`.
    pub fn is_empty(&self) -> bool {
        self.content.is_none()
    }

    /// Reads the body from its start.
    pub fn reader(&self) -> BodyReader {
        BodyReader::new(self.clone())
    }

    /// The whole body in one buffer of its exact size, for clients that take nothing else.
    pub fn to_bytes(&self) -> Bytes {
        if self.inserts().is_empty() {
            return self.shared_text();
        }
        let mut whole = alloc::vec![0; usize::try_from(self.len()).unwrap_or(usize::MAX)];
        let length = self.reader().read(&mut whole);
        whole.truncate(length);
        whole.into()
    }

    fn text(&self) -> &[u8] {
        self.content.as_deref().map_or(&[], |content| &content.text)
    }

    fn inserts(&self) -> &[(usize, Bytes)] {
        self.content
            .as_deref()
            .map_or(&[], |content| &content.inserts)
    }

    /// The text, without a copy.
    fn shared_text(&self) -> Bytes {
        struct Text(Arc<Content>);
        impl AsRef<[u8]> for Text {
            fn as_ref(&self) -> &[u8] {
                &self.0.text
            }
        }
        let content = self.content.clone();
        content.map_or_else(Bytes::new, |content| Bytes::from_owner(Text(content)))
    }

    /// The stretches, in order: text, document, text, … There are `2 * inserts + 1`.
    fn piece(&self, index: usize) -> Option<Piece<'_>> {
        let (text, inserts) = (self.text(), self.inserts());
        let insert = inserts.get(index / 2);
        if index % 2 == 1 {
            return insert.map(|(_, document)| Piece::Document(document));
        }
        if index / 2 > inserts.len() {
            return None;
        }
        let before = (index / 2)
            .checked_sub(1)
            .and_then(|before| inserts.get(before));
        let start = before.map_or(0, |(at, _)| *at);
        let end = insert.map_or(text.len(), |(at, _)| *at);
        Some(Piece::Text(start..end))
    }
}

/// The length of the padded base64 of this many bytes.
fn encoded_length(length: u64) -> u64 {
    length.div_ceil(3) * 4
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Body({} bytes)", self.len())
    }
}

impl From<Body> for Bytes {
    fn from(body: Body) -> Self {
        body.to_bytes()
    }
}

impl From<Body> for Vec<u8> {
    fn from(body: Body) -> Self {
        body.to_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_no_stretch_after_the_last_text() {
        let body = Body::new(b"{}".to_vec(), alloc::vec![(1, Bytes::from_static(b"x"))]);
        assert!((0..3).all(|index| body.piece(index).is_some()));
        assert!((3..9).all(|index| body.piece(index).is_none()));
    }
}
