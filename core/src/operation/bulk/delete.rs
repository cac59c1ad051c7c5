//! The bulk request to delete reports.

use http::{Request, Response};

use super::super::{Operation, Repeat};
use super::{Bulk, InvalidJobIds};
use crate::account::Account;
use crate::body::Body;
use crate::error::Error;
use crate::id::JobId;
use crate::report::{Deletion, Page};
use crate::server::DataCenterUrl;
use crate::wire;
use crate::wire::page::read_page;

/// Asks one data center to delete the reports on up to 1000 jobs, and no others.
///
/// An id that the answer does not name was not answered: its report may still be there.
#[derive(Clone, Debug)]
pub struct BulkDelete(Bulk);

impl BulkDelete {
    /// Deletes the reports on these jobs.
    ///
    /// # Errors
    /// [`InvalidJobIds`] when there are none or more than [`MAX_JOB_IDS`](super::MAX_JOB_IDS).
    pub fn new(job_ids: impl IntoIterator<Item = JobId>) -> Result<Self, InvalidJobIds> {
        Bulk::new("DELETE", job_ids.into_iter().collect()).map(Self)
    }

    /// The jobs whose reports are deleted.
    pub fn job_ids(&self) -> &[JobId] {
        &self.0.job_ids
    }
}

impl Operation for BulkDelete {
    type Target = DataCenterUrl;
    type Output = Page<Deletion>;

    const NAME: &'static str = "bulkStatusReports DELETE";
    const REPEAT: Repeat = Repeat::Always;

    fn request(&self, account: &Account, target: &DataCenterUrl) -> Request<Body> {
        self.0.request(account, target)
    }

    fn response(&self, response: Response<&[u8]>) -> Result<Page<Deletion>, Error> {
        let text = wire::success(&response)?;
        Ok(read_page(&text, response.status())?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read_and_a_status_that_is_none_is_not() {
        let bulk = BulkDelete::new([JobId::new("A1").unwrap()]).unwrap();
        let page = bulk
            .response(Response::new(
                br#"{"value":{"reports":[{"jobId":"A1"},{}]}}"#,
            ))
            .unwrap();
        assert_eq!((page.entries.len(), page.unreadable.len()), (1, 1));
        let mut not_found = Response::new(&b""[..]);
        *not_found.status_mut() = http::StatusCode::NOT_FOUND;
        assert!(matches!(bulk.response(not_found), Err(Error::Server(_))));
    }
}
