//! What a server does with one request.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::thread;
use std::time::Duration;

use super::wire::{content_length, read_head, reset, status};
use super::{Desk, Request};

#[derive(Clone, Debug)]
pub(in super::super) enum Act {
    /// Read the request, write these bytes, close.
    Answer(Vec<u8>),
    /// The same, once every other server of the case that is up has seen a request.
    AnswerAfterOthers(Vec<u8>),
    /// Read the request, write these bytes, and let the connection live.
    Keep(Vec<u8>),
    /// The same, and close the connection after a pause.
    KeepThenClose(Vec<u8>, Duration),
    /// Read the request, and write these bytes with a pause before each.
    Drip(Vec<u8>, Duration),
    /// Reset the connection once something came, which stays unread.
    ResetBefore,
    /// Reset it when the head and some of the body were read.
    ResetDuring,
    /// Reset it when the whole request was read.
    ResetAfter,
    /// Read the request, and say nothing until the client leaves.
    Freeze,
}

impl Act {
    /// Whether the connection lives on.
    pub(super) fn perform(&self, stream: &mut TcpStream, desk: &Desk) -> bool {
        if let Self::ResetBefore = self {
            // Closing with unread bytes resets; without any it would only end.
            reset(stream);
            return false;
        }
        let Some((head, body_begun)) = read_head(stream) else {
            return false;
        };
        let request = Request {
            line: head
                .lines()
                .next()
                .unwrap_or_default()
                .replace(" HTTP/1.1", ""),
            status: self.bytes().and_then(status),
        };
        desk.note(|seen| seen.requests.push(request));
        if let Self::ResetDuring = self {
            reset(stream);
            return false;
        }
        let mut body = vec![0; content_length(&head).saturating_sub(body_begun)];
        if stream.read_exact(&mut body).is_err() {
            return false;
        }
        match self {
            Self::Answer(bytes) => _ = stream.write_all(bytes),
            Self::AnswerAfterOthers(bytes) => {
                desk.wait_for_others();
                _ = stream.write_all(bytes);
            }
            Self::Keep(bytes) => return stream.write_all(bytes).is_ok(),
            Self::KeepThenClose(bytes, pause) => {
                _ = stream.write_all(bytes);
                thread::sleep(*pause);
                return false;
            }
            Self::Drip(bytes, pause) => {
                for byte in bytes {
                    thread::sleep(*pause);
                    if stream.write_all(&[*byte]).is_err() {
                        return false;
                    }
                }
            }
            Self::ResetAfter => {
                reset(stream);
                return false;
            }
            Self::Freeze => _ = stream.read(&mut [0]),
            Self::ResetBefore | Self::ResetDuring => {}
        }
        _ = stream.shutdown(Shutdown::Write);
        // Until the client has read everything: closing earlier could reset what is still on its way.
        _ = stream.read(&mut [0]);
        false
    }

    /// What it writes.
    fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Answer(bytes)
            | Self::AnswerAfterOthers(bytes)
            | Self::Keep(bytes)
            | Self::KeepThenClose(bytes, _)
            | Self::Drip(bytes, _) => Some(bytes),
            Self::ResetBefore | Self::ResetDuring | Self::ResetAfter | Self::Freeze => None,
        }
    }
}
