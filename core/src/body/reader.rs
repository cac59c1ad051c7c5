//! Reading a body in pieces of any size.

use bytes::Bytes;

use super::base64::{Rest, copy, encode};
use super::buffers::Buffers;
use super::{Body, Piece};

/// Reads a [`Body`] once from start to end, encoding its documents on the way.
///
/// The two ways to read may be mixed. Whatever the sizes asked for, the bytes are the same.
pub struct BodyReader {
    body: Body,
    /// The body's text, once a chunk of it was asked for.
    text: Bytes,
    piece: usize,
    /// How much of the piece was read, in bytes before encoding.
    offset: usize,
    /// Encoded bytes that did not fit into the last buffer: never a whole group of four.
    rest: Rest,
    /// How much is left to read, encoded.
    remaining: u64,
    buffers: Buffers,
}

impl BodyReader {
    /// How many bytes of a document go into one chunk. With what they become, which fills one TLS record, they fit into a core's
    /// first cache.
    const CHUNK_INPUT: usize = 12 * 1024;

    pub(super) fn new(body: Body) -> Self {
        let remaining = body.len();
        Self {
            body,
            text: Bytes::new(),
            piece: 0,
            offset: 0,
            rest: Rest::default(),
            remaining,
            buffers: Buffers::default(),
        }
    }

    /// How many bytes are left to read.
    pub fn remaining(&self) -> u64 {
        self.remaining
    }

    /// Fills `out` as far as there is something to read, and returns how many bytes that were: less than `out` holds only at the end.
    pub fn read(&mut self, out: &mut [u8]) -> usize {
        let mut filled = 0;
        while let Some(free) = out.get_mut(filled..).filter(|free| !free.is_empty()) {
            let read = self.read_some(free);
            if read == 0 {
                break;
            }
            filled += read;
        }
        self.remaining = self.remaining.saturating_sub(filled as u64);
        filled
    }

    /// The next piece of the body, some tens of kilobytes at most for a document, or `None` at the end.
    ///
    /// Text comes without a copy. Encoded documents come in buffers that are used again as soon as the chunks before were dropped,
    /// so one send allocates a few of them whatever the document's size.
    pub fn next_chunk(&mut self) -> Option<Bytes> {
        if self.rest.is_empty() {
            if let Some(text) = self.next_text() {
                self.remaining = self.remaining.saturating_sub(text.len() as u64);
                return Some(text);
            }
        }
        if self.remaining == 0 {
            return None;
        }
        let size = self.next_size();
        let mut buffer = self.buffers.take(size);
        let length = self.read(buffer.get_mut(..size).unwrap_or_default());
        Some(self.buffers.hand_out(buffer, length))
    }

    /// The rest of the text that is next in line, if text is next and there is any.
    fn next_text(&mut self) -> Option<Bytes> {
        loop {
            let text = match self.body.piece(self.piece)? {
                Piece::Text(range) => {
                    if self.text.is_empty() {
                        self.text = self.body.shared_text();
                    }
                    self.text.slice(range).split_off(self.offset)
                }
                Piece::Document(document) if self.offset < document.len() => return None,
                Piece::Document(_) => Bytes::new(),
            };
            self.advance_piece();
            if !text.is_empty() {
                return Some(text);
            }
        }
    }

    /// A size that ends with the document in line, so that the text after it can come without a copy.
    fn next_size(&self) -> usize {
        match self.body.piece(self.piece) {
            Some(Piece::Document(document)) => {
                let left = document
                    .len()
                    .saturating_sub(self.offset)
                    .min(Self::CHUNK_INPUT);
                left.div_ceil(3) * 4 + self.rest.len()
            }
            _ => self.rest.len(),
        }
    }

    /// Reads at least one byte into `out`, which is not empty, unless the end is reached.
    fn read_some(&mut self, out: &mut [u8]) -> usize {
        if !self.rest.is_empty() {
            return self.rest.take(out);
        }
        while let Some(piece) = self.body.piece(self.piece) {
            let read = match piece {
                Piece::Text(range) => {
                    let text = self
                        .body
                        .text()
                        .get(range)
                        .and_then(|text| text.get(self.offset..))
                        .unwrap_or_default();
                    let read = copy(text, out);
                    self.offset += read;
                    read
                }
                Piece::Document(document) => {
                    let input = document.get(self.offset..).unwrap_or_default();
                    // Whole groups of three bytes become four characters each; only the last one may be shorter.
                    let groups = (out.len() / 4).min(input.len().div_ceil(3));
                    let (taken, written) = if groups > 0 || input.is_empty() {
                        let taken = (groups * 3).min(input.len());
                        (taken, encode(input.get(..taken).unwrap_or_default(), out))
                    } else {
                        let taken = input.len().min(3);
                        self.rest = Rest::of_group(input.get(..taken).unwrap_or_default());
                        (taken, self.rest.take(out))
                    };
                    self.offset += taken;
                    written
                }
            };
            if read > 0 {
                return read;
            }
            self.advance_piece();
        }
        0
    }

