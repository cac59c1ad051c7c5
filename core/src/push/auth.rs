//! Who may push: what must be in the `Authorization` header.

use alloc::format;
use alloc::sync::Arc;
use core::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::AUTHORIZATION;

use self::secret::Secret;
use self::unauthorized::Scheme;
use crate::account::{Credentials, InvalidAccount};

mod secret;
mod unauthorized;

pub use self::unauthorized::{Unauthorized, UnauthorizedReason};

/// How a push must prove that it comes from the service: the other side of [`HttpStatusPush`](crate::job::HttpStatusPush).
///
/// | `authMethod` | here |
/// |---|---|
/// | `HTTP_BASIC` | [`PushAuth::basic`] |
/// | `OAUTH2` | [`PushAuth::bearer`] |
/// | `HTTP_DIGEST` | your web server's business, as it keeps the nonces that it gave out; behind it [`PushAuth::none`] |
/// | `NONE` | [`PushAuth::none`] |
///
/// Cloning is cheap. `Debug` shows the scheme only.
#[derive(Clone)]
pub struct PushAuth(Expected);

#[derive(Clone)]
enum Expected {
    Nothing,
    Basic(Arc<Secret>),
    Bearer(Arc<dyn Fn(&str) -> bool + Send + Sync>),
}

impl PushAuth {
    /// This user name and password, by HTTP Basic authentication in UTF-8 (RFC 7617).
    ///
    /// How long the comparison takes depends on what was sent, not on how much of it is right. Prefer ASCII: in what encoding the
    /// service sends other characters is not documented.
    ///
    /// # Errors
    /// [`InvalidAccount::UserName`] and [`InvalidAccount::Password`] as for [`Credentials::basic`].
    pub fn basic(user_name: &str, password: &str) -> Result<Self, InvalidAccount> {
        // For its rules only.
        Credentials::basic(user_name, password)?;
        let login = format!("{user_name}:{password}");
        Ok(Self(Expected::Basic(Arc::new(Secret::new(
            login.as_bytes(),
        )))))
    }

    /// A bearer token (RFC 6750) that this closure takes for valid.
    ///
    /// Compare tokens in constant time, or check their signature. If checking needs I/O, do it before, and use [`PushAuth::none`].
    pub fn bearer(is_valid: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        Self(Expected::Bearer(Arc::new(is_valid)))
    }

    /// Nothing: every push is taken. For when something in front has checked it, such as a web server that does Digest.
    pub fn none() -> Self {
        Self(Expected::Nothing)
    }

    pub(super) fn check(&self, headers: &HeaderMap) -> Result<(), Unauthorized> {
        match &self.0 {
            Expected::Nothing => Ok(()),
            Expected::Basic(secret) => require(Scheme::Basic, headers, |credentials| {
                let login = STANDARD.decode(credentials);
                login.is_ok_and(|login| secret.is(&login))
            }),
            Expected::Bearer(is_valid) => require(Scheme::Bearer, headers, |token| is_valid(token)),
        }
    }
}

impl fmt::Debug for PushAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Expected::Nothing => "PushAuth(none)",
            Expected::Basic(_) => "PushAuth(Basic)",
            Expected::Bearer(_) => "PushAuth(Bearer)",
        })
    }
}

