//! The regions of the service, and regions of your own.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use super::base_url::BaseUrl;
use super::{DataCenter, DataCenterUrl, Server, SubmissionUrl};

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
