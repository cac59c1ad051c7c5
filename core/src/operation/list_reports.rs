//! `GET /{custNr}/fax/reports` (getAllStatusReports): the reports on completed jobs.
//!
//! - Where: a data center; it lists the jobs that it processed.
//! - Success: `200` with `{"reports":[FaxReport…]}`: **the oldest 1000** at most. Later ones come into sight when those are deleted.
//! - `404`: no reports, the same as an empty list. A bare array is read as well.

use http::{Method, Request, Response, StatusCode};

use super::{Operation, Repeat};
use crate::account::Account;
use crate::body::Body;
use crate::error::Error;
use crate::report::{FaxReport, Page};
use crate::server::DataCenterUrl;
use crate::wire::page::read_page;
use crate::wire::{self, Path};

/// Asks one data center for the oldest reports that it has, oldest first.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct ListReports;

impl ListReports {
    /// Asks for the oldest reports.
    pub fn new() -> Self {
        Self
    }
}

impl Operation for ListReports {
    type Target = DataCenterUrl;
    type Output = Page<FaxReport>;

    const NAME: &'static str = "getAllStatusReports";
    const REPEAT: Repeat = Repeat::Always;

    fn request(&self, account: &Account, target: &DataCenterUrl) -> Request<Body> {
        wire::request(Method::GET, account, target, Path::Reports, Body::default())
    }

    fn response(&self, response: Response<&[u8]>) -> Result<Page<FaxReport>, Error> {
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
    fn no_reports_is_an_empty_page_however_it_is_said() {
        let mut not_found = Response::new(&b"no reports"[..]);
        *not_found.status_mut() = StatusCode::NOT_FOUND;
        let list = ListReports::new();
        assert!(list.response(not_found).unwrap().entries.is_empty());
        assert!(
            list.response(Response::new(b"[]"))
                .unwrap()
                .entries
                .is_empty()
        );
        assert!(
            list.response(Response::new(b"")).is_err()
                && list.response(Response::new(b"{}")).is_err()
        );
    }
}
