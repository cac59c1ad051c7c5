//! The wire: the only place that joins addresses, sets headers, and turns the text of an answer into values.

use alloc::borrow::Cow;
use alloc::string::{String, ToString as _};

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, USER_AGENT};
use http::{HeaderValue, Method, Request, Response, StatusCode, Uri};
use serde::Deserialize;

use crate::account::Account;
use crate::body::Body;
use crate::error::{DecodeError, Error, ServerError};
use crate::id::JobId;
use crate::server::{Target, push_segment};
use lenient::Object;

pub(crate) mod code;
pub(crate) mod into;
pub(crate) mod lenient;
pub(crate) mod page;
mod place;

/// What stands behind `/{custNr}/fax` in an address.
pub(crate) enum Path<'a> {
    Jobs,
    Reports,
    Report(&'a str),
}

/// A request of this account to this server. It cannot fail: everything in it was checked when it was made.
pub(crate) fn request(
    method: Method,
    account: &Account,
    target: &impl Target,
    path: Path<'_>,
    body: Body,
) -> Request<Body> {
    let mut request = Request::new(body);
    *request.method_mut() = method;
    *request.uri_mut() = address(account, target, path);
    let length = request.body().len();
    let headers = request.headers_mut();
    headers.reserve(5);
    headers.insert(AUTHORIZATION, account.authorization());
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(
        USER_AGENT,
        HeaderValue::from_static(concat!("fax4a/", env!("CARGO_PKG_VERSION"))),
    );
    if length > 0 {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(CONTENT_LENGTH, decimal(length));
    }
    request
}

/// As `HeaderValue::from`, which takes two allocations for it.
fn decimal(number: u64) -> HeaderValue {
    HeaderValue::try_from(number.to_string()).unwrap_or_else(|_| HeaderValue::from(number))
}

#[expect(
    clippy::expect_used,
    reason = "a base address was parsed, is bounded, and gets encoded segments of bounded length"
)]
fn address(account: &Account, target: &impl Target, path: Path<'_>) -> Uri {
    let (base, customer) = (target.base(), account.customer_number().segment());
    let mut text = String::with_capacity(base.len() + customer.len() + 64);
    text.push_str(base);
    text.push_str(customer);
    match path {
        Path::Jobs => text.push_str("/fax"),
        Path::Reports => text.push_str("/fax/reports"),
        Path::Report(job_id) => {
            text.push_str("/fax/reports");
            push_segment(&mut text, job_id);
        }
    }
    Uri::from_maybe_shared(bytes::Bytes::from(text)).expect("an address of checked parts")
}

/// The text of a success (`200` or `201`, by the documentation), or the error that any other answer is.
///
/// Bytes that are no UTF-8 become replacement characters: one broken name must not hide the rest of an answer. A byte order mark,
/// which some gateways put in front, is skipped.
pub(crate) fn success<'a>(response: &Response<&'a [u8]>) -> Result<Cow<'a, str>, Error> {
    match response.status() {
        StatusCode::OK | StatusCode::CREATED => {
            let body = response.body();
            let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
            // Asked first because it is several times as fast as the lossy way, and nearly always right.
            Ok(core::str::from_utf8(body)
                .map_or_else(|_| String::from_utf8_lossy(body), Cow::Borrowed))
        }
        _ => Err(ServerError::from_response(response).into()),
    }
}

/// Reads a whole body. The place of an error is searched only once there is one.
pub(crate) fn read<'a, T: Deserialize<'a>>(
    text: &'a str,
    status: StatusCode,
) -> Result<T, DecodeError> {
    match serde_json::from_str(text) {
        Ok(Object(value)) => Ok(value),
        Err(error) => Err(locate::<Object<T>>(text, "", status, error)),
    }
}

/// Reads the answer about one job, which must be about that job: another's says nothing about this one.
pub(crate) fn read_about<'a, T: Deserialize<'a>>(
    text: &'a str,
    status: StatusCode,
    asked: &JobId,
    job_id: impl Fn(&T) -> &JobId,
) -> Result<T, DecodeError> {
    let value = read(text, status)?;
    if job_id(&value).as_str().eq_ignore_ascii_case(asked.as_str()) {
        return Ok(value);
    }
    let error = serde::de::Error::custom("another job");
    Err(DecodeError::new(
        &error,
        "jobId".into(),
        status,
        text.as_bytes(),
    ))
}

/// The error for a text that could not be read as `T`, with the path to where it failed below `prefix`.
fn locate<'a, T: Deserialize<'a>>(
    text: &'a str,
    prefix: &str,
    status: StatusCode,
    error: serde_json::Error,
) -> DecodeError {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let failed = serde_path_to_error::deserialize::<_, T>(&mut deserializer).err();
    let path = place::path(prefix, failed.as_ref().map(|failed| failed.path()), &error);
    DecodeError::new(&error, path, status, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{Credentials, CustomerNumber};
    use crate::server::DataCenterUrl;

    fn request_to(path: Path<'_>, body: &[u8]) -> Request<Body> {
        let credentials = Credentials::basic("user", "secret").unwrap();
        let account = Account::new(CustomerNumber::new("9/TE").unwrap(), credentials);
        let target = DataCenterUrl::new("LAB1", "https://fax.example.com/gate/rest/v1/").unwrap();
        let body = Body::new(body.into(), alloc::vec::Vec::new());
        request(Method::PUT, &account, &target, path, body)
    }

    #[test]
    fn an_address_is_base_customer_and_path() {
        for (path, end) in [
            (Path::Jobs, "/fax"),
            (Path::Reports, "/fax/reports"),
            (Path::Report("A 1/?"), "/fax/reports/A%201%2F%3F"),
        ] {
            let expected = "https://fax.example.com/gate/rest/v1/9%2FTE".to_string() + end;
            assert_eq!(request_to(path, b"").uri().to_string(), expected);
        }
    }

    #[test]
    fn type_and_length_are_told_only_of_a_body() {
        let without = request_to(Path::Jobs, b"");
        assert!(
            !without.headers().contains_key(CONTENT_TYPE)
                && !without.headers().contains_key(CONTENT_LENGTH)
        );
        let with = request_to(Path::Jobs, b"{}");
        assert_eq!(
            (
                &with.headers()[CONTENT_TYPE],
                &with.headers()[CONTENT_LENGTH]
            ),
            (&"application/json".parse().unwrap(), &2.into())
        );
        assert!(with.headers()[AUTHORIZATION].is_sensitive());
    }

    #[test]
    fn a_success_is_text_whatever_its_bytes() {
        for (body, text) in [
            (&b"{}"[..], "{}"),
            (b"\xef\xbb\xbf{}", "{}"),
            (b"M\xfcller", "M\u{fffd}ller"),
            (b"", ""),
        ] {
            assert_eq!(success(&Response::new(body)).unwrap(), text);
        }
    }
}
