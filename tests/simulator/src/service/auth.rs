//! HTTP Basic authentication.

use base64::prelude::{BASE64_STANDARD, Engine};
use http::header::AUTHORIZATION;
use http::{HeaderMap, StatusCode};

use crate::Config;

/// Whether the request comes from the account; otherwise the status to answer: `400` without `Authorization`, `401` with a bad one.
pub(crate) fn check(config: &Config, headers: &HeaderMap) -> Result<(), StatusCode> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let Some(value) = values.next() else {
        return Err(StatusCode::BAD_REQUEST);
    };
    let good = values.next().is_none() && is_account(config, value.as_bytes());
    if good {
        Ok(())
    } else {
        Err(StatusCode::UNAUTHORIZED)
    }
}

fn is_account(config: &Config, value: &[u8]) -> bool {
    let Some((scheme, token)) = value
        .iter()
        .position(|it| *it == b' ')
        .map(|at| value.split_at(at))
    else {
        return false;
    };
    let Ok(pair) = BASE64_STANDARD.decode(token.trim_ascii()) else {
        return false;
    };
    // RFC 7617: the first colon ends the user name; a password may hold more of them. Both are UTF-8 here.
    let Some(colon) = pair.iter().position(|it| *it == b':') else {
        return false;
    };
    let (user_name, password) = (&pair[..colon], &pair[colon + 1..]);
    scheme.eq_ignore_ascii_case(b"Basic")
        && user_name == config.user_name.as_bytes()
        && password == config.password.as_bytes()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn status(user_name: &str, password: &str, values: &[&str]) -> Option<u16> {
        let config = Config::new().account("1", user_name, password);
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(AUTHORIZATION, HeaderValue::from_str(value).unwrap());
        }
        check(&config, &headers).err().map(|it| it.as_u16())
    }

    fn basic(scheme: &str, pair: &str) -> String {
        format!("{scheme} {}", BASE64_STANDARD.encode(pair))
    }

    #[test]
    fn the_account_gets_in() {
        assert_eq!(
            status("user", "pass", &[&basic("Basic", "user:pass")]),
            None
        );
        assert_eq!(
            status("user", "pass", &[&basic("basic", "user:pass")]),
            None
        );
        assert_eq!(
            status("üser", "p:ä:ss", &[&basic("Basic", "üser:p:ä:ss")]),
            None
        );
    }

    #[test]
    fn nobody_else_gets_in() {
        assert_eq!(status("user", "pass", &[]), Some(400));
        for bad in [
            basic("Basic", "user:no"),
            basic("Basic", "no:pass"),
            basic("Basic", "user"),
            basic("Bearer", "user:pass"),
        ] {
            assert_eq!(status("user", "pass", &[&bad]), Some(401), "{bad}");
        }
        assert_eq!(status("user", "pass", &["Basic", "x"]), Some(401));
        assert_eq!(status("user", "pass", &["Basic !!"]), Some(401));
        let twice = basic("Basic", "user:pass");
        assert_eq!(status("user", "pass", &[&twice, &twice]), Some(401));
    }
}