/// Whether there are credentials of this scheme, and the right ones.
fn require(
    scheme: Scheme,
    headers: &HeaderMap,
    is_right: impl FnOnce(&str) -> bool,
) -> Result<(), Unauthorized> {
    let refused = |reason| Err(Unauthorized { scheme, reason });
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let Some(value) = values.next() else {
        return refused(UnauthorizedReason::Missing);
    };
    let text = value.to_str().unwrap_or_default();
    let (name, credentials) = text.split_once(' ').unwrap_or((text, ""));
    if !name.eq_ignore_ascii_case(scheme.name()) {
        return refused(UnauthorizedReason::OtherScheme);
    }
    // Of two headers nobody knows which one a proxy looked at.
    if values.next().is_none() && is_right(credentials.trim()) {
        Ok(())
    } else {
        refused(UnauthorizedReason::Wrong)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::*;

    const USER_NAME: &str = "service";
    const PASSWORD: &str = "12:3 s\u{fc}\u{df}";

    fn basic(login: &str) -> String {
        format!("Basic {}", STANDARD.encode(login))
    }

    fn check(auth: &PushAuth, authorization: &[&str]) -> Result<(), UnauthorizedReason> {
        let mut headers = HeaderMap::new();
        for value in authorization {
            headers.append(AUTHORIZATION, value.parse().unwrap());
        }
        auth.check(&headers).map_err(|error| error.reason())
    }

    fn expected() -> PushAuth {
        PushAuth::basic(USER_NAME, PASSWORD).unwrap()
    }

    #[test]
    fn the_right_login_passes() {
        let right = basic(&format!("{USER_NAME}:{PASSWORD}"));
        assert_eq!(check(&expected(), &[&right]), Ok(()));
        assert_eq!(
            check(&expected(), &[&right.replace("Basic ", "BASIC   ")]),
            Ok(())
        );
    }

    #[test]
    fn every_other_login_is_wrong() {
        let right = format!("{USER_NAME}:{PASSWORD}");
        let latin_1: Vec<u8> = right.chars().map(|c| c as u8).collect();
        for login in [
            "",
            ":",
            "service",
            "service:",
            ":12:3 s\u{fc}\u{df}",
            "SERVICE:12:3 s\u{fc}\u{df}",
            &right[..right.len() - 2],
            &format!("{right}x"),
            &format!("{right}\0"),
            &format!("{right}{}", "\0".repeat(Secret::BLOCK - right.len())),
            &format!("{right}{}", "\0".repeat(1000)),
            &"\0".repeat(right.len()),
            &"x".repeat(100_000),
        ] {
            assert_eq!(
                check(&expected(), &[&basic(login)]),
                Err(UnauthorizedReason::Wrong),
                "{login:?}"
            );
        }
        let latin_1 = format!("Basic {}", STANDARD.encode(latin_1));
        assert_eq!(
            check(&expected(), &[&latin_1]),
            Err(UnauthorizedReason::Wrong)
        );
    }

    #[test]
    fn a_login_longer_than_a_block_is_compared_to_its_end() {
        let long = "x".repeat(3 * Secret::BLOCK);
        let auth = PushAuth::basic("a", &long).unwrap();
        assert_eq!(check(&auth, &[&basic(&format!("a:{long}"))]), Ok(()));
        let wrong = basic(&format!("a:{}y", &long[1..]));
        assert_eq!(check(&auth, &[&wrong]), Err(UnauthorizedReason::Wrong));
    }

    #[test]
    fn what_is_not_written_as_basic_demands_is_wrong() {
        let right = basic(&format!("{USER_NAME}:{PASSWORD}"));
        for value in ["Basic", "Basic ", "Basic !", "Basic c2Vydmlj ZTo="] {
            assert_eq!(
                check(&expected(), &[value]),
                Err(UnauthorizedReason::Wrong),
                "{value}"
            );
        }
        let twice = check(&expected(), &[&right, &right]);
        assert_eq!(twice, Err(UnauthorizedReason::Wrong));
    }

    #[test]
    fn missing_credentials_and_another_scheme_are_told_apart() {
        assert_eq!(check(&expected(), &[]), Err(UnauthorizedReason::Missing));
        for value in ["Bearer abc", "Digest username=\"service\"", "", "Basi c2Vy"] {
            assert_eq!(
                check(&expected(), &[value]),
                Err(UnauthorizedReason::OtherScheme),
                "{value}"
            );
        }
    }

    #[test]
    fn a_bearer_token_is_the_closures_to_judge() {
        let auth = PushAuth::bearer(|token| token == "abc.def");
        assert_eq!(check(&auth, &["Bearer abc.def"]), Ok(()));
        assert_eq!(check(&auth, &["bearer  abc.def"]), Ok(()));
        assert_eq!(
            check(&auth, &["Bearer abc"]),
            Err(UnauthorizedReason::Wrong)
        );
        assert_eq!(check(&auth, &["Bearer"]), Err(UnauthorizedReason::Wrong));
        assert_eq!(
            check(&auth, &[&basic("a:b")]),
            Err(UnauthorizedReason::OtherScheme)
        );
        assert_eq!(check(&auth, &[]), Err(UnauthorizedReason::Missing));
    }

    #[test]
    fn with_none_everything_passes() {
        assert_eq!(check(&PushAuth::none(), &[]), Ok(()));
        assert_eq!(check(&PushAuth::none(), &["Basic !"]), Ok(()));
    }

    #[test]
    fn a_login_that_basic_cannot_carry_is_refused_when_it_is_set_up() {
        assert_eq!(
            PushAuth::basic("a:b", "c").unwrap_err(),
            InvalidAccount::UserName
        );
        assert_eq!(
            PushAuth::basic("a", "").unwrap_err(),
            InvalidAccount::Password
        );
    }

    #[test]
    fn debug_tells_the_scheme_only() {
        let auth = PushAuth::basic("marked", "marked").unwrap();
        assert_eq!(format!("{auth:?}"), "PushAuth(Basic)");
        assert_eq!(
            format!("{:?}", PushAuth::bearer(|_| true)),
            "PushAuth(Bearer)"
        );
    }
}
