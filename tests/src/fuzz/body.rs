//! A body read in any pieces: the same bytes, as many as were announced, and they are the job.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use fax4a::operation::SendFax;
use fax4a::{Body, Document, FaxJob, Recipient};
use serde_json::Value;

use crate::world::Dice;

/// Document lengths around which the ways to read take turns: groups of base64, and what goes into one chunk.
const LENGTHS: [u64; 6] = [1, 2, 3, 4, 12 * 1024 - 1, 24 * 1024];

/// Up to how many bytes are read at once, at most.
const READS: [u64; 5] = [3, 8, 100, 20_000, 70_000];

/// The bytes decide what is in a job, and then in which pieces its body is read.
pub fn body(data: &[u8]) {
    let mut dice = Dice::scripted(data);
    let documents: Vec<Bytes> = (0..=dice.below(3))
        .map(|_| document(data, &mut dice))
        .collect();
    let text = text(data);
    let body = SendFax::new(&job(&documents, &text)).body().clone();
    let whole = body.to_bytes();
    assert_eq!(whole.len() as u64, body.len());
    check_content(&whole, &documents, &text);
    // Also from the start again, as for a repeat, once as the script wants and once after its end.
    for _ in 0..2 {
        assert!(read(&body, &mut dice) == whole);
    }
    assert!(Vec::from(body.clone()) == whole && Bytes::from(body) == whole);
}

/// A stretch of the bytes, again and again.
fn document(data: &[u8], dice: &mut Dice) -> Bytes {
    let length = (dice.among(&LENGTHS) + dice.below(5)) as usize;
    let start = dice.below(data.len() as u64 + 1) as usize;
    let bytes = data.iter().copied().chain(0..=255).cycle();
    bytes.skip(start).take(length).collect()
}

/// What of the bytes is text that a cover page can show.
fn text(data: &[u8]) -> String {
    let is_shown = |c: &char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    String::from_utf8_lossy(data)
        .chars()
        .filter(is_shown)
        .collect()
}

/// The documents, with something between them that has no bytes.
fn job(documents: &[Bytes], text: &str) -> FaxJob {
    let recipient = Recipient::new("+49891234567").property(Recipient::SUBJECT_TEXT, text);
    let documents = documents
        .iter()
        .map(|bytes| Document::pdf("d", bytes.clone()));
    let reference = || Document::from_url("r.pdf", "https://example.com/r.pdf");
    let job = FaxJob::to(recipient).documents(documents.flat_map(|it| [it, reference()]));
    job.build().expect("a valid job")
}

/// JSON, whose documents decode to the bytes that were given, in their order.
fn check_content(whole: &[u8], documents: &[Bytes], text: &str) {
    let json: Value = serde_json::from_slice(whole).expect("JSON");
    assert_eq!(json["recipients"][0]["properties"][0]["value"], text);
    let sent = json["documents"].as_array().expect("documents");
    assert_eq!(sent.len(), 2 * documents.len());
    for (sent, document) in sent.iter().step_by(2).zip(documents) {
        let data = sent["data"].as_str().expect("base64");
        assert!(STANDARD.decode(data).expect("padded base64") == *document);
    }
}

/// All of a body. Some chunks are dropped at once, so that their buffers come back, and some are kept to its end.
fn read(body: &Body, dice: &mut Dice) -> Vec<u8> {
    let (mut reader, mut read, mut kept) = (body.reader(), Vec::new(), Vec::new());
    while reader.remaining() > 0 {
        let left = reader.remaining();
        if dice.one_in(2) {
            let mut buffer = vec![0; dice.among(&READS).min(dice.below(70_000)) as usize];
            let length = reader.read(&mut buffer);
            assert_eq!(length as u64, left.min(buffer.len() as u64), "a short read");
            read.extend_from_slice(&buffer[..length]);
        } else {
            let chunk = reader.next_chunk().expect("a chunk before the end");
            assert!(!chunk.is_empty() && chunk.len() <= whole_text_or_chunk(body));
            if dice.one_in(2) {
                kept.push((read.len(), chunk.clone()));
            }
            read.extend_from_slice(&chunk);
        }
        assert_eq!(reader.remaining(), body.len() - read.len() as u64);
    }
    assert!(reader.next_chunk().is_none() && reader.read(&mut [0; 9]) == 0);
    for (at, chunk) in kept {
        assert!(
            read[at..].starts_with(&chunk),
            "a kept chunk was overwritten"
        );
    }
    read
}

/// Text comes whole; of a document comes what 12 KiB of it become, and what was left of a group.
fn whole_text_or_chunk(body: &Body) -> usize {
    (16 * 1024 + 4).max(body.len() as usize)
}
