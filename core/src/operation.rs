//! The seven operations of the API, each a value that builds its request and reads its answer.
//!
//! An operation does no I/O. It is usable alone, with any HTTP client: build the request, send it, hand the answer back.
//!
//! ```
//! use fax4a::operation::{GetReport, Operation};
//! # use fax4a::{Account, Credentials, CustomerNumber, JobId, Region};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let account = Account::new(CustomerNumber::new("99999TE")?, Credentials::basic("user", "secret")?);
//! # fn any_client(request: http::Request<Vec<u8>>) -> http::Response<Vec<u8>> {
//! #     assert_eq!(request.uri(), "https://faxws.de1.retarus.com/rest/v1/99999TE/fax/reports/FJJ66GHGX105ZZBIELVCN1");
//! #     http::Response::new(br#"{"jobId":"FJJ66GHGX105ZZBIELVCN1","recipientStatus":[{"number":"+49891","status":"OK"}]}"#.to_vec())
//! # }
//! let operation = GetReport::new(JobId::new("FJJ66GHGX105ZZBIELVCN1")?);
//! for data_center in Region::germany().data_centers() {
//!     let request = operation.request(&account, data_center);
//!     # if data_center.data_center().name() == "DE2" { break }
//!     let response: http::Response<Vec<u8>> = any_client(request.map(Into::into));
//!     let (parts, body) = response.into_parts();
//!     match operation.response(http::Response::from_parts(parts, &body[..]))? {
//!         Some(report) => println!("{} has it: {report:?}", data_center.data_center()),
//!         None => println!("not at {}", data_center.data_center()),
//!     }
//! }
//! # Ok(()) }
//! ```
//!
//! Asking all data centers of a region and telling what the answers mean together is what [`AskAll`](crate::flow::AskAll) does.

use http::{Request, Response};

use crate::account::Account;
use crate::body::Body;
use crate::error::Error;
use crate::server::Target;

mod bulk;
mod delete_oldest;
mod delete_report;
mod get_report;
mod list_reports;
mod send_fax;

pub use bulk::{BulkDelete, BulkGet, InvalidJobIds, MAX_JOB_IDS};
pub use delete_oldest::DeleteOldest;
pub use delete_report::DeleteReport;
pub use get_report::GetReport;
pub use list_reports::ListReports;
pub use send_fax::SendFax;

/// One operation of the API. Sealed: the API has seven.
pub trait Operation: private::Sealed {
    /// Where it may be sent: [`SubmissionUrl`](crate::SubmissionUrl) for [`SendFax`],
    /// [`DataCenterUrl`](crate::DataCenterUrl) for all others.
    type Target: Target;

    /// What a success says.
    type Output: core::fmt::Debug;

    /// The API's name for it (`operationId`).
    const NAME: &'static str;

    /// Whether it may be sent again when nobody knows whether it arrived.
    const REPEAT: Repeat;

    /// The request for this account at this server. It cannot fail: everything was checked when the operation was made.
    fn request(&self, account: &Account, target: &Self::Target) -> Request<Body>;

    /// Reads the answer.
    ///
    /// # Errors
    /// [`Error::Server`] for every status that is not a success, [`Error::Decode`] for a success that cannot be read.
    fn response(&self, response: Response<&[u8]>) -> Result<Self::Output, Error>;
}

/// Whether an operation may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Repeat {
    /// Doing it twice is as good as once: reads and deletes.
    Always,
    /// Only when it surely was not accepted: it costs money and reaches people.
    IfNotAccepted,
}

mod private {
    #[expect(unnameable_types, reason = "this is what seals the trait")]
    pub trait Sealed {}
    impl Sealed for super::SendFax {}
    impl Sealed for super::GetReport {}
    impl Sealed for super::ListReports {}
    impl Sealed for super::BulkGet {}
    impl Sealed for super::BulkDelete {}
    impl Sealed for super::DeleteReport {}
    impl Sealed for super::DeleteOldest {}
}
