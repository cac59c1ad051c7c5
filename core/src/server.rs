//! Where requests go: the rule of high availability, as types.
//!
//! A job that was sent to a high-availability (HA) address is processed by one of the region's two data centers, and nobody
//! tells which. Its report exists only there, and the documentation forbids report requests to an HA address. So there are two
//! kinds of address: a [`SubmissionUrl`] takes jobs, a [`DataCenterUrl`] takes everything, and only the second becomes the first.

use alloc::sync::Arc;
use core::fmt;

mod base_url;
mod region;

pub use base_url::InvalidServerUrl;
pub(crate) use base_url::{BaseUrl, push_segment};
pub use region::{InvalidRegion, Region};

/// A data center, by the short name that the service gives it, such as `DE1`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DataCenter(Arc<str>);

impl DataCenter {
    /// The data center of this name. Names are compared as they are written.
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Self(name.into())
    }

    /// The name, such as `DE1`.
    pub fn name(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DataCenter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for DataCenter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The server that an answer or an error came from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Server {
    /// The address that takes the jobs of the region of this name.
    Submission(Arc<str>),
    /// One data center.
    DataCenter(DataCenter),
}

impl Server {
    /// The data center, unless a region's common address answered, which does not say who stands behind it.
    pub fn data_center(&self) -> Option<&DataCenter> {
        match self {
            Self::Submission(_) => None,
            Self::DataCenter(data_center) => Some(data_center),
        }
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Submission(region) => write!(f, "the submission address of {region}"),
            Self::DataCenter(data_center) => write!(f, "data center {data_center}"),
        }
    }
}

/// The address that fax jobs are sent to. It takes no report request.
///
/// ```compile_fail
/// use fax4a::{operation::{GetReport, Operation}, Account, JobId, Region};
/// fn ask(account: &Account, region: &Region, job_id: JobId) {
///     let _ = GetReport::new(job_id).request(account, region.submission()); // expected `DataCenterUrl`
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SubmissionUrl {
    server: Server,
    base: BaseUrl,
}

impl SubmissionUrl {
    /// The address that takes jobs for a region, such as `https://fax.example.com/rest/v1`.
    ///
    /// # Errors
    /// When the text is no usable base address: see [`InvalidServerUrl`].
    pub fn new(region: impl Into<Arc<str>>, url: &str) -> Result<Self, InvalidServerUrl> {
        Ok(Self {
            server: Server::Submission(region.into()),
            base: BaseUrl::parse(url)?,
        })
    }

    /// The same, over a connection that is not encrypted: passwords and documents travel readable by everyone on the way.
    ///
    /// # Errors
    /// As [`SubmissionUrl::new`].
    pub fn new_unencrypted(
        region: impl Into<Arc<str>>,
        url: &str,
    ) -> Result<Self, InvalidServerUrl> {
        Ok(Self {
            server: Server::Submission(region.into()),
            base: BaseUrl::parse_unencrypted(url)?,
        })
    }

    /// What to call this server in a message.
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// The base address, without a slash at its end.
    pub fn as_str(&self) -> &str {
        self.base.as_str()
    }
}

/// A job may go straight to a data center. Then only that one knows it.
impl From<&DataCenterUrl> for SubmissionUrl {
    fn from(url: &DataCenterUrl) -> Self {
        Self {
            server: Server::DataCenter(url.data_center.clone()),
            base: url.base.clone(),
        }
    }
}

/// The address of one data center, which holds the reports of the jobs that it processed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DataCenterUrl {
    data_center: DataCenter,
    base: BaseUrl,
}

impl DataCenterUrl {
    /// The address of one data center, such as `https://fax1.example.com/rest/v1`.
    ///
    /// # Errors
    /// When the text is no usable base address, or one of the service's HA addresses: see [`InvalidServerUrl`].
    pub fn new(name: impl Into<Arc<str>>, url: &str) -> Result<Self, InvalidServerUrl> {
        Ok(Self {
            data_center: DataCenter::new(name),
            base: BaseUrl::parse(url)?.not_high_availability()?,
        })
    }

    /// The same, over a connection that is not encrypted: passwords and reports travel readable by everyone on the way.
    ///
    /// # Errors
    /// As [`DataCenterUrl::new`].
    pub fn new_unencrypted(name: impl Into<Arc<str>>, url: &str) -> Result<Self, InvalidServerUrl> {
        Ok(Self {
            data_center: DataCenter::new(name),
            base: BaseUrl::parse_unencrypted(url)?.not_high_availability()?,
        })
    }

    /// Which data center this is.
    pub fn data_center(&self) -> &DataCenter {
        &self.data_center
    }

    /// The base address, without a slash at its end.
    pub fn as_str(&self) -> &str {
        self.base.as_str()
    }
}

/// Where an operation may be sent: a [`SubmissionUrl`] or a [`DataCenterUrl`].
pub trait Target: Clone + fmt::Debug + private::Sealed {
    /// What to call the server in a message.
    fn server(&self) -> Server;
    #[doc(hidden)]
    fn base(&self) -> &str;
}

impl Target for SubmissionUrl {
    fn server(&self) -> Server {
        self.server.clone()
    }
    fn base(&self) -> &str {
        self.as_str()
    }
}

impl Target for DataCenterUrl {
    fn server(&self) -> Server {
        Server::DataCenter(self.data_center.clone())
    }
    fn base(&self) -> &str {
        self.as_str()
    }
}

mod private {
    #[expect(unnameable_types, reason = "this is what seals the trait")]
    pub trait Sealed {}
    impl Sealed for super::SubmissionUrl {}
    impl Sealed for super::DataCenterUrl {}
}
