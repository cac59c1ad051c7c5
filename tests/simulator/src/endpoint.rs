//! The service's servers: high-availability fronts and data centers.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One server of the service: a high-availability (HA) front, or a data center.
///
/// A front takes jobs only; it hands each to one of its data centers and does not say to which. Reports live in the data centers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Endpoint {
    /// The front of Germany: `DE1` and `DE2` stand behind it.
    DeHa,
    /// Frankfurt.
    De1,
    /// Munich.
    De2,
    /// The front of the United States: `US1` and `US2` stand behind it.
    UsHa,
    /// Ashburn.
    Us1,
    /// Secaucus.
    Us2,
    /// Switzerland, a single data center without a front.
    Ch1,
    /// Singapore, a single data center without a front.
    Sg1,
}

impl Endpoint {
    /// All servers, fronts included.
    pub const ALL: [Self; 8] = [
        Self::DeHa,
        Self::De1,
        Self::De2,
        Self::UsHa,
        Self::Us1,
        Self::Us2,
        Self::Ch1,
        Self::Sg1,
    ];

    /// The data centers: all servers that are no front.
    pub const DATA_CENTERS: [Self; 6] = [
        Self::De1,
        Self::De2,
        Self::Us1,
        Self::Us2,
        Self::Ch1,
        Self::Sg1,
    ];

    /// The short name: `DE-HA`, `DE1`, …
    pub const fn name(self) -> &'static str {
        match self {
            Self::DeHa => "DE-HA",
            Self::De1 => "DE1",
            Self::De2 => "DE2",
            Self::UsHa => "US-HA",
            Self::Us1 => "US1",
            Self::Us2 => "US2",
            Self::Ch1 => "CH1",
            Self::Sg1 => "SG1",
        }
    }

    /// Whether this is a front, which must never be asked for a report.
    pub const fn is_ha(self) -> bool {
        matches!(self, Self::DeHa | Self::UsHa)
    }

    /// The data centers of this server's region, in order.
    pub const fn region(self) -> &'static [Self] {
        match self {
            Self::DeHa | Self::De1 | Self::De2 => &[Self::De1, Self::De2],
            Self::UsHa | Self::Us1 | Self::Us2 => &[Self::Us1, Self::Us2],
            Self::Ch1 => &[Self::Ch1],
            Self::Sg1 => &[Self::Sg1],
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The text names no server of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownEndpoint;

impl fmt::Display for UnknownEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "not a server of the service: expected DE-HA, DE1, DE2, US-HA, US1, US2, CH1 or SG1",
        )
    }
}

impl std::error::Error for UnknownEndpoint {}

impl FromStr for Endpoint {
    type Err = UnknownEndpoint;

    /// Reads a name in any case.
    fn from_str(text: &str) -> Result<Self, UnknownEndpoint> {
        Self::ALL
            .into_iter()
            .find(|it| it.name().eq_ignore_ascii_case(text))
            .ok_or(UnknownEndpoint)
    }
}

impl Serialize for Endpoint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Endpoint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back_in_any_case() {
        for endpoint in Endpoint::ALL {
            assert_eq!(endpoint.name().to_lowercase().parse(), Ok(endpoint));
        }
        assert_eq!("DE3".parse::<Endpoint>(), Err(UnknownEndpoint));
    }

    #[test]
    fn a_region_holds_data_centers_only_and_each_is_in_its_own() {
        for endpoint in Endpoint::ALL {
            assert!(endpoint.region().iter().all(|it| !it.is_ha()));
            assert_eq!(endpoint.is_ha(), !endpoint.region().contains(&endpoint));
        }
        assert_eq!(
            Endpoint::ALL
                .into_iter()
                .filter(|it| !it.is_ha())
                .collect::<Vec<_>>(),
            Endpoint::DATA_CENTERS
        );
    }
}
