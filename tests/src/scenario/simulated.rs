//! The simulated service as the other end.

use std::time::Duration;

use fax4a::error::FailureKind;
use fax4a::flow::{Exchange, Moment};
use fax4a_simulator::{Endpoint, Service, Transport};

use super::run::name;
use super::{Ending, Reply, World};

/// The simulated service. Germany's and the United States' fronts are the regions' submission addresses.
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "a test puts its own service in")]
pub struct Simulated(pub Service);

impl World for Simulated {
    fn perform(&mut self, now: Moment, exchange: &Exchange) -> Reply {
        let endpoint: Endpoint = match name(&exchange.label.server) {
            "DE" => Endpoint::DeHa,
            "US" => Endpoint::UsHa,
            "CH" => Endpoint::Ch1,
            "SG" => Endpoint::Sg1,
            name => name
                .parse()
                .unwrap_or_else(|_| panic!("{name} is not simulated")),
        };
        let request = exchange.request.clone().map(|body| body.to_bytes());
        let reply = self.0.respond(endpoint, now.since_start(), &request);
        let (length, status) = (reply.response.body().len(), reply.response.status());
        let answered = |after: Duration, response| {
            Reply::new(
                Ending::Answer(response),
                format!("{}, {length} bytes", status.as_u16()),
            )
            .after(Reply::LATENCY + after)
        };
        match reply.transport {
            Transport::Deliver { after, .. } => answered(after, reply.response),
            Transport::Drip { bytes, every, .. } => {
                let pauses = u32::try_from(length / bytes.max(1)).unwrap_or(u32::MAX);
                answered(every.saturating_mul(pauses), reply.response)
            }
            Transport::Refuse => Reply::not_sent(FailureKind::Connect),
            Transport::Freeze => Reply::lost(FailureKind::Timeout).after(exchange.timeout),
            _ => Reply::lost(FailureKind::Interrupted),
        }
    }
}
