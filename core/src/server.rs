//! Where requests go: the rule of high availability, as types.
//!
//! A job that was sent to a high-availability (HA) address is processed by one of the region's two data centers, and nobody
//! tells which. Its report exists only there, and the documentation forbids report requests to an HA address. So there are two
//! kinds of address: a [`SubmissionUrl`] takes jobs, a [`DataCenterUrl`] takes everything, and only the second becomes the first.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

mod base_url;

pub use base_url::InvalidServerUrl;
pub(crate) use base_url::{BaseUrl, push_segment};

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
pub trait Target: Clone + private::Sealed {
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

/// A region: one address for jobs, and the data centers behind it, which hold the reports.
///
/// The four public regions are ready; [`Region::new`] makes others: private deployments, tests, the public mock server.
/// Cloning is cheap. Addresses are those of the API's documentation, section "Servers".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region(Arc<Parts>);

#[derive(Debug, PartialEq, Eq)]
struct Parts {
    name: Arc<str>,
    submission: SubmissionUrl,
    data_centers: Vec<DataCenterUrl>,
}

impl Region {
    /// Germany: Frankfurt (DE1) and Munich (DE2) behind one HA address.
    pub fn germany() -> Self {
        Self::public(
            "DE",
            "https://faxws-ha.de.retarus.com/rest/v1",
            &[
                ("DE1", "https://faxws.de1.retarus.com/rest/v1"),
                ("DE2", "https://faxws.de2.retarus.com/rest/v1"),
            ],
        )
    }

    /// United States: Ashburn (US1) and Secaucus (US2) behind one HA address.
    pub fn united_states() -> Self {
        Self::public(
            "US",
            "https://faxws-ha.us.retarus.com/rest/v1",
            &[
                ("US1", "https://faxws.us1.retarus.com/rest/v1"),
                ("US2", "https://faxws.us2.retarus.com/rest/v1"),
            ],
        )
    }

    /// Switzerland: one data center (CH1), which takes the jobs itself.
    pub fn switzerland() -> Self {
        let url = "https://faxws.ch1.retarus.com/rest/v1";
        Self::public("CH", url, &[("CH1", url)])
    }

    /// Singapore: one data center (SG1), which takes the jobs itself.
    pub fn singapore() -> Self {
        let url = "https://faxws.sg1.retarus.com/rest/v1";
        Self::public("SG", url, &[("SG1", url)])
    }

    /// The documentation's public mock server. It gives canned answers and keeps nothing.
    pub fn public_mock() -> Self {
        let url = "https://developers.retarus.com/_mock/fax/fax4a-api";
        Self::public("MOCK", url, &[("MOCK", url)])
    }

    fn public(name: &str, submission: &str, data_centers: &[(&str, &str)]) -> Self {
        Self(Arc::new(Parts {
            name: name.into(),
            submission: SubmissionUrl {
                server: Server::Submission(name.into()),
                base: BaseUrl::known(submission),
            },
            data_centers: data_centers
                .iter()
                .map(|(name, url)| DataCenterUrl {
                    data_center: DataCenter::new(*name),
                    base: BaseUrl::known(url),
                })
                .collect(),
        }))
    }

    /// A region of your own: the address for jobs, and **every** data center that may process them.
    ///
    /// A report is called "not found" when all of `data_centers` said so: one that is left out here loses its reports silently.
    ///
    /// # Errors
    /// [`InvalidRegion`] when there is no data center, or when two have one name or one address.
    ///
    /// ```
    /// use fax4a::{DataCenterUrl, Region, SubmissionUrl};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let lab = Region::new(
    ///     SubmissionUrl::new("LAB", "http://127.0.0.1:8080/rest/v1")?,
    ///     [
    ///         DataCenterUrl::new("LAB1", "http://127.0.0.1:8081/rest/v1")?,
    ///         DataCenterUrl::new("LAB2", "http://127.0.0.1:8082/rest/v1")?,
    ///     ],
    /// )?;
    /// assert_eq!(lab.data_centers().len(), 2);
    /// # Ok(()) }
    /// ```
    pub fn new(
        submission: SubmissionUrl,
        data_centers: impl IntoIterator<Item = DataCenterUrl>,
    ) -> Result<Self, InvalidRegion> {
        let data_centers: Vec<_> = data_centers.into_iter().collect();
        if data_centers.is_empty() {
            return Err(InvalidRegion::NoDataCenter);
        }
        for (index, one) in data_centers.iter().enumerate() {
            let twin = data_centers
                .iter()
                .skip(index + 1)
                .any(|other| other.data_center == one.data_center || other.base == one.base);
            if twin {
                return Err(InvalidRegion::Twice {
                    data_center: one.data_center.clone(),
                });
            }
        }
        let name = match &submission.server {
            Server::Submission(name) => name.clone(),
            Server::DataCenter(data_center) => data_center.0.clone(),
        };
        Ok(Self(Arc::new(Parts {
            name,
            submission,
            data_centers,
        })))
    }

    /// A region of one data center, which takes the jobs itself.
    pub fn of_one(data_center: DataCenterUrl) -> Self {
        Self(Arc::new(Parts {
            name: data_center.data_center.0.clone(),
            submission: SubmissionUrl::from(&data_center),
            data_centers: alloc::vec![data_center],
        }))
    }

    /// The short name, such as `DE`.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Where jobs go.
    pub fn submission(&self) -> &SubmissionUrl {
        &self.0.submission
    }

    /// Where reports live: all of the region's data centers, at least one.
    pub fn data_centers(&self) -> &[DataCenterUrl] {
        &self.0.data_centers
    }

    /// The address of one data center of this region.
    pub fn data_center(&self, data_center: &DataCenter) -> Option<&DataCenterUrl> {
        self.0
            .data_centers
            .iter()
            .find(|url| url.data_center == *data_center)
    }
}

/// Reads `DE`, `US`, `CH`, `SG` or `MOCK`, in any case: for configuration.
impl FromStr for Region {
    type Err = InvalidRegion;

    fn from_str(name: &str) -> Result<Self, InvalidRegion> {
        [
            Self::germany,
            Self::united_states,
            Self::switzerland,
            Self::singapore,
            Self::public_mock,
        ]
        .into_iter()
        .map(|region| region())
        .find(|region| region.name().eq_ignore_ascii_case(name))
        .ok_or(InvalidRegion::UnknownName)
    }
}

/// Why a [`Region`] could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidRegion {
    /// There must be a data center to ask for reports.
    NoDataCenter,
    /// Two data centers have one name or one address.
    Twice {
        /// The first of the two.
        data_center: DataCenter,
    },
    /// No public region has this name.
    UnknownName,
}

impl fmt::Display for InvalidRegion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoDataCenter => f.write_str("a region needs at least one data center"),
            Self::Twice { data_center } => {
                write!(
                    f,
                    "another data center has the name or the address of {data_center}"
                )
            }
            Self::UnknownName => {
                f.write_str("no public region has this name (DE, US, CH, SG, MOCK)")
            }
        }
    }
}

impl core::error::Error for InvalidRegion {}
