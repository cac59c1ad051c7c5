//! What came with an error is kept, as far as it fits.

use fax4a::error::{DecodeErrorKind, Error, ErrorBody, ErrorBodyKind, ServerError};
use fax4a::operation::{ListReports, Operation};
use http::Response;

use super::{advice, chain};

const MAX: usize = ErrorBody::MAX_LENGTH;

fn body(bytes: &[u8]) -> ErrorBody {
    ServerError::from_response(&Response::new(bytes))
        .body()
        .clone()
}

#[test]
fn an_empty_body_is_empty() {
    let body = body(b"");
    assert_eq!(
        (body.kind(), body.as_text(), body.is_cut()),
        (ErrorBodyKind::Empty, Some(""), false)
    );
}

#[test]
fn the_page_of_a_proxy_is_text() {
    let page = "<html><body>502 Bad Gateway</body></html>";
    let body = body(page.as_bytes());
    assert_eq!(
        (body.kind(), body.as_text(), body.is_cut()),
        (ErrorBodyKind::Text, Some(page), false)
    );
}

#[test]
fn plain_text_is_text() {
    assert_eq!(
        body("\u{dc}berlastet".as_bytes()).kind(),
        ErrorBodyKind::Text
    );
}

#[test]
fn json_is_told_apart_from_text() {
    for json in [
        "{\"error\":\"maintenance\"}",
        "[]",
        "null",
        " 7 ",
        "\"text\"",
    ] {
        assert_eq!(body(json.as_bytes()).kind(), ErrorBodyKind::Json, "{json}");
    }
    for text in ["{\"error\":", "{}{}", "NaN", "{'a':1}", " "] {
        assert_eq!(body(text.as_bytes()).kind(), ErrorBodyKind::Text, "{text}");
    }
}

#[test]
fn bytes_that_are_no_text_stay_bytes() {
    let bytes = [0x1f, 0x8b, 8, 0, 0xff];
    let body = body(&bytes);
    assert_eq!(
        (body.kind(), body.as_bytes(), body.as_text()),
        (ErrorBodyKind::Bytes, &bytes[..], None)
    );
}

#[test]
fn a_long_body_is_cut_and_says_so() {
    for length in [MAX - 1, MAX, MAX + 1, 100 * MAX] {
        let text = "x".repeat(length);
        let body = body(text.as_bytes());
        assert_eq!(body.as_bytes().len(), length.min(MAX));
        assert_eq!(body.is_cut(), length > MAX, "{length}");
        assert_eq!(body.kind(), ErrorBodyKind::Text);
    }
}

#[test]
fn a_long_text_is_cut_between_characters() {
    for (character, kept) in [
        ("\u{fc}", MAX - 1),
        ("\u{20ac}", MAX),
        ("\u{1f600}", MAX - 3),
    ] {
        let text = format!("a{}", character.repeat(MAX));
        let body = body(text.as_bytes());
        assert_eq!(body.as_bytes().len(), kept, "{character}");
        assert_eq!(body.as_text(), text.get(..kept));
    }
}

#[test]
fn long_json_is_json_although_what_is_kept_is_not() {
    let body = body(format!("[{}1]", "1,".repeat(MAX)).as_bytes());
    assert_eq!(
        (body.kind(), body.is_cut(), body.as_bytes().len()),
        (ErrorBodyKind::Json, true, MAX)
    );
}

#[test]
fn long_bytes_are_bytes_although_what_is_kept_would_be_text() {
    let mut bytes = vec![b'x'; 2 * MAX];
    bytes.push(0xff);
    let body = body(&bytes);
    assert_eq!(
        (body.kind(), body.as_text(), body.as_bytes().len()),
        (ErrorBodyKind::Bytes, None, MAX)
    );
}

#[test]
fn debug_shows_kind_and_length_only() {
    assert_eq!(
        format!("{:?}", body(b"{\"number\":\"+49891234567\"}")),
        "ErrorBody(Json, 25 bytes)"
    );
}

fn list(body: &str) -> Error {
    ListReports::new()
        .response(Response::new(body.as_bytes()))
        .unwrap_err()
}

fn check(body: &str, kind: DecodeErrorKind, sentence: &str) {
    let error = list(body);
    assert_eq!(chain(&error), [sentence]);
    assert_eq!(advice(&error), [false, false, true]);
    let Error::Decode(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!((error.kind(), error.status().as_u16()), (kind, 200));
    assert_eq!(error.body().as_text(), Some(body));
}

#[test]
fn a_success_that_is_no_json() {
    check(
        "<html>",
        DecodeErrorKind::Syntax,
        "answer 200 is not JSON at . (line 1, column 1)",
    );
}

#[test]
fn a_success_that_was_cut() {
    let sentence = "answer 200 is JSON that ends too early at reports (line 2, column 13)";
    check("{\n \"reports\": [", DecodeErrorKind::Truncated, sentence);
}

#[test]
fn a_success_of_another_shape() {
    let sentence =
        "answer 200 is JSON of another shape than documented at reports (line 1, column 12)";
    check("{\"reports\":7}", DecodeErrorKind::Shape, sentence);
}

#[test]
fn the_server_of_an_unreadable_success_is_named() {
    let error = list("{").at(fax4a::Server::DataCenter(fax4a::DataCenter::new("US2")));
    assert_eq!(
        error.to_string(),
        "answer 200 from data center US2 is JSON that ends too early at . (line 1, column 1)"
    );
}
