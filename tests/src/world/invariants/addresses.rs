//! 7: report requests go to data centers, and every request goes to where its label says and is one that the service knows.

use fax4a::Server;
use fax4a_simulator::{Endpoint, Operation};

use super::{Verdict, ensure};
use crate::world::evidence::{Evidence, endpoint};
use crate::world::fact::{Asked, Fact};

pub(super) fn check(_: &Evidence, fact: &Fact) -> Verdict {
    match fact {
        Fact::Asked { asked, .. } => asked_right(asked),
        Fact::Served {
            server, violations, ..
        } => ensure(violations.is_empty(), || {
            format!("{server} got what it should not: {violations:?}")
        }),
        _ => Ok(()),
    }
}

fn asked_right(asked: &Asked) -> Verdict {
    let Some(server) = asked.server else {
        return Err(format!("{} goes to no server of the service", asked.label));
    };
    let Some(operation) = asked.operation else {
        return Err(format!("{} is no operation", asked.label));
    };
    let is_report = operation != Operation::SendFax;
    ensure(!(is_report && server.is_ha()), || {
        format!("{operation} goes to {server}")
    })?;
    let labeled = match &asked.label.server {
        Server::Submission(_) => Some(Endpoint::DeHa),
        Server::DataCenter(data_center) => endpoint(data_center),
        _ => None,
    };
    ensure(labeled == Some(server), || {
        format!("{} goes to {server}", asked.label)
    })?;
    let name = match operation {
        Operation::SendFax => "sendJobRequest",
        Operation::GetReport => "getStatusReport",
        Operation::ListReports => "getAllStatusReports",
        Operation::BulkGet => "bulkStatusReports GET",
        Operation::BulkDelete => "bulkStatusReports DELETE",
        Operation::DeleteReport => "deleteStatusReport",
        _ => "deleteOldestStatusReports",
    };
    ensure(asked.label.operation == name, || {
        format!("{} is {name}", asked.label)
    })
}
