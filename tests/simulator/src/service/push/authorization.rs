//! The credentials of a push.

use base64::prelude::{BASE64_STANDARD, Engine};
use http::header::AUTHORIZATION;
use http::uri::PathAndQuery;
use http::{HeaderValue, Request};

use super::digest;
use crate::service::job::{PushAuth, PushTarget};

/// What a push authenticates itself with, and how.
pub(super) struct Authorization {
    method: PushAuth,
    principal: String,
    credentials: String,
    /// What a Digest answer mixes in; the job id, so that runs repeat.
    client_nonce: String,
}

impl Authorization {
    pub(super) fn new(target: &PushTarget, job_id: &str) -> Self {
        Self {
            method: target.auth_method,
            principal: target.principal.clone().unwrap_or_default(),
            credentials: target.credentials.clone().unwrap_or_default(),
            client_nonce: job_id.to_owned(),
        }
    }

    /// Sets what is sent unasked.
    pub(super) fn apply<B>(&self, request: &mut Request<B>) {
        let Self {
            principal,
            credentials,
            ..
        } = self;
        let value = match self.method {
            PushAuth::None | PushAuth::Digest => return,
            PushAuth::Basic => {
                let pair = format!("{principal}:{credentials}");
                format!("Basic {}", BASE64_STANDARD.encode(pair))
            }
            PushAuth::OAuth2 => format!("Bearer {credentials}"),
        };
        set(request, &value);
    }

    /// The request again, with the answer to a Digest challenge.
    pub(super) fn answer(
        &self,
        request: &Request<Vec<u8>>,
        challenge: &HeaderValue,
    ) -> Option<Request<Vec<u8>>> {
        if self.method != PushAuth::Digest {
            return None;
        }
        let uri = request
            .uri()
            .path_and_query()
            .map_or("/", PathAndQuery::as_str);
        let user = digest::User {
            name: &self.principal,
            password: &self.credentials,
        };
        let answer = digest::answer(challenge.to_str().ok()?, user, uri, &self.client_nonce)?;
        let mut again = request.clone();
        set(&mut again, &answer);
        Some(again)
    }
}

/// Credentials that no header can hold are left out, so the target refuses the push.
fn set<B>(request: &mut Request<B>, value: &str) {
    if let Ok(mut value) = HeaderValue::from_str(value) {
        value.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, value);
    }
}
