//! What is asked of a client, and what came of it in words.

use fax4a::JobId;
use fax4a::flow::{DrainEnd, Drained, Lookup, Standing};
use fax4a_simulator::{Endpoint, Simulator};

use super::super::clients::Client;
use super::super::outcome;
use super::super::world::{PATIENT, letter};

/// A call of a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    Send,
    /// Sends a job with an id of its own.
    SendIdentified,
    /// Of the last data center's first report.
    Report,
    /// Of one that nobody has.
    ReportOfNone,
    Reports,
    /// Of each data center's first, and of one that nobody has.
    ReportsOf,
    Delete,
    /// Finds a report and deletes it where it was found.
    DeleteFound,
    DeleteMany,
    DeleteOldest,
    /// `call`, at the first data center.
    ListAt,
    WaitFor,
    Drain,
    /// Drains, and cannot store what the first data center has.
    DrainPartly,
    /// Looks for the job that was sent with an id of its own.
    Reconcile,
}

/// What the id of a job that has one is made of.
const RANDOM: u128 = 4711;

impl Ask {
    pub(super) fn is_send(self) -> bool {
        matches!(self, Self::Send | Self::SendIdentified)
    }

    pub(super) fn of(
        self,
        client: &dyn Client,
        simulator: &Simulator,
        data_centers: &[Endpoint],
    ) -> String {
        let firsts: Vec<JobId> = data_centers
            .iter()
            .filter_map(|endpoint| ids(simulator, *endpoint).into_iter().next())
            .collect();
        let none = JobId::new("NONE").unwrap();
        let last = || firsts.last().cloned().unwrap_or_else(|| none.clone());
        let several = || [firsts.clone(), vec![none.clone()]].concat();
        match self {
            Self::Send => outcome::of_send(&client.send(&letter())),
            Self::SendIdentified => outcome::of_send(&client.send(&letter().identified(RANDOM))),
            Self::Report => outcome::of_lookup(&client.report(&last())),
            Self::ReportOfNone => outcome::of_lookup(&client.report(&none)),
            Self::Reports => outcome::of_gathered(&client.reports()),
            Self::ReportsOf => {
                outcome::of_lookups(&client.reports_of(&several()), outcome::of_report)
            }
            Self::Delete => outcome::of_found(&client.delete(&last()), outcome::of_deletion),
            Self::DeleteFound => {
                let Lookup::Found(found) = client.report(&last()) else {
                    return "not found".to_owned();
                };
                outcome::of_found(&client.delete_found(&found), outcome::of_deletion)
            }
            Self::DeleteMany => {
                outcome::of_lookups(&client.delete_many(&several()), outcome::of_deletion)
            }
            Self::DeleteOldest => outcome::of_gathered(&client.delete_oldest()),
            Self::ListAt => {
                let data_center = super::at(simulator, data_centers[0]);
                outcome::of_call(&client.list_at(data_center), |page| {
                    format!("{} entries", page.entries.len())
                })
            }
            Self::WaitFor => match client.wait_for(&last(), PATIENT) {
                Ok(found) => format!("final: {} at {}", found.value.job_id(), found.data_center),
                Err(Standing::NotFound) => "not found".to_owned(),
                Err(_) => "not final".to_owned(),
            },
            Self::Drain => of_drain(&client.drain(&mut |_| Ok(()))),
            Self::DrainPartly => {
                let first = data_centers[0].name();
                of_drain(&client.drain(&mut |batch| {
                    if batch.data_center.name() == first {
                        Err("the disk is full")
                    } else {
                        Ok(())
                    }
                }))
            }
            Self::Reconcile => match client.reconcile(&format!("fax4a-{RANDOM:032x}"), PATIENT) {
                Ok(found) => format!("found {} at {}", found.value.job_id(), found.data_center),
                Err(unseen) => format!("unseen after {} rounds", unseen.rounds),
            },
        }
    }
}

fn of_drain(drained: &Drained) -> String {
    let sites = drained.sites.iter().map(|site| {
        let end = match &site.end {
            DrainEnd::Emptied => "emptied".to_owned(),
            DrainEnd::Stalled { left, .. } => format!("stalled with {left}"),
            DrainEnd::Rejected(_) => "rejected".to_owned(),
            DrainEnd::Failed(error) => format!("failed: {}", outcome::of_error(error)),
            _ => unreachable!(),
        };
        let (persisted, deleted) = (site.persisted, site.deleted);
        format!(
            "{} {persisted} stored, {deleted} deleted, {end}",
            site.data_center
        )
    });
    sites.collect::<Vec<_>>().join(", ")
}

fn ids(simulator: &Simulator, endpoint: Endpoint) -> Vec<JobId> {
    simulator.with(|service| {
        let jobs = service.jobs(endpoint, service.latest());
        jobs.map(|job| JobId::new(&job.id()).unwrap()).collect()
    })
}

/// The text with `#1` for the first job id in it, `#2` for the next other one, and so on.
pub(super) fn numbered(text: &str) -> String {
    let mut seen: Vec<&str> = Vec::new();
    let is_id = |word: &str| {
        word.len() == 22
            && word
                .bytes()
                .all(|it| it.is_ascii_uppercase() || it.is_ascii_digit())
    };
    let words = text.split_inclusive(|c: char| !c.is_ascii_alphanumeric());
    let numbered = words.map(|word| {
        let id = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        if !is_id(id) {
            return word.to_owned();
        }
        let index = seen.iter().position(|it| *it == id).unwrap_or_else(|| {
            seen.push(id);
            seen.len() - 1
        });
        word.replace(id, &format!("#{}", index + 1))
    });
    numbered.collect()
}
