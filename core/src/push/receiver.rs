//! From a request to a push.

use alloc::string::String;

use http::header::CONTENT_LENGTH;
use http::{Method, Request};

use super::{
    PushAuth, PushError, PushFormat, StatusPush, UnreadablePush, UnreadablePushKind, json,
};
use crate::report::FaxReport;

/// Reads the status pushes that a web server gets. It does no I/O, keeps nothing and can be shared by all threads.
///
/// ```
/// use fax4a::push::{PushAuth, PushError, PushReceiver};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let receiver = PushReceiver::new(PushAuth::basic("service", "secret")?);
///
/// // Any web server's request will do: the head is checked before the body is read.
/// let request = http::Request::post("/fax").body(())?;
/// let error = receiver.check(&request).unwrap_err();
/// let answer: http::Response<String> = error.response();
/// assert_eq!(answer.status(), 401);
/// assert!(answer.headers().contains_key("www-authenticate"));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct PushReceiver {
    auth: PushAuth,
}

impl PushReceiver {
    /// How long a body may be: 4 MiB, which is some thousand recipients. Do not read more of one.
    pub const MAX_BODY_BYTES: usize = 4 * 1024 * 1024;

    /// Takes pushes that are authenticated like this.
    pub fn new(auth: PushAuth) -> Self {
        Self { auth }
    }

    /// Checks the head of a request, whatever its body is: method, credentials and `Content-Length`.
    ///
    /// # Errors
    /// [`PushError::MethodNotAllowed`], [`PushError::Unauthorized`] and [`PushError::TooLarge`], in this order.
    pub fn check<B>(&self, request: &Request<B>) -> Result<(), PushError> {
        if request.method() != Method::POST {
            return Err(PushError::MethodNotAllowed);
        }
        self.auth.check(request.headers())?;
        let announced = request.headers().get(CONTENT_LENGTH);
        let announced = announced.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        if announced.is_some_and(|length| length > Self::MAX_BODY_BYTES as u64) {
            return Err(PushError::TooLarge);
        }
        Ok(())
    }

    /// Checks a request and reads the push in its body, which is whole and not compressed. From separate parts make one by
    /// [`Request::from_parts`].
    ///
    /// What the body starts with decides how it is read (`{` and `[`: JSON; `<`: XML), since the content types of customers'
    /// templates do not always fit; if it starts with something else, the `Content-Type` says what it was meant to be. Bytes that
    /// are no UTF-8 become replacement characters.
    ///
    /// # Errors
    /// As [`check`](Self::check), then [`PushError::UnsupportedMediaType`] and [`PushError::Unreadable`].
    pub fn receive<B: AsRef<[u8]>>(&self, request: &Request<B>) -> Result<StatusPush, PushError> {
        self.check(request)?;
        let body = request.body().as_ref();
        if body.len() > Self::MAX_BODY_BYTES {
            return Err(PushError::TooLarge);
        }
        let text = String::from_utf8_lossy(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body));
        let format = PushFormat::of(&text, request.headers());
        let format = format.ok_or(PushError::UnsupportedMediaType)?;
        let report = match format {
            PushFormat::Json => json::read(&text)?,
            PushFormat::Xml => read_xml(&text)?,
        };
        if report.recipients().len() == 0 {
            // Every job has recipients: this is a layout that is not known here, and must not pass for an outcome.
            return Err(no_recipients(format).into());
        }
        Ok(StatusPush { report, format })
    }
}

#[cfg(feature = "push-xml")]
fn read_xml(text: &str) -> Result<FaxReport, PushError> {
    Ok(super::xml::read(text)?)
}

#[cfg(not(feature = "push-xml"))]
fn read_xml(_: &str) -> Result<FaxReport, PushError> {
    Err(PushError::UnsupportedMediaType)
}

