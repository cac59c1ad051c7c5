//! When a world has come to rest.

use super::World;
use super::process::Process;
use super::store::LetterState;

impl World {
    /// What keeps the world from coming to rest.
    pub(super) fn unfinished(&self) -> Vec<String> {
        let mut unfinished = Vec::new();
        let idle = |process: &&Process| !process.is_idle();
        unfinished.extend(
            self.processes
                .iter()
                .filter(idle)
                .map(|process| process.name.clone()),
        );
        let store = &self.evidence.store;
        for (index, letter) in store.letters.iter().enumerate() {
            let is_over = match letter.state {
                LetterState::Accepted | LetterState::GivenUp => true,
                LetterState::Unsure => {
                    self.plan.reconcilers == 0 && letter.customer_defined_id.is_some()
                }
                _ => false,
            };
            if !is_over {
                unfinished.push(format!("letter {index}"));
            }
        }
        if self.plan.watchers > 0 {
            let waiting = store.watched.iter().filter(|it| !it.is_over);
            unfinished.extend(waiting.map(|it| format!("the watch of {}", it.job_id)));
        }
        let hints = store.pushed.values().filter(|it| !it.is_settled);
        unfinished.extend(hints.map(|it| format!("the push of {}", it.job_id)));
        let now = self.now.since_start();
        let ledger = &self.evidence.ledger;
        if self.plan.drainers > 0
            && (ledger.is_working(now) || ledger.backlog(now).next().is_some())
        {
            unfinished.push("the backlog".into());
        }
        if self.queue.has_arrivals() || !store.questions.is_empty() {
            unfinished.push("questions".into());
        }
        unfinished
    }
}
