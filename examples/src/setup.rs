//! Which service to talk to: the real one by `FAX4A_*`, or a simulated one on this machine.

use std::env::{self, VarError};
use std::error::Error;
use std::time::Duration;

use fax4a::{Account, Credentials, CustomerNumber, DataCenterUrl, Region, SubmissionUrl};
use fax4a_simulator::{Config, Endpoint, Simulator};

/// An account, the region to use it in, and the simulator behind it unless it is the real one.
#[derive(Debug)]
#[non_exhaustive]
pub struct Setup {
    /// Who sends.
    pub account: Account,
    /// Where to.
    pub region: Region,
    /// The simulated service; it ends with this value.
    pub simulator: Option<Simulator>,
}

/// Reads `FAX4A_CUSTOMER_NUMBER`, `FAX4A_USER`, `FAX4A_PASSWORD` and `FAX4A_REGION`; without any of them, starts the simulator.
///
/// The region is `DE`, `US`, `CH`, `SG`, or one of your own: the address for jobs, and each data center by its name, as in
/// `https://fax.example.com/rest/v1 LAB1=https://fax1.example.com/rest/v1 LAB2=https://fax2.example.com/rest/v1`.
///
/// # Errors
/// When some are set and others are not, or one is not valid.
pub fn setup() -> Result<Setup, Box<dyn Error>> {
    const NAMES: [&str; 4] = [
        "FAX4A_CUSTOMER_NUMBER",
        "FAX4A_USER",
        "FAX4A_PASSWORD",
        "FAX4A_REGION",
    ];
    let values = NAMES.map(env::var);
    if values
        .iter()
        .all(|value| *value == Err(VarError::NotPresent))
    {
        return simulated();
    }
    for (name, value) in NAMES.iter().zip(&values) {
        if value.is_err() {
            return Err(
                format!("{name} is missing: set all of {} or none", NAMES.join(", ")).into(),
            );
        }
    }
    let [customer_number, user, password, region] = values;
    Ok(Setup {
        account: Account::new(
            CustomerNumber::new(&customer_number?)?,
            Credentials::basic(&user?, &password?)?,
        ),
        region: region_of(&region?)?,
        simulator: None,
    })
}

fn region_of(text: &str) -> Result<Region, Box<dyn Error>> {
    let Some((submission, data_centers)) = text.split_once(' ') else {
        return Ok(text.parse()?);
    };
    let data_center = |text: &str| -> Result<DataCenterUrl, Box<dyn Error>> {
        let (name, url) = text
            .split_once('=')
            .ok_or("a data center is written NAME=URL")?;
        Ok(DataCenterUrl::new(name, url)?)
    };
    let data_centers = data_centers
        .split_whitespace()
        .map(data_center)
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Region::new(
        SubmissionUrl::new("OWN", submission)?,
        data_centers,
    )?)
}

/// A simulated German region: a front for high availability, and two data centers behind it.
fn simulated() -> Result<Setup, Box<dyn Error>> {
    let config = Config::new()
        .processing_time(Duration::from_secs(2))
        .seed(rand());
    let credentials = Credentials::basic(config.user_name(), config.password())?;
    let account = Account::new(CustomerNumber::new(config.customer_number())?, credentials);
    let simulator = Simulator::start(config)?;
    let region = Region::new(
        SubmissionUrl::new("DE", &simulator.url(Endpoint::DeHa))?,
        [
            DataCenterUrl::new("DE1", &simulator.url(Endpoint::De1))?,
            DataCenterUrl::new("DE2", &simulator.url(Endpoint::De2))?,
        ],
    )?;
    Ok(Setup {
        account,
        region,
        simulator: Some(simulator),
    })
}

/// Something else each time, so that now one data center takes the job and now the other.
fn rand() -> u64 {
    use std::hash::{BuildHasher as _, RandomState};
    RandomState::new().hash_one(0)
}