fn no_recipients(format: PushFormat) -> UnreadablePush {
    UnreadablePush {
        format,
        kind: UnreadablePushKind::Shape,
        path: "recipientStatus".into(),
        line: 0,
        column: 0,
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use http::header::CONTENT_TYPE;

    use super::*;

    const JSON: &str = r#"{"jobId":"A1","recipientStatus":[{"number":"1","status":"OK"}]}"#;

    fn receive(content_type: &str, body: &[u8]) -> Result<StatusPush, PushError> {
        let mut request = Request::post("/").body(body).unwrap();
        if !content_type.is_empty() {
            let value = content_type.parse().unwrap();
            request.headers_mut().insert(CONTENT_TYPE, value);
        }
        PushReceiver::new(PushAuth::none()).receive(&request)
    }

    fn kind(result: Result<StatusPush, PushError>) -> (PushFormat, UnreadablePushKind) {
        match result {
            Err(PushError::Unreadable(error)) => (error.format(), error.kind()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn json_is_read_whatever_its_content_type_is() {
        for content_type in [
            "application/json",
            "application/json; charset=utf-8",
            "text/xml",
            "application/x-www-form-urlencoded",
            "image/png",
            "nonsense",
            "",
        ] {
            let push = receive(content_type, JSON.as_bytes()).unwrap();
            assert_eq!(push.format(), PushFormat::Json);
            assert_eq!(push.report().job_id().as_str(), "A1");
        }
    }

    #[test]
    fn a_byte_order_mark_and_white_space_are_skipped() {
        for prefix in ["\u{feff}", "\u{feff} \r\n", "\n"] {
            receive("", alloc::format!("{prefix}{JSON}").as_bytes()).unwrap();
        }
    }

    #[test]
    fn bytes_that_are_no_utf_8_do_not_hide_the_outcome() {
        let body = [
            &br#"{"jobId":"A1","recipientStatus":[{"number":"1","status":"OK","remoteCsid":"M"#[..],
            b"\xfc\"}]}",
        ]
        .concat();
        let push = receive("", &body).unwrap();
        let recipient = push.report().recipients().next().unwrap();
        assert_eq!(recipient.remote_csid(), Some("M\u{fffd}"));
    }

    #[test]
    fn what_looks_like_neither_is_unsupported_unless_it_was_meant_to_be_one() {
        for content_type in [
            "",
            "text/plain",
            "image/png",
            "nonsense",
            "multipart/form-data",
        ] {
            for body in ["", "  ", "jobId=A1", "\u{1f}\u{8b}"] {
                let error = receive(content_type, body.as_bytes()).unwrap_err();
                assert_eq!(
                    error,
                    PushError::UnsupportedMediaType,
                    "{content_type} {body:?}"
                );
            }
        }
        for content_type in [
            "application/json",
            "text/JSON",
            "application/vnd.fax+json;v=1",
        ] {
            let json = PushFormat::Json;
            assert_eq!(
                kind(receive(content_type, b"")),
                (json, UnreadablePushKind::Truncated)
            );
            assert_eq!(
                kind(receive(content_type, b"jobId")),
                (json, UnreadablePushKind::Syntax)
            );
        }
    }

    #[test]
    fn a_push_about_no_recipient_is_no_outcome() {
        for body in [
            r#"{"jobId":"A1"}"#,
            r#"{"jobId":"A1","recipientStatus":[]}"#,
        ] {
            let error = receive("", body.as_bytes()).unwrap_err();
            let PushError::Unreadable(error) = error else {
                panic!("{error}")
            };
            assert_eq!(error.path(), "recipientStatus");
        }
    }

    #[test]
    fn a_push_that_is_cut_anywhere_is_an_error() {
        for end in 0..JSON.len() {
            let cut = &JSON.as_bytes()[..end];
            let (_, kind) = kind(receive("application/json", cut));
            assert_eq!(kind, UnreadablePushKind::Truncated, "{end}");
        }
    }

    #[test]
    fn only_post_is_allowed() {
        let receiver = PushReceiver::new(PushAuth::none());
        for method in ["GET", "PUT", "HEAD", "post", "DELETE"] {
            let request = Request::builder().method(method).body(JSON).unwrap();
            assert_eq!(
                receiver.receive(&request),
                Err(PushError::MethodNotAllowed),
                "{method}"
            );
        }
    }

    #[test]
    fn a_stranger_learns_nothing_about_the_body() {
        let receiver = PushReceiver::new(PushAuth::basic("a", "b").unwrap());
        for body in [JSON, "", "{"] {
            let request = Request::post("/")
                .header(CONTENT_LENGTH, u64::MAX)
                .body(body)
                .unwrap();
            let error = receiver.receive(&request).unwrap_err();
            assert!(matches!(error, PushError::Unauthorized(_)));
            assert_eq!(receiver.check(&request), Err(error));
        }
    }

    #[test]
    fn a_body_may_be_as_long_as_the_limit_and_no_longer() {
        assert_eq!(PushReceiver::MAX_BODY_BYTES, 4_194_304);
        let mut body = JSON.as_bytes().to_vec();
        body.resize(PushReceiver::MAX_BODY_BYTES, b' ');
        assert!(receive("", &body).is_ok());
        body.push(b' ');
        assert_eq!(receive("", &body), Err(PushError::TooLarge));

        let receiver = PushReceiver::new(PushAuth::none());
        let announced = |length: usize| {
            let request = Request::post("/").header(CONTENT_LENGTH, length);
            receiver.check(&request.body(()).unwrap())
        };
        assert_eq!(announced(PushReceiver::MAX_BODY_BYTES), Ok(()));
        let too_long = announced(PushReceiver::MAX_BODY_BYTES + 1);
        assert_eq!(too_long, Err(PushError::TooLarge));
    }

    #[test]
    fn any_kind_of_body_will_do() {
        let receiver = PushReceiver::new(PushAuth::none());
        let request = Request::post("/").body(vec![b'{']).unwrap();
        assert!(receiver.receive(&request).is_err());
        let request = request.map(|_| bytes::Bytes::from_static(JSON.as_bytes()));
        assert!(receiver.receive(&request).is_ok());
    }

    #[cfg(not(feature = "push-xml"))]
    #[test]
    fn xml_without_its_feature_is_unsupported() {
        for content_type in ["application/xml", ""] {
            let error = receive(content_type, b"<faxJobReport/>").unwrap_err();
            assert_eq!(error, PushError::UnsupportedMediaType);
        }
    }

    #[cfg(feature = "push-xml")]
    #[test]
    fn xml_is_known_by_its_start_whatever_its_content_type_is() {
        for content_type in ["application/xml", "application/json", "nonsense", ""] {
            let (format, _) = kind(receive(content_type, b"<report>"));
            assert_eq!(format, PushFormat::Xml, "{content_type}");
        }
    }
}
