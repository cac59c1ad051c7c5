//! Status pushes: what the service POSTs to a job's `targetUrl` when the job is done.
//!
//! A job asks for one by [`HttpStatusPush`](crate::job::HttpStatusPush). This module is the other end, without I/O: give it the
//! request that your web server got, and it gives you the [`FaxReport`], or the answer that says what is wrong.
//!
//! 1. [`PushReceiver::check`] the head, so that a stranger's body is not even read.
//! 2. Read the body, [`PushReceiver::MAX_BODY_BYTES`] at most, and [`PushReceiver::receive`] it.
//! 3. Store the report durably under its [`key`](StatusPush::key).
//! 4. Then, and not before, answer [`accepted`]; if it could not be stored, [`failed_to_store`].
//!
//! The service takes `2xx` as received, `4xx` as an erroneous push and `5xx` as an error of your server. Whether it repeats a push
//! after any of these is not documented. So:
//!
//! - **A push may never come.** Watch the jobs that none came for ([`Watch`](crate::flow::Watch)).
//! - **A push may come twice.** The same push has the same [`key`](StatusPush::key).
//! - **A push may come before the answer to the send.** Store reports on jobs that you do not know yet;
//!   [`customer_defined_id`](FaxReport::customer_defined_id) tells whose they are.
//! - **A push is not signed.** With [`PushAuth::none`] anyone who knows the URL can make one: then take it as a hint, and ask the
//!   service for the report itself. Serve the URL by `https`, as reports are personal data.
//!
//! ```
//! use fax4a::push::{self, PushAuth, PushReceiver, StatusPush};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # fn store(push: &StatusPush) -> std::io::Result<()> { println!("{} {:?}", push.key(), push.report()); Ok(()) }
//!
//! // What the job said: HttpStatusPush::to("https://status.example.com/fax").http_basic("service", "secret")
//! let receiver = PushReceiver::new(PushAuth::basic("service", "secret")?);
//!
//! // In the handler of your web server, with its request:
//! let request = http::Request::post("/fax")
//!     .header("authorization", "Basic c2VydmljZTpzZWNyZXQ=")
//!     .header("content-type", "application/json")
//!     .body(br#"{"jobId":"FJJ5Y09UM505ZZBIELCRYC","recipientStatus":[{"number":"+49891234567","status":"OK"}]}"#)?;
//! let answer: http::Response<Vec<u8>> = match receiver.receive(&request) {
//!     Ok(push) if store(&push).is_ok() => push::accepted(),
//!     Ok(_) => push::failed_to_store(),
//!     Err(error) => error.response(),
//! };
//! assert_eq!(answer.status(), 204);
//! # Ok(()) }
//! ```
//!
//! XML, which is what the service sends unless it was told otherwise, needs the feature `push-xml`.

use http::{Response, StatusCode};

use crate::report::FaxReport;

mod auth;
mod error;
mod format;
mod json;
mod key;
mod receiver;
#[cfg(feature = "push-xml")]
mod xml;

pub use auth::{PushAuth, Unauthorized, UnauthorizedReason};
pub use error::{PushError, UnreadablePush, UnreadablePushKind};
pub use format::PushFormat;
pub use key::PushKey;
pub use receiver::PushReceiver;

/// A status push that was read: a report that the service sent on its own.
///
/// It names at least one recipient. Most pushes are final, but ask [`FaxReport::is_final`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusPush {
    report: FaxReport,
    format: PushFormat,
}

impl StatusPush {
    /// The report. From XML it has the `options/jobReference` as its [`customer_defined_id`](FaxReport::customer_defined_id), which is
    /// the one reference that the default layout has, and neither billing data nor alternative numbers.
    pub fn report(&self) -> &FaxReport {
        &self.report
    }

    /// The report, to keep.
    pub fn into_report(self) -> FaxReport {
        self.report
    }

    /// What it was written in.
    pub fn format(&self) -> PushFormat {
        self.format
    }

    /// What tells this push from others: see [`PushKey`].
    pub fn key(&self) -> PushKey {
        PushKey::of(&self.report)
    }
}

/// The answer to a push that was stored, or had been stored before: `204`.
pub fn accepted<B: Default>() -> Response<B> {
    answer(StatusCode::NO_CONTENT)
}

/// The answer to a push that is fine, but could not be stored: `503`.
pub fn failed_to_store<B: Default>() -> Response<B> {
    answer(StatusCode::SERVICE_UNAVAILABLE)
}

fn answer<B: Default>(status: StatusCode) -> Response<B> {
    let mut response = Response::new(B::default());
    *response.status_mut() = status;
    response
}
