//! The body of a request, which holds its documents once and encodes them only as they are read.

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
    text: Bytes,
    inserts: Vec<Insert>,
}

/// A document, and the place in the text where its base64 stands.
#[derive(Clone)]
struct Insert {
    at: usize,
    document: Bytes,
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
    pub(crate) fn new(text: Vec<u8>, documents: Vec<(usize, Bytes)>) -> Self {
        debug_assert!(documents.is_sorted_by_key(|(at, _)| *at));
        debug_assert!(documents.iter().all(|(at, _)| *at <= text.len()));
        let inserts = documents
            .into_iter()
            .map(|(at, document)| Insert { at, document })
            .collect();
        Self {
            text: text.into(),
            inserts,
        }
    }

    /// The exact number of bytes, as for a `Content-Length`.
    pub fn len(&self) -> u64 {
        let documents = self
            .inserts
            .iter()
            .map(|insert| encoded_length(insert.document.len() as u64))
            .sum::<u64>();
        self.text.len() as u64 + documents
    }

    /// Whether there is nothing to send, as in every `GET` and `DELETE`.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.inserts.is_empty()
    }

    /// Reads the body from its start.
    pub fn reader(&self) -> BodyReader {
        BodyReader::new(self.clone())
    }

    /// The whole body in one buffer of its exact size, for clients that take nothing else.
    pub fn to_bytes(&self) -> Bytes {
        if self.inserts.is_empty() {
            return self.text.clone();
        }
        let mut whole = alloc::vec![0; usize::try_from(self.len()).unwrap_or(usize::MAX)];
        let length = self.reader().read(&mut whole);
        whole.truncate(length);
        whole.into()
    }

    /// The stretches, in order: text, document, text, … There are `2 * inserts + 1`.
    fn piece(&self, index: usize) -> Option<Piece<'_>> {
        let insert = self.inserts.get(index / 2);
        if index % 2 == 1 {
            return insert.map(|insert| Piece::Document(&insert.document));
        }
        if index / 2 > self.inserts.len() {
            return None;
        }
        let start = (index / 2)
            .checked_sub(1)
            .and_then(|before| self.inserts.get(before))
            .map_or(0, |before| before.at);
        Some(Piece::Text(
            start..insert.map_or(self.text.len(), |insert| insert.at),
        ))
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
