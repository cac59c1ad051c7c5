//! 11: nothing that is marked as secret or personal stands in what the library prints.

use super::{Verdict, ensure};
use crate::world::canary;
use crate::world::evidence::Evidence;
use crate::world::fact::{Ending, Fact};

pub(super) fn check(evidence: &Evidence, fact: &Fact) -> Verdict {
    clean(&evidence.line)?;
    match fact {
        Fact::Looked { text, .. } => clean(text),
        Fact::Batch { batch, .. } => clean(&format!("{batch:?}")),
        Fact::Ended {
            ending: Ending::Sent {
                result: Err(error), ..
            },
            ..
        } => clean(&chain(error)),
        _ => Ok(()),
    }
}

fn clean(text: &str) -> Verdict {
    let leak = canary::in_text(text);
    ensure(leak.is_none(), || {
        format!(
            "{leak:?} is printed: {}",
            text.chars().take(2000).collect::<String>()
        )
    })
}

/// An error and all that caused it.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = format!("{error} {error:?}");
    let mut source = error.source();
    while let Some(error) = source {
        text += &format!("{error} {error:?}");
        source = error.source();
    }
    text
}
