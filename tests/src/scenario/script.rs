//! Servers that say what the test says.

use std::collections::{BTreeMap, VecDeque};

use fax4a::flow::{Exchange, Moment};

use super::run::name;
use super::{Reply, World};

/// For each server the replies it gives, one after the other. A request more than scripted fails the test.
#[derive(Clone, Debug, Default)]
pub struct Script {
    servers: BTreeMap<&'static str, VecDeque<Reply>>,
    for_ever: BTreeMap<&'static str, Reply>,
}

impl Script {
    /// No server says anything yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// This server (`DE1`, or `DE` for the region's submission address) gives these replies.
    #[must_use]
    pub fn server(mut self, name: &'static str, replies: impl IntoIterator<Item = Reply>) -> Self {
        self.servers.entry(name).or_default().extend(replies);
        self
    }

    /// This server gives this reply whenever it has no other.
    #[must_use]
    pub fn for_ever(mut self, name: &'static str, reply: Reply) -> Self {
        self.for_ever.insert(name, reply);
        self
    }
}

impl World for Script {
    fn perform(&mut self, _: Moment, exchange: &Exchange) -> Reply {
        let server = name(&exchange.label.server);
        let next = self.servers.get_mut(server).and_then(VecDeque::pop_front);
        let reply = next.or_else(|| self.for_ever.get(server).cloned());
        reply.unwrap_or_else(|| panic!("not scripted: {}", exchange.label))
    }
}
