//! Any request as a status push: a report or a typed error, and what was read can be stored and read again.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fax4a::FaxReport;
use fax4a::push::{PushAuth, PushError, PushFormat, PushReceiver, StatusPush};
use http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use http::{Method, Request};

const USER_NAME: &str = "service";
const PASSWORD: &str = "12:3 s\u{fc}\u{df}";

/// A head, an empty line, and the body. Without an empty line all of it is the body.
pub fn push(data: &[u8]) {
    let request = request(data);
    let any = PushReceiver::new(PushAuth::none());
    let result = any.receive(&request);
    match any.check(&request) {
        Err(error) => assert_eq!(result.as_ref(), Err(&error)),
        Ok(()) => assert_eq!(request.method(), Method::POST),
    }
    match &result {
        Ok(push) => check_push(push, request.body().len()),
        Err(error) => check_error(error),
    }
    let auth = PushAuth::basic(USER_NAME, PASSWORD).expect("a valid login");
    match PushReceiver::new(auth).receive(&request) {
        Err(PushError::Unauthorized(_)) => assert!(!is_authorized(&request)),
        Err(PushError::MethodNotAllowed) => assert_ne!(request.method(), Method::POST),
        with_login => {
            assert!(is_authorized(&request));
            assert_eq!(with_login, result);
        }
    }
}

/// Each line of the head is a method or a header; what can be neither is left out.
fn request(data: &[u8]) -> Request<&[u8]> {
    let end = data.windows(2).position(|two| two == b"\n\n");
    let (head, body) = match end {
        Some(end) => (&data[..end], &data[end + 2..]),
        None => (&b""[..], data),
    };
    let mut request = Request::new(body);
    *request.method_mut() = Method::POST;
    for line in head.split(|byte| *byte == b'\n') {
        if let Some(colon) = line.iter().position(|byte| *byte == b':') {
            let name = HeaderName::from_bytes(&line[..colon]);
            let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii());
            if let (Ok(name), Ok(value)) = (name, value) {
                request.headers_mut().append(name, value);
            }
        } else if let Ok(method) = Method::from_bytes(line) {
            *request.method_mut() = method;
        }
    }
    request
}

/// By RFC 7617: one header, the scheme in any case, spaces, and the login in base64 of UTF-8.
fn is_authorized(request: &Request<&[u8]>) -> bool {
    let mut values = request.headers().get_all(AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return false;
    };
    let (scheme, login) = value.as_bytes().split_at(value.len().min(6));
    scheme.eq_ignore_ascii_case(b"basic ")
        && STANDARD.decode(login.trim_ascii()).ok()
            == Some(format!("{USER_NAME}:{PASSWORD}").into_bytes())
}

fn check_push(push: &StatusPush, length: usize) {
    let report = push.report();
    assert!(report.recipients().len() > 0);
    let key = push.key();
    assert!(key.as_str().len() <= 273 && !key.as_str().contains(char::is_control));
    let stored = serde_json::to_string(report).expect("a report can be stored");
    // An escape makes six bytes of one, and names that were left out may be written.
    assert!(
        stored.len() <= 8 * length + 200,
        "{length} bytes became {}",
        stored.len()
    );
    assert_eq!(FaxReport::from_json(&stored).as_ref().ok(), Some(report));
    let again = PushReceiver::new(PushAuth::none())
        .receive(&Request::post("/").body(&stored).expect("a request"))
        .expect("a push");
    assert_eq!(again.format(), PushFormat::Json);
    assert_eq!((again.report(), again.key()), (report, key), "{stored}");
}

/// An error is short, of one line, and leads to a field by the API's names alone.
fn check_error(error: &PushError) {
    let text = error.to_string();
    assert!(!text.contains('\n') && text.len() < 200, "{text}");
    assert!(!format!("{error:?}").is_empty());
    let answer = error.response::<Vec<u8>>();
    assert!(answer.status().is_client_error() && answer.body().is_empty());
    if let PushError::Unreadable(error) = error {
        let is_named = |c: char| c.is_ascii_alphanumeric() || ".[]?".contains(c);
        assert!(!error.path().is_empty() && error.path().chars().all(is_named));
    }
}
