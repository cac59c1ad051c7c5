//! The forms that an answer can take in HTTP/1.1, and those that it must not.

use super::super::case::{Ask, Case};
use super::super::raw::Act;
use super::{ACCEPTED, http};

pub(super) fn cases() -> Vec<Case> {
    let whole = format!("{:x}\r\n{ACCEPTED}\r\n", ACCEPTED.len());
    let chunked = |chunks: &str| answer("transfer-encoding: chunked\r\n", chunks);
    let long = "x".repeat(5000);
    let long_header = format!("x-long: {}\r\n", "x".repeat(200_000));
    let shapes = [
        ("chunked", chunked(&format!("{whole}0\r\n\r\n"))),
        ("chunked and cut", chunked(&whole)),
        ("cut within a chunk", chunked("ff\r\n{\"jobId\"")),
        (
            "shorter than said",
            answer("content-length: 1000\r\n", ACCEPTED),
        ),
        ("up to the end", answer("", ACCEPTED)),
        ("no JSON", http(200, "", "<html>welcome</html>")),
        ("JSON that is cut", http(200, "", r#"{"jobId":"#)),
        ("no HTTP", b"SSH-2.0-OpenSSH\r\n\r\n".to_vec()),
        ("nothing", Vec::new()),
        ("larger than allowed, and said so", http(200, "", &long)),
        ("larger than allowed, without saying", answer("", &long)),
        (
            "a head that is too large",
            http(200, &long_header, ACCEPTED),
        ),
        (
            "a head that never ends",
            format!("HTTP/1.1 200 OK\r\n{}", long_header.trim_end()).into_bytes(),
        ),
    ];
    let mut cases: Vec<Case> = shapes
        .into_iter()
        .flat_map(|(name, bytes)| {
            let act = || Act::Answer(bytes.clone());
            [
                Case::one(format!("send, {name}"), Ask::Send, act()),
                Case::one(format!("get a report, {name}"), Ask::Report, act()),
            ]
        })
        .collect();
    let go_on = [
        b"HTTP/1.1 100 Continue\r\n\r\n".to_vec(),
        http(200, "", ACCEPTED),
    ]
    .concat();
    cases.push(Case::one(
        "send, 100 before 200",
        Ask::Send,
        Act::Answer(go_on),
    ));
    cases
}

fn answer(headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\n{headers}connection: close\r\n\r\n{body}").into_bytes()
}
