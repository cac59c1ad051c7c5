//! HTTP Digest authentication of a POST, with MD5 (RFC 2617).

use super::md5::md5;

#[derive(Clone, Copy)]
pub(super) struct User<'a> {
    pub(super) name: &'a str,
    pub(super) password: &'a str,
}

/// The `Authorization` that answers a challenge; none if it is no Digest challenge with MD5.
pub(super) fn answer(
    challenge: &str,
    user: User<'_>,
    uri: &str,
    client_nonce: &str,
) -> Option<String> {
    let (scheme, rest) = challenge.split_once(' ')?;
    let parameter = |name| {
        parameters(rest)
            .find(|(it, _)| it.eq_ignore_ascii_case(name))
            .map(|it| it.1)
    };
    let is_md5 = parameter("algorithm").is_none_or(|it| it.eq_ignore_ascii_case("MD5"));
    if !scheme.eq_ignore_ascii_case("Digest") || !is_md5 {
        return None;
    }
    let (realm, nonce) = (parameter("realm")?, parameter("nonce")?);
    let User { name, password } = user;
    let secret = md5(format!("{name}:{realm}:{password}").as_bytes());
    let request = md5(format!("POST:{uri}").as_bytes());
    let with_qop = parameter("qop").is_some_and(|it| it.split(',').any(|it| it.trim() == "auth"));
    let response = if with_qop {
        md5(format!("{secret}:{nonce}:00000001:{client_nonce}:auth:{request}").as_bytes())
    } else {
        md5(format!("{secret}:{nonce}:{request}").as_bytes())
    };
    let mut value = format!(
        "Digest username=\"{name}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{uri}\", \
         response=\"{response}\", algorithm=MD5"
    );
    if with_qop {
        value.push_str(&format!(
            ", qop=auth, nc=00000001, cnonce=\"{client_nonce}\""
        ));
    }
    if let Some(opaque) = parameter("opaque") {
        value.push_str(&format!(", opaque=\"{opaque}\""));
    }
    Some(value)
}

/// The parameters of a challenge. Quoted values may hold commas, but no escaped quotes: no server sends
/// any.
fn parameters(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (name, after) = rest.trim_start_matches([',', ' ']).split_once('=')?;
        let (value, after) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => after.split_at(after.find([',', ' ']).unwrap_or(after.len())),
        };
        rest = after;
        Some((name.trim(), value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const USER: User<'_> = User {
        name: "Mufasa",
        password: "Circle Of Life",
    };
    const NONCE: &str = "dcd98b7102dd2f0e8b11d0f600bfb0c093";

    #[test]
    fn parameters_are_read_quoted_and_bare() {
        let read: Vec<_> =
            parameters("realm=\"a, b=c\", stale=false,qop=\"auth,auth-int\"").collect();
        assert_eq!(
            read,
            [
                ("realm", "a, b=c"),
                ("stale", "false"),
                ("qop", "auth,auth-int")
            ]
        );
    }

    #[test]
    fn an_answer_is_made_of_the_hashes_that_the_rfc_names() {
        let challenge = format!(
            "Digest realm=\"testrealm@host.com\", nonce=\"{NONCE}\", qop=\"auth,auth-int\", opaque=\"x\""
        );
        let value = answer(&challenge, USER, "/dir/index.html", "0a4f113b").unwrap();
        // RFC 2617, 3.5, has this secret; its request there is a GET.
        let secret = "939e7578ed9e3c518a452acee763bce9";
        let request = md5(b"POST:/dir/index.html");
        let response = md5(format!("{secret}:{NONCE}:00000001:0a4f113b:auth:{request}").as_bytes());
        assert!(
            value.contains(&format!("response=\"{response}\"")),
            "{value}"
        );
        assert!(
            value.ends_with("qop=auth, nc=00000001, cnonce=\"0a4f113b\", opaque=\"x\""),
            "{value}"
        );
    }

    #[test]
    fn without_qop_the_old_form_is_used() {
        let challenge = format!("digest realm=\"testrealm@host.com\", nonce=\"{NONCE}\"");
        let value = answer(&challenge, USER, "/", "x").unwrap();
        assert!(
            !value.contains("qop") && !value.contains("cnonce"),
            "{value}"
        );
    }

    #[test]
    fn what_is_no_digest_with_md5_is_not_answered() {
        for challenge in [
            "Basic realm=\"x\"",
            "Digest realm=\"x\"",
            "Digest realm=\"x\", nonce=\"y\", algorithm=SHA-256",
            "",
        ] {
            assert_eq!(answer(challenge, USER, "/", "x"), None, "{challenge}");
        }
    }
}
