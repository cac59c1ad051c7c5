//! Status pushes: the service makes them, the network loses and doubles them, strangers forge them, and the listener takes them.

use std::time::Duration;

use fax4a::flow::Moment;
use fax4a::push::PushReceiver;
use http::{HeaderValue, header};

use super::fact::Fact;
use super::queue::{Occurrence, Pushed};
use super::store::Hint;
use super::{World, canary};

/// What becomes of a push.
#[derive(Clone, Copy)]
enum Fate {
    Comes,
    ComesTwice,
    ComesLate,
    IsLost,
    IsCut,
    IsForged,
}

impl World {
    /// Arranges for the next push, if there is one.
    pub(super) fn expect_pushes(&mut self) {
        self.service.clear_faults();
        if let Some(at) = self.service.next_wake(self.now.since_start()) {
            self.queue
                .at(Moment::after_start(at), Occurrence::PushesDue);
        }
    }

    /// Sends the pushes that are due on their way.
    pub(super) fn push(&mut self) {
        for push in self.service.due_pushes(self.now.since_start()) {
            let fates = [
                Fate::Comes,
                Fate::ComesTwice,
                Fate::ComesLate,
                Fate::IsLost,
                Fate::IsCut,
                Fate::IsForged,
            ];
            let fate = if self.is_calm {
                Fate::Comes
            } else {
                self.dice.among(&fates)
            };
            let at = self.now + self.delay();
            let later = at + self.dice.time(Duration::ZERO, Duration::from_secs(900));
            let mut pushed = Pushed {
                request: push.request,
                is_genuine: true,
            };
            match fate {
                Fate::Comes => {}
                Fate::ComesTwice => self
                    .queue
                    .at(later, Occurrence::Push(Box::new(pushed.clone()))),
                Fate::ComesLate => {
                    self.queue.at(later, Occurrence::Push(Box::new(pushed)));
                    continue;
                }
                Fate::IsLost => continue,
                Fate::IsCut => {
                    let body = pushed.request.body_mut();
                    body.truncate(body.len() / 2);
                    pushed.is_genuine = false;
                }
                Fate::IsForged => {
                    let forged = HeaderValue::from_static("Basic Zm9yZ2VkOmZvcmdlZA==");
                    pushed
                        .request
                        .headers_mut()
                        .insert(header::AUTHORIZATION, forged);
                    pushed.is_genuine = false;
                }
            }
            self.queue.at(at, Occurrence::Push(Box::new(pushed)));
        }
        self.expect_pushes();
    }

    /// Takes a push as a hint, which is stored before anything else is done about it.
    pub(super) fn receive(&mut self, pushed: &Pushed) {
        if self.plan.listeners == 0 {
            return;
        }
        let result = PushReceiver::new(canary::push_auth()).receive(&pushed.request);
        let store = &mut self.evidence.store;
        let is_new = result.as_ref().is_ok_and(|push| {
            let hint = Hint {
                job_id: push.report().job_id().clone(),
                is_settled: false,
            };
            let entry = store.pushed.entry(push.key());
            let is_new = matches!(entry, std::collections::btree_map::Entry::Vacant(_));
            entry.or_insert(hint);
            is_new
        });
        self.facts.push(Fact::Pushed {
            result,
            is_genuine: pushed.is_genuine,
            is_new,
        });
    }
}
