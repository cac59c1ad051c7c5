//! What flows end with.

use fax4a::flow::{Accepted, Gathered, Located, Lookup, Lookups, Missing, SubmitError};

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
            "job {} accepted{} by {}",
            self.job_id,
            own.unwrap_or_default(),
            self.server
        )
    }
}

impl Describe for SubmitError {
    fn describe(&self) -> String {
        match self {
            Self::Refused(error) => format!("refused, {}", error.describe()),
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
        }
    }
}
