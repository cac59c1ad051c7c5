//! The body of a large document, against the encoder alone.

use std::hint::black_box;

use base64::Engine as _;
use bytes::Bytes;
use fax4a::operation::SendFax;

use crate::jobs::{document, encoder, job};
use crate::rounds::Rounds;

const MIB: usize = 1024 * 1024;

pub(crate) fn compare(rounds: &Rounds) {
    let document = document(20 * MIB);
    let mut buffer = vec![0; 64 * 1024];
    let mut room = vec![0; 64 * 1024];
    rounds.compare(
        "body/20 MiB by next_chunk",
        0.95,
        || by_chunk(&document),
        || encode(&document, &mut buffer),
    );
    rounds.compare(
        "body/20 MiB by read of 64 KiB",
        0.95,
        || by_read(&document, &mut room),
        || encode(&document, &mut buffer),
    );
    rounds.compare(
        "body/20 MiB by read of 16 KiB",
        0.95,
        || by_read(&document, &mut room[..16 * 1024]),
        || encode(&document, &mut buffer),
    );
}

/// The limit: what is encoded goes nowhere.
fn encode(document: &[u8], buffer: &mut [u8]) {
    for part in document.chunks(48 * 1024) {
        let written = encoder()
            .encode_slice(part, buffer)
            .expect("the buffer has room");
        black_box(&buffer[..written]);
    }
}

fn by_chunk(document: &Bytes) {
    let mut reader = SendFax::new(&job(document.clone())).body().reader();
    while let Some(chunk) = reader.next_chunk() {
        black_box(&chunk[..]);
    }
}

fn by_read(document: &Bytes, room: &mut [u8]) {
    let mut reader = SendFax::new(&job(document.clone())).body().reader();
    loop {
        let read = reader.read(room);
        black_box(&room[..read]);
        if read < room.len() {
            break;
        }
    }
}
