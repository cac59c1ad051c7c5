//! Facts as lines of a trace. What the library prints of its own values stands in them as it is.

use std::fmt;

use fax4a::flow::Batch;

use super::{Asked, Fact, Heard, Key, RunId};

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Began { run, process, kind } => write!(f, "{run} begins: {process}, {kind:?}"),
            Self::Decided { letter } => write!(f, "letter {letter} is to be sent"),
            Self::Asked { run, asked, way } => {
                let Asked {
                    ticket,
                    label,
                    job_ids,
                    ..
                } = asked;
                write!(
                    f,
                    "{run} → {label} ({ticket:?}, {} ids): {way}",
                    job_ids.len()
                )
            }
            Self::Served {
                server,
                operation,
                came,
                gone,
                violations,
            } => {
                write!(f, "{server} got {operation}")?;
                came.iter().try_for_each(|key| write!(f, ", + {key}"))?;
                gone.iter().try_for_each(|key| write!(f, ", - {key}"))?;
                violations
                    .iter()
                    .try_for_each(|kind| write!(f, ", {kind:?}"))
            }
            Self::Heard {
                run, ticket, heard, ..
            } => write!(f, "{run} ← {ticket:?} {heard}"),
            Self::Waits { run, wait, .. } => write!(f, "{run} waits: {wait:?}"),
            Self::Batch { run, batch } => {
                let Batch {
                    id,
                    data_center,
                    reports,
                    unreadable,
                    ..
                } = batch;
                write!(
                    f,
                    "{run} ! {id:?} of {data_center}, {} and {} unreadable",
                    reports.len(),
                    unreadable.len()
                )
            }
            Self::DrainTold { run, event } => write!(f, "{run} ! {event:?}"),
            Self::WatchTold { run, event } => write!(f, "{run} ! {event:?}"),
            Self::Stored { run, keys } => write!(f, "{run} stores {}", some(keys)),
            Self::Pushed {
                result: Ok(push),
                is_new,
                ..
            } => {
                write!(f, "push {:?} {push:?}, new: {is_new}", push.key())
            }
            Self::Pushed {
                result: Err(error), ..
            } => write!(f, "push refused: {error}; {error:?}"),
            Self::Confirmed { run, batch } => write!(f, "{run} confirms {batch:?}"),
            Self::Looked { run, .. } => write!(f, "{run} is looked at"),
            Self::Ended {
                run,
                stopped,
                ending,
            } => {
                write!(
                    f,
                    "{run} {}: {ending:?}",
                    if *stopped { "is stopped" } else { "ends" }
                )
            }
            Self::Crashed { process } => write!(f, "{process} crashes"),
            Self::ClockJumped { process, by } => {
                write!(f, "the clock of {process} jumps by {by:?}")
            }
            Self::Calm => f.write_str("the faults stop"),
            Self::Settled { unfinished } => write!(f, "all is quiet; unfinished: {unfinished:?}"),
        }
    }
}

/// The first few of the jobs, and how many there are.
fn some(keys: &[Key]) -> String {
    const SHOWN: usize = 5;
    let mut text = keys
        .iter()
        .take(SHOWN)
        .map(Key::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    if keys.len() > SHOWN {
        text += &format!(", … ({} in all)", keys.len());
    }
    text
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.at, self.job_id)
    }
}

impl fmt::Display for Heard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer {
                status,
                entries: None,
                ..
            } => write!(f, "{status}"),
            Self::Answer {
                status,
                entries: Some(entries),
                ..
            } => write!(f, "{status}, {} entries", entries.len()),
            Self::Failure(failure) => write!(f, "{failure:?}"),
        }
    }
}
