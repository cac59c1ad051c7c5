//! As much HTTP/1.1 as a server needs that only counts and recites.

use std::io::Read as _;
use std::net::TcpStream;
use std::time::Duration;

/// The head, and how much of the body came with it.
pub(super) fn read_head(stream: &mut TcpStream) -> Option<(String, usize)> {
    let (mut received, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        if let Some(end) = received.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&received[..end]).into_owned();
            return Some((head, received.len() - end - 4));
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return None,
            Ok(length) => received.extend_from_slice(&buffer[..length]),
        }
    }
}

pub(super) fn content_length(head: &str) -> usize {
    let line = head.lines().find_map(|line| {
        line.to_ascii_lowercase()
            .strip_prefix("content-length:")
            .map(str::to_owned)
    });
    line.and_then(|length| length.trim().parse().ok())
        .unwrap_or(0)
}

/// The status in the first line of an answer.
pub(super) fn status(answer: &[u8]) -> Option<u16> {
    let line = std::str::from_utf8(answer.get(..12)?).ok()?;
    line.strip_prefix("HTTP/1.1 ")?.parse().ok()
}

/// Has the connection be reset, not ended, when it is closed.
pub(super) fn reset(stream: &TcpStream) {
    socket2::SockRef::from(stream)
        .set_linger(Some(Duration::ZERO))
        .expect("linger");
}
