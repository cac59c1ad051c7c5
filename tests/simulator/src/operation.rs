//! The seven operations.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An operation of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Operation {
    /// `POST /{custNr}/fax`
    SendFax,
    /// `GET /{custNr}/fax/reports/{jobId}`
    GetReport,
    /// `GET /{custNr}/fax/reports`
    ListReports,
    /// `POST /{custNr}/fax/reports` with the action `GET`, or with one that cannot be understood
    BulkGet,
    /// `POST /{custNr}/fax/reports` with the action `DELETE`
    BulkDelete,
    /// `DELETE /{custNr}/fax/reports/{jobId}`
    DeleteReport,
    /// `DELETE /{custNr}/fax/reports`
    DeleteOldest,
}

impl Operation {
    /// The path after the base path, with the customer number and the job id left open.
    pub const fn path(self) -> &'static str {
        match self {
            Self::SendFax => "/{custNr}/fax",
            Self::ListReports | Self::BulkGet | Self::BulkDelete | Self::DeleteOldest => {
                "/{custNr}/fax/reports"
            }
            Self::GetReport | Self::DeleteReport => "/{custNr}/fax/reports/{jobId}",
        }
    }
}

impl fmt::Display for Operation {
    /// The name, as in JSON: `sendFax`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::SendFax => "sendFax",
            Self::GetReport => "getReport",
            Self::ListReports => "listReports",
            Self::BulkGet => "bulkGet",
            Self::BulkDelete => "bulkDelete",
            Self::DeleteReport => "deleteReport",
            Self::DeleteOldest => "deleteOldest",
        })
    }
}
