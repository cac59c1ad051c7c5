//! `DELETE /{custNr}/fax/reports` (deleteOldestStatusReports): deletes the oldest reports, read or not.
//!
//! - Where: a data center; it deletes reports of jobs that it processed.
//! - Success: `200` with `{"reports":[JobDeleteReport…]}`, or a bare array in one source: the oldest 1000 at most.
//! - `404`: no reports, the same as an empty list.
//! - It deletes what is oldest **when it arrives**, which may be more than a list just showed. To delete what was read, name the
//!   ids in a [`BulkDelete`](super::BulkDelete). A repeat after a lost answer deletes the next thousand.

use http::{Method, Request, Response, StatusCode};

use super::{Operation, Repeat};
use crate::account::Account;
use crate::body::Body;
use crate::error::Error;
use crate::report::{Deletion, Page};
use crate::server::DataCenterUrl;
use crate::wire::page::read_page;
use crate::wire::{self, Path};

/// Asks one data center to delete its oldest 1000 reports, **whether anybody has read them or not**.
///
/// For emptying an account. No flow uses it.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct DeleteOldest;

impl DeleteOldest {
    /// Deletes the oldest reports.
    pub fn new() -> Self {
        Self
    }
}

impl Operation for DeleteOldest {
    type Target = DataCenterUrl;
    type Output = Page<Deletion>;

    const NAME: &'static str = "deleteOldestStatusReports";
    const REPEAT: Repeat = Repeat::IfNotAccepted;

    fn request(&self, account: &Account, target: &DataCenterUrl) -> Request<Body> {
        wire::request(
            Method::DELETE,
            account,
            target,
            Path::Reports,
            Body::default(),
        )
    }

    fn response(&self, response: Response<&[u8]>) -> Result<Page<Deletion>, Error> {
        if response.status() == StatusCode::NOT_FOUND {
            return Ok(Page::default());
        }
        let text = wire::success(&response)?;
        Ok(read_page(&text, response.status())?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeat_would_delete_the_next_thousand() {
        assert_eq!(DeleteOldest::REPEAT, Repeat::IfNotAccepted);
    }

    #[test]
    fn nothing_to_delete_is_an_empty_page() {
        let mut not_found = Response::new(&b""[..]);
        *not_found.status_mut() = StatusCode::NOT_FOUND;
        assert!(
            DeleteOldest::new()
                .response(not_found)
                .unwrap()
                .entries
                .is_empty()
        );
    }
}
