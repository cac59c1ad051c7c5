//! Where the service reports a finished job by HTTP, and how it authenticates there.

use alloc::string::String;
use core::fmt;

use super::json::JsonWriter;
use super::problem::{Problem, Problems};
use super::text;

/// A URL to which the service POSTs the job's report when the job is done (`httpStatusPush`).
///
/// The credentials are those of **your** server, and they travel inside the job. The URL is `http`
/// or `https`, in ASCII characters; both are checked when the job is built. Nothing of it is in the
/// `Debug` output but the way of authentication.
///
/// ```
/// use fax4a::job::HttpStatusPush;
///
/// let push = HttpStatusPush::to("https://status.example.com/fax").http_basic("retarus", "secret");
/// assert_eq!(format!("{push:?}"), "HttpStatusPush { auth_method: \"HTTP_BASIC\", .. }");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct HttpStatusPush {
    target_url: String,
    authentication: Option<(AuthMethod, Login)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum AuthMethod {
    HttpBasic,
    HttpDigest,
    OAuth2,
}

#[derive(Clone, PartialEq, Eq)]
struct Login {
    principal: String,
    credentials: String,
}

impl HttpStatusPush {
    /// Reports to this URL without authentication (`NONE`).
    #[must_use]
    pub fn to(url: impl Into<String>) -> Self {
        Self {
            target_url: url.into(),
            authentication: None,
        }
    }

    /// The service logs in by HTTP Basic authentication (`HTTP_BASIC`).
    #[must_use]
    pub fn http_basic(self, user: impl Into<String>, password: impl Into<String>) -> Self {
        self.login(AuthMethod::HttpBasic, user.into(), password.into())
    }

    /// The service logs in by HTTP Digest authentication (`HTTP_DIGEST`).
    #[must_use]
    pub fn http_digest(self, user: impl Into<String>, password: impl Into<String>) -> Self {
        self.login(AuthMethod::HttpDigest, user.into(), password.into())
    }

    /// The service gets an access token with this client id (`principal`) and client secret
    /// (`credentials`) (`OAUTH2`).
    #[must_use]
    pub fn oauth2(self, principal: impl Into<String>, credentials: impl Into<String>) -> Self {
        self.login(AuthMethod::OAuth2, principal.into(), credentials.into())
    }

    fn login(mut self, method: AuthMethod, principal: String, credentials: String) -> Self {
        self.authentication = Some((
            method,
            Login {
                principal,
                credentials,
            },
        ));
        self
    }

    fn auth_method(&self) -> &'static str {
        match self.authentication {
            None => "NONE",
            Some((AuthMethod::HttpBasic, _)) => "HTTP_BASIC",
            Some((AuthMethod::HttpDigest, _)) => "HTTP_DIGEST",
            Some((AuthMethod::OAuth2, _)) => "OAUTH2",
        }
    }

    pub(crate) fn check(&self, problems: &mut Problems) {
        const PRINCIPAL: &str = "statusReportOptions.httpStatusPush.principal";
        const CREDENTIALS: &str = "statusReportOptions.httpStatusPush.credentials";
        const TARGET_URL: &str = "statusReportOptions.httpStatusPush.targetUrl";
        text::check_url(&self.target_url, TARGET_URL, problems);
        if let Some((
            method,
            Login {
                principal,
                credentials,
            },
        )) = &self.authentication
        {
            text::check_line(principal.as_str(), None, PRINCIPAL, problems);
            // RFC 7617, section 2: the first colon ends the user name.
            if *method == AuthMethod::HttpBasic && principal.contains(':') {
                problems.push(PRINCIPAL, Problem::ColonInUserName);
            }
            text::check_line(credentials.as_str(), None, CREDENTIALS, problems);
        }
    }

    pub(crate) fn write(&self, json: &mut JsonWriter) {
        json.text("targetUrl", self.target_url.as_str());
        if let Some((
            _,
            Login {
                principal,
                credentials,
            },
        )) = &self.authentication
        {
            json.text("principal", principal.as_str());
            json.text("credentials", credentials.as_str());
        }
        json.text("authMethod", self.auth_method());
    }
}

/// Neither the URL, which can hold a token, nor the login.
impl fmt::Debug for HttpStatusPush {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpStatusPush")
            .field("auth_method", &self.auth_method())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::vec::Vec;

    use super::*;

    const URL: &str = "https://status.example.com/fax";

    fn problems(push: &HttpStatusPush) -> Vec<(String, Problem)> {
        Problems::collected(|problems| push.check(problems))
    }

    fn written(push: &HttpStatusPush) -> String {
        JsonWriter::written(|json| push.write(json))
    }

    #[test]
    fn each_way_of_authentication_is_written() {
        let to = || HttpStatusPush::to(URL);
        assert_eq!(
            written(&to()),
            format!(r#"{{"targetUrl":"{URL}","authMethod":"NONE"}}"#)
        );
        for (push, method) in [
            (to().http_basic("me", "pw"), "HTTP_BASIC"),
            (to().http_digest("me", "pw"), "HTTP_DIGEST"),
            (to().oauth2("me", "pw"), "OAUTH2"),
        ] {
            let login = r#""principal":"me","credentials":"pw""#;
            let expected = format!(r#"{{"targetUrl":"{URL}",{login},"authMethod":"{method}"}}"#);
            assert_eq!(written(&push), expected);
            assert_eq!(problems(&push), []);
        }
    }

    #[test]
    fn the_target_is_a_url() {
        let place = "statusReportOptions.httpStatusPush.targetUrl";
        let found = problems(&HttpStatusPush::to("status.example.com"));
        assert_eq!(found, [(place.into(), Problem::NotAUrl)]);
        let found = problems(&HttpStatusPush::to("ftp://status.example.com"));
        assert_eq!(found, [(place.into(), Problem::NotHttp)]);
    }

    #[test]
    fn a_login_can_be_carried_by_http() {
        let login = |field: &str| format!("statusReportOptions.httpStatusPush.{field}");
        let found = problems(&HttpStatusPush::to(URL).http_basic("a:b", "p:w"));
        assert_eq!(found, [(login("principal"), Problem::ColonInUserName)]);
        assert_eq!(problems(&HttpStatusPush::to(URL).oauth2("a:b", "pw")), []);
        let found = problems(&HttpStatusPush::to(URL).http_digest("", "p\nw"));
        let control = Problem::ControlCharacter { position: 1 };
        assert_eq!(
            found,
            [
                (login("principal"), Problem::Empty),
                (login("credentials"), control)
            ]
        );
    }

    #[test]
    fn debug_tells_only_the_method() {
        for push in [
            HttpStatusPush::to("https://marked.example").http_basic("marked", "marked"),
            HttpStatusPush::to("https://marked.example").http_digest("marked", "marked"),
            HttpStatusPush::to("https://marked.example").oauth2("marked", "marked"),
        ] {
            assert!(!format!("{push:?}").contains("marked"));
        }
    }
}
