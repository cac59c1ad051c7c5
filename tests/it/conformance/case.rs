//! A case of the table over raw sockets: what is asked, and of whom.

use std::convert::Infallible;

use fax4a::error::Failure;
use fax4a::flow::{AskAll, Call, Flow, Moment, Step, Submit, Ticket};
use fax4a::operation::{BulkDelete, BulkGet, DeleteOldest, DeleteReport, GetReport, ListReports};
use fax4a::{DataCenterUrl, JobId, Region, SubmissionUrl};
use http::Response;

use super::outcome;
use super::raw::{Act, Seen, Servers, Site};
use super::transports::Transport;
use super::world::{HASTY, account, job, settings};

/// What is asked of one or two servers that behave in some way.
pub(super) struct Case {
    pub(super) name: String,
    ask: Ask,
    sites: Vec<Site>,
    /// The server whose exchanges end by the clock; all others have time enough.
    ends_by_clock: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// Sends a job to the first server.
    Send,
    /// Sends a job to a name that does not exist.
    SendNowhere,
    /// Looks for a report at all servers.
    Report,
    List,
    BulkGet,
    /// One operation at the first server.
    CallBulkDelete,
    CallDelete,
    CallDeleteOldest,
}

/// What came of a case on one transport.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) outcome: String,
    pub(super) seen: Vec<Seen>,
}

impl Case {
    pub(super) fn new(name: impl Into<String>, ask: Ask, sites: Vec<Site>) -> Self {
        Self {
            name: name.into(),
            ask,
            sites,
            ends_by_clock: None,
        }
    }

    /// The case of one server that does this.
    pub(super) fn one(name: impl Into<String>, ask: Ask, act: Act) -> Self {
        Self::new(name, ask, vec![Site::Up(vec![act])])
    }

    /// Gives the exchanges with one server little time.
    pub(super) fn ending_by_clock_at(mut self, server: usize) -> Self {
        self.ends_by_clock = Some(server);
        self
    }

    pub(super) fn ends_by_clock(&self) -> bool {
        self.ends_by_clock.is_some()
    }

    pub(super) fn run(&self, transport: Transport) -> Row {
        let servers = Servers::start(&self.sites);
        let outcome = self.ask(transport, &servers.urls());
        Row {
            outcome,
            seen: servers.finish(),
        }
    }

    fn ask(&self, transport: Transport, urls: &[String]) -> String {
        let (one, settings) = (account(), settings().with_max_response_bytes(4000));
        let data_centers: Vec<DataCenterUrl> = urls
            .iter()
            .enumerate()
            .map(|(index, url)| DataCenterUrl::new(name_of(index), url).unwrap())
            .collect();
        let first = data_centers[0].clone();
        let region = Region::new(SubmissionUrl::from(&first), data_centers).unwrap();
        let id = JobId::new("A1").unwrap();
        match self.ask {
            Ask::Send => {
                let submit = Submit::new(one, &region, &job(), settings);
                outcome::of_send(&self.perform(transport, &region, submit))
            }
            Ask::SendNowhere => {
                let nowhere = SubmissionUrl::new_unencrypted(
                    "NOWHERE",
                    "http://xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.invalid/rest/v1",
                );
                let submit = Submit::to(one, nowhere.unwrap(), &job(), settings);
                outcome::of_send(&self.perform(transport, &region, submit))
            }
            Ask::Report => {
                let ask = AskAll::new(one, &region, GetReport::new(id), settings);
                outcome::of_lookup(&self.perform(transport, &region, ask))
            }
            Ask::List => {
                let ask = AskAll::new(one, &region, ListReports::new(), settings);
                outcome::of_gathered(&self.perform(transport, &region, ask))
            }
            Ask::BulkGet => {
                let ids = [id, JobId::new("A2").unwrap()];
                let ask = AskAll::<BulkGet>::bulk_get(one, &region, &ids, settings);
                outcome::of_lookups(&self.perform(transport, &region, ask), outcome::of_report)
            }
            Ask::CallBulkDelete => {
                let call = Call::new(one, first, BulkDelete::new([id]).unwrap(), settings);
                outcome::of_call(&self.perform(transport, &region, call), |page| {
                    outcome::of_deletions(&page.entries)
                })
            }
            Ask::CallDelete => {
                let call = Call::new(one, first, DeleteReport::new(id), settings);
                let deleted = self.perform(transport, &region, call);
                outcome::of_call(&deleted, outcome::of_deletion)
            }
            Ask::CallDeleteOldest => {
                let call = Call::new(one, first, DeleteOldest::new(), settings);
                outcome::of_call(&self.perform(transport, &region, call), |page| {
                    format!("{} deleted", page.entries.len())
                })
            }
        }
    }

    fn perform<F: Flow<Event = Infallible>>(
        &self,
        transport: Transport,
        region: &Region,
        flow: F,
    ) -> F::Output {
        let hasty_at = self.ends_by_clock.map(name_of);
        transport.run(&account(), region, Hurried { flow, hasty_at })
    }
}

impl Row {
    /// How many sent jobs may have been accepted, as far as their answers tell: all but those that were turned away.
    pub(super) fn jobs_at_most(&self) -> usize {
        let requests = self.seen.iter().flat_map(|seen| &seen.requests);
        requests
            .filter(|it| it.line.starts_with("POST") && it.line.ends_with("/fax"))
            .filter(|it| !matches!(it.status, Some(429 | 503)))
            .count()
    }

    /// In one line: how many requests each server saw, and what came of it.
    pub(super) fn line(&self) -> String {
        let counts: Vec<String> = self
            .seen
            .iter()
            .map(|seen| seen.requests.len().to_string())
            .collect();
        format!("[{}] {}", counts.join(" "), self.outcome)
    }
}

fn name_of(index: usize) -> String {
    format!("DC{}", index + 1)
}

/// A flow whose exchanges with one server have little time.
struct Hurried<F> {
    flow: F,
    hasty_at: Option<String>,
}

impl<F: Flow> Flow for Hurried<F> {
    type Event = F::Event;
    type Output = F::Output;

    fn poll(&mut self, now: Moment) -> Step<F::Event> {
        match self.flow.poll(now) {
            Step::Send(mut exchange) => {
                let server = exchange.label.server.data_center();
                if server.is_some_and(|it| Some(it.name()) == self.hasty_at.as_deref()) {
                    exchange.timeout = HASTY;
                }
                Step::Send(exchange)
            }
            step => step,
        }
    }

    fn on_response(&mut self, now: Moment, ticket: Ticket, response: Response<&[u8]>) {
        self.flow.on_response(now, ticket, response);
    }

    fn on_failure(&mut self, now: Moment, ticket: Ticket, failure: Failure) {
        self.flow.on_failure(now, ticket, failure);
    }

    fn into_output(self) -> F::Output {
        self.flow.into_output()
    }
}
