//! How the simulated service is set up.

use std::fmt;
use std::time::{Duration, SystemTime};

/// The settings of a simulated service. The defaults need no change for most tests.
///
/// ```
/// use std::time::Duration;
/// use fax4a_simulator::Config;
///
/// let config = Config::new().processing_time(Duration::ZERO).seed(7);
/// assert_eq!(config.customer_number(), "99999TE");
/// ```
#[derive(Clone)]
pub struct Config {
    pub(crate) customer_number: String,
    pub(crate) user_name: String,
    pub(crate) password: String,
    pub(crate) base_path: String,
    pub(crate) processing_time: Duration,
    pub(crate) retention: Duration,
    pub(crate) seed: u64,
    pub(crate) started_at: Option<SystemTime>,
    pub(crate) front: Front,
    pub(crate) duplicates: Duplicates,
    pub(crate) dialect: Dialect,
    pub(crate) push_format: PushFormat,
    pub(crate) keep_documents: bool,
    pub(crate) log_limit: usize,
}

impl Config {
    /// The customer number unless [`Config::account`] says otherwise.
    pub const CUSTOMER_NUMBER: &'static str = "99999TE";
    /// The user name unless [`Config::account`] says otherwise.
    pub const USER_NAME: &'static str = "user@example.com";
    /// The password unless [`Config::account`] says otherwise.
    pub const PASSWORD: &'static str = "simulator-password";

    /// The defaults: see each method.
    pub fn new() -> Self {
        Self {
            customer_number: Self::CUSTOMER_NUMBER.to_owned(),
            user_name: Self::USER_NAME.to_owned(),
            password: Self::PASSWORD.to_owned(),
            base_path: "/rest/v1".to_owned(),
            processing_time: Duration::from_secs(2),
            retention: Duration::from_secs(30 * 24 * 60 * 60),
            seed: 0,
            started_at: None,
            front: Front::Random,
            duplicates: Duplicates::Refuse,
            dialect: Dialect::default(),
            push_format: PushFormat::Xml,
            keep_documents: false,
            log_limit: 100_000,
        }
    }

    /// The one account that the service knows.
    #[must_use]
    pub fn account(
        mut self,
        customer_number: impl Into<String>,
        user_name: impl Into<String>,
        password: impl Into<String>,
    ) -> Self {
        self.customer_number = customer_number.into();
        self.user_name = user_name.into();
        self.password = password.into();
        self
    }

    /// The path before the customer number, `/rest/v1` unless set; a longer one stands for a gateway in front of the service.
    #[must_use]
    pub fn base_path(mut self, path: &str) -> Self {
        let path = path.trim_matches('/');
        self.base_path = if path.is_empty() {
            String::new()
        } else {
            format!("/{path}")
        };
        self
    }

    /// How long a job stays `PENDING`: 2 s unless set.
    #[must_use]
    pub fn processing_time(mut self, time: Duration) -> Self {
        self.processing_time = time;
        self
    }

    /// How long a report is kept after its job was completed: 30 days unless set.
    #[must_use]
    pub fn retention(mut self, time: Duration) -> Self {
        self.retention = time;
        self
    }

    /// The seed of everything that happens by chance: 0 unless set. The same seed and requests give the same answers.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The wall-clock time at which virtual time is zero.
    ///
    /// Unless set, a [`Service`](crate::Service) starts at `2026-01-01T00:00:00Z` (so that its answers repeat), and a
    /// [`Simulator`](crate::Simulator) at the real time.
    #[must_use]
    pub fn started_at(mut self, time: SystemTime) -> Self {
        self.started_at = Some(time);
        self
    }

    /// How a front chooses the data center for a job: [`Front::Random`] unless set.
    #[must_use]
    pub fn front(mut self, front: Front) -> Self {
        self.front = front;
        self
    }

    /// What becomes of a job whose `customerDefinedId` was accepted before: [`Duplicates::Refuse`] unless set.
    #[must_use]
    pub fn duplicates(mut self, duplicates: Duplicates) -> Self {
        self.duplicates = duplicates;
        self
    }

    /// The shapes of answers on which the service's documents disagree.
    #[must_use]
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    /// The format of status pushes: [`PushFormat::Xml`] unless set.
    #[must_use]
    pub fn push_format(mut self, format: PushFormat) -> Self {
        self.push_format = format;
        self
    }

    /// Whether the documents' bytes are kept, for [`JobView::documents`](crate::JobView::documents): no, unless set.
    #[must_use]
    pub fn keep_documents(mut self, keep: bool) -> Self {
        self.keep_documents = keep;
        self
    }

    /// How many requests the log remembers, the latest ones: 100,000 unless set.
    #[must_use]
    pub fn log_limit(mut self, requests: usize) -> Self {
        self.log_limit = requests;
        self
    }

    /// The customer number.
    pub fn customer_number(&self) -> &str {
        &self.customer_number
    }

    /// The user name.
    pub fn user_name(&self) -> &str {
        &self.user_name
    }

    /// The password.
    pub fn password(&self) -> &str {
        &self.password
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("customer_number", &self.customer_number)
            .field("user_name", &"…")
            .field("password", &"…")
            .field("base_path", &self.base_path)
            .field("processing_time", &self.processing_time)
            .field("retention", &self.retention)
            .field("seed", &self.seed)
            .field("started_at", &self.started_at)
            .field("front", &self.front)
            .field("duplicates", &self.duplicates)
            .field("dialect", &self.dialect)
            .field("push_format", &self.push_format)
            .field("keep_documents", &self.keep_documents)
            .field("log_limit", &self.log_limit)
            .finish()
    }
}

/// How a front chooses among the data centers that are up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Front {
    /// By the seeded dice.
    Random,
    /// In turn.
    Alternate,
    /// The region's first, the second only when the first is down.
    First,
    /// The region's second, the first only when the second is down.
    Second,
}

/// What becomes of a job whose `customerDefinedId` was accepted before in the same region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Duplicates {
    /// It is answered `409`.
    Refuse,
    /// It is a second job.
    Accept,
}

/// The format of a status push.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PushFormat {
    /// The layout of the SOAP API's report, the service's default.
    Xml,
    /// A report as the REST API gives it.
    Json,
}

/// The shapes of answers on which the service's documents disagree. A client must read them all.
///
/// ```
/// let mut dialect = fax4a_simulator::Dialect::default();
/// dialect.wrapped_bulk_get = true;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Dialect {
    /// An accepted job is answered `201` instead of `200`.
    pub created: bool,
    /// A list without reports is answered `404` instead of an empty list.
    pub empty_list_is_not_found: bool,
    /// The answer to a bulk GET is `{"value":{"reports":[…]}}`.
    pub wrapped_bulk_get: bool,
    /// The answer to "delete the oldest" is a bare array.
    pub bare_deletions: bool,
    /// `deleted` is left out when it would be true.
    pub silent_deletions: bool,
    /// Deleting one unknown report is answered `400` instead of `404`.
    pub unknown_deletion_is_bad_request: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_neither_user_name_nor_password() {
        let config = Config::new().account("12345AB", "marked-user", "marked-password");
        assert!(!format!("{config:?}").contains("marked"));
    }

    #[test]
    fn a_base_path_is_the_same_with_and_without_slashes() {
        for path in ["gate/rest/v1", "/gate/rest/v1/"] {
            assert_eq!(Config::new().base_path(path).base_path, "/gate/rest/v1");
        }
        assert_eq!(Config::new().base_path("/").base_path, "");
    }
}
