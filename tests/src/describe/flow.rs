//! What flows end with.

use fax4a::flow::{
    Accepted, DrainEnd, Drained, Gathered, Located, Lookup, Lookups, Missing, Standing,
    SubmitError, Unseen,
};
use fax4a::{Error, JobId};

use super::{Describe, indent, lines};

impl<T: Describe> Describe for Located<T> {
    fn describe(&self) -> String {
        format!("{}: {}", self.data_center, self.value.describe())
    }
}

impl<T: Describe> Describe for Lookup<T> {
    fn describe(&self) -> String {
        match self {
            Self::Found(located) => format!("found at {}", located.describe()),
            Self::NotFound => "not found anywhere".into(),
            Self::Unknown { failures } => {
                format!("unknown\n{}", indent(&lines(failures, "without a failure")))
            }
            other => format!("{:?}", other.is_not_found()),
        }
    }
}

impl<T: Describe> Describe for Lookups<T> {
    fn describe(&self) -> String {
        let complete = if self.is_complete() {
            "complete"
        } else {
            "not complete"
        };
        let mut text = format!(
            "{} jobs, {} found, {complete}",
            self.entries.len(),
            self.found().count()
        );
        for (job_id, lookup) in &self.entries {
            text += &format!("\n{}", indent(&format!("{job_id}: {}", lookup.describe())));
        }
        for unreadable in &self.unreadable {
            text += &format!("\n{}", indent(&unreadable.describe()));
        }
        text
    }
}

impl<T: Describe> Describe for Gathered<T> {
    fn describe(&self) -> String {
        let complete = if self.is_complete() {
            "complete"
        } else {
            "not complete"
        };
        let mut text = format!("{} entries, {complete}", self.items.len());
        for part in [
            lines(&self.items, ""),
            lines(&self.unreadable, ""),
            lines(&self.missing, ""),
        ] {
            if !part.is_empty() {
                text += &format!("\n{}", indent(&part));
            }
        }
        for data_center in &self.full {
            text += &format!("\n  {data_center}: the list was full");
        }
        text
    }
}

impl Describe for Missing {
    fn describe(&self) -> String {
        format!("{} is missing, {}", self.data_center, self.error.describe())
    }
}

impl Describe for Accepted {
    fn describe(&self) -> String {
        let own = self
            .customer_defined_id
            .as_ref()
            .map(|id| format!(" as {id:?}"));
        format!(
            "job {} accepted{} by {}{}",
            self.job_id,
            own.unwrap_or_default(),
            self.server,
            unreached(&self.unreached)
        )
    }
}

impl Describe for SubmitError {
    fn describe(&self) -> String {
        let told = match self {
            Self::Refused { error, .. } => format!("refused, {}", error.describe()),
            Self::Unknown {
                error,
                customer_defined_id,
                ..
            } => {
                let own = customer_defined_id
                    .as_ref()
                    .map_or("it".into(), |id| format!("{id:?}"));
                format!("unknown what became of {own}, {}", error.describe())
            }
            other => other.to_string(),
        };
        told + &unreached(self.unreached())
    }
}

fn unreached(errors: &[Error]) -> String {
    let each = errors
        .iter()
        .map(|error| format!("\n  before, {}", error.describe()));
    each.collect()
}

impl Describe for Drained {
    fn describe(&self) -> String {
        let sites = self.sites.iter().map(|site| {
            let end = match &site.end {
                DrainEnd::Emptied => "emptied".into(),
                DrainEnd::Stalled { left, .. } => format!("stalled, {left} left"),
                DrainEnd::Rejected(reason) => format!("rejected, {reason}"),
                DrainEnd::Failed(error) => format!("failed, {}", error.describe()),
                DrainEnd::Stopped => "stopped".into(),
                other => format!("{other:?}"),
            };
            let (persisted, deleted) = (site.persisted, site.deleted);
            format!(
                "\n  {}: {persisted} persisted, {deleted} deleted, {end}",
                site.data_center
            )
        });
        let complete = if self.is_complete() {
            "complete"
        } else {
            "not complete"
        };
        format!(
            "{} persisted, {complete}{}",
            self.persisted(),
            sites.collect::<String>()
        )
    }
}

/// What is left of a watch.
impl Describe for Vec<(JobId, Standing)> {
    fn describe(&self) -> String {
        let jobs = self.iter().map(|(job_id, standing)| {
            let standing = match standing {
                Standing::Pending {
                    data_center,
                    failure,
                    ..
                } => {
                    let failure = failure
                        .as_ref()
                        .map(|error| format!(", {}", error.describe()));
                    format!("pending at {data_center}{}", failure.unwrap_or_default())
                }
                Standing::NotFound => "not found anywhere".into(),
                Standing::Unknown { failures, .. } => {
                    format!(
                        "unknown\n{}",
                        indent(&indent(&lines(failures, "without a failure")))
                    )
                }
                other => format!("{other:?}"),
            };
            format!("\n  {job_id}: {standing}")
        });
        format!("{} unfinished{}", self.len(), jobs.collect::<String>())
    }
}

impl Describe for Unseen {
    fn describe(&self) -> String {
        let full: Vec<&str> = self
            .full
            .iter()
            .map(|data_center| data_center.name())
            .collect();
        let mut text = format!(
            "not seen in {} rounds, {} unreadable",
            self.rounds, self.unreadable
        );
        if !full.is_empty() {
            text += &format!(", full: {}", full.join(" "));
        }
        for failure in &self.failures {
            text += &format!("\n  {}", failure.describe());
        }
        text
    }
}
