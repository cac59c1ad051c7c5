//! Responses of the service itself.

use http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use serde::Serialize;

use super::problem::Problem;

pub(crate) type Answered = Response<Vec<u8>>;

/// `{"reports":[…]}`
#[derive(Serialize)]
pub(crate) struct Reports<T> {
    pub(crate) reports: Vec<T>,
}

pub(crate) fn empty(status: StatusCode) -> Answered {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    response
}

pub(crate) fn json(status: StatusCode, value: &impl Serialize) -> Answered {
    // Every value that is given to this function has string keys and cannot fail; if one did, the client would see it.
    let Ok(body) = serde_json::to_vec(value) else {
        return empty(StatusCode::INTERNAL_SERVER_ERROR);
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

pub(crate) fn text(text: &str) -> Answered {
    let mut response = Response::new(text.as_bytes().to_vec());
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, plain);
    response
}

pub(crate) fn bad_request(problems: &[Problem]) -> Answered {
    #[derive(Serialize)]
    struct Body<'a> {
        error: &'static str,
        problems: &'a [Problem],
    }
    json(
        StatusCode::BAD_REQUEST,
        &Body {
            error: "bad request",
            problems,
        },
    )
}

pub(crate) fn not_authorized(status: StatusCode) -> Answered {
    let mut response = empty(status);
    if status == StatusCode::UNAUTHORIZED {
        let challenge = HeaderValue::from_static("Basic realm=\"fax4a\", charset=\"UTF-8\"");
        response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    }
    response
}

pub(crate) fn wrong_method(allow: &'static str) -> Answered {
    let mut response = empty(StatusCode::METHOD_NOT_ALLOWED);
    response
        .headers_mut()
        .insert(ALLOW, HeaderValue::from_static(allow));
    response
}

pub(crate) fn refused(status: u16, retry_after: Option<u32>) -> Answered {
    let mut response =
        empty(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
    if let Some(seconds) = retry_after {
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Sets a header from a text; one that no header can hold is left out.
pub(crate) fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