    fn advance_piece(&mut self) {
        self.piece += 1;
        self.offset = 0;
    }
}

impl core::fmt::Debug for BodyReader {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(
            f,
            "BodyReader({} of {} bytes left)",
            self.remaining,
            self.body.len()
        )
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    fn document(length: usize) -> Bytes {
        (0..length).map(|i| (i * 31 % 251) as u8).collect()
    }

    fn body(lengths: &[usize]) -> (Body, Vec<u8>) {
        let (mut text, mut documents, mut expected) = (Vec::new(), Vec::new(), Vec::new());
        for length in lengths {
            text.extend_from_slice(b"{\"data\":\"");
            expected.extend_from_slice(b"{\"data\":\"");
            documents.push((text.len(), document(*length)));
            expected.extend_from_slice(STANDARD.encode(document(*length)).as_bytes());
            text.extend_from_slice(b"\"}");
            expected.extend_from_slice(b"\"}");
        }
        (Body::new(text, documents), expected)
    }

    const SHAPES: &[&[usize]] = &[
        &[],
        &[0],
        &[1],
        &[2],
        &[3],
        &[4, 0, 5],
        &[100, 3, 1],
        &[12 * 1024 + 1],
        &[80_000, 12 * 1024],
    ];

    #[test]
    fn length_is_exact() {
        for shape in SHAPES {
            let (body, expected) = body(shape);
            assert_eq!(body.len(), expected.len() as u64, "{shape:?}");
            assert_eq!(body.to_bytes(), expected, "{shape:?}");
        }
    }

    #[test]
    fn reads_of_any_size_give_the_same_bytes() {
        for shape in SHAPES {
            let (body, expected) = body(shape);
            for size in [1, 2, 3, 4, 5, 7, 64, 1000, 32 * 1024, 1 << 20] {
                let (mut reader, mut read, mut buffer) =
                    (body.reader(), Vec::new(), alloc::vec![0; size]);
                loop {
                    let length = reader.read(&mut buffer);
                    read.extend_from_slice(&buffer[..length]);
                    assert_eq!(reader.remaining(), (expected.len() - read.len()) as u64);
                    if length < size {
                        break;
                    }
                }
                assert!(read == expected, "{shape:?} by {size}");
            }
        }
    }

    #[test]
    fn chunks_and_reads_can_be_mixed() {
        for shape in SHAPES {
            let (body, expected) = body(shape);
            let (mut reader, mut read, mut turn) = (body.reader(), Vec::new(), 0);
            while reader.remaining() > 0 {
                turn += 1;
                if turn % 3 == 0 {
                    let mut buffer = [0; 5];
                    let length = reader.read(&mut buffer);
                    read.extend_from_slice(&buffer[..length]);
                } else {
                    let chunk = reader.next_chunk().unwrap();
                    assert!(!chunk.is_empty());
                    read.extend_from_slice(&chunk);
                }
            }
            assert!(read == expected, "{shape:?}");
            assert!(reader.next_chunk().is_none());
        }
    }

    #[test]
    fn chunks_are_never_empty_and_end() {
        for shape in SHAPES {
            let (body, expected) = body(shape);
            let (mut reader, mut read) = (body.reader(), Vec::new());
            while let Some(chunk) = reader.next_chunk() {
                assert!(!chunk.is_empty(), "{shape:?}");
                read.extend_from_slice(&chunk);
            }
            assert!(read == expected, "{shape:?}");
            assert_eq!(reader.remaining(), 0);
        }
    }

    #[test]
    fn a_chunk_that_is_kept_is_never_written_again() {
        for shape in SHAPES.iter().copied().chain([&[500_000][..]]) {
            let (body, expected) = body(shape);
            let mut reader = body.reader();
            let mut chunks: Vec<Bytes> = Vec::new();
            while let Some(chunk) = reader.next_chunk() {
                assert!(!chunk.is_empty(), "an empty chunk would go on for ever");
                chunks.push(chunk);
            }
            assert!(chunks.concat() == expected, "{shape:?}");
        }
    }

    #[test]
    fn a_document_comes_in_chunks_of_one_tls_record() {
        let (body, _) = body(&[100_000, 30_000]);
        let mut reader = body.reader();
        let chunks = core::iter::from_fn(|| reader.next_chunk());
        let lengths: Vec<usize> = chunks.map(|chunk| chunk.len()).collect();
        let whole = [16 * 1024; 8];
        let first = [&[9], &whole[..], &[133_336 - 8 * 16 * 1024]].concat();
        let second = [&[11], &whole[..2], &[40_000 - 2 * 16 * 1024, 2]].concat();
        assert_eq!(lengths, [first, second].concat());
    }
}
