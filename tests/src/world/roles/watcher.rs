//! Waits for the reports on accepted letters, and takes on new ones while it does.

use std::collections::BTreeSet;
use std::time::Duration;

use fax4a::JobId;
use fax4a::error::Failure;
use fax4a::flow::{Backoff, Flow, Moment, Standing, Step, Ticket, Wait, Watch, WatchEvent};
use http::Response;

use crate::world::errand::{Desk, Errand, Next};
use crate::world::evidence::endpoint;
use crate::world::fact::{Ending, Fact, Key, Kind};
use crate::world::store::Watched;

/// How many watches may end without a report before nobody asks for it any longer. A watch that found nothing counts twice.
const FRUITLESS: u32 = 4;

pub(super) fn next(number: usize, of: usize, desk: &mut Desk<'_>) -> Option<Box<dyn Errand>> {
    let (account, settings) = (desk.office.account.clone(), desk.settings());
    let time_limit = desk.dice.seconds(1200, 3600);
    let mut watch =
        Watch::new(account, &desk.office.region, [], settings).with_time_limit(time_limit);
    if !desk.dice.one_in(8) {
        watch = watch.with_pace(Backoff::new(
            Duration::from_secs(5),
            Duration::from_secs(300),
        ));
    }
    let mut watching = Watching {
        watch,
        number,
        of,
        added: BTreeSet::new(),
    };
    watching.take_on(desk);
    (!watching.added.is_empty()).then(|| Box::new(watching) as Box<dyn Errand>)
}

struct Watching {
    watch: Watch,
    number: usize,
    of: usize,
    added: BTreeSet<JobId>,
}

impl Watching {
    /// Takes on the letters that were accepted since.
    fn take_on(&mut self, desk: &mut Desk<'_>) {
        for (
            place,
            Watched {
                job_id,
                data_center,
                is_over,
                ..
            },
        ) in desk.store.watched.iter().enumerate()
        {
            if *is_over || place % self.of != self.number || !self.added.insert(job_id.clone()) {
                continue;
            }
            match data_center {
                Some(data_center) => self.watch.add_at(job_id.clone(), data_center),
                None => self.watch.add(job_id.clone()),
            }
        }
    }
}

impl Errand for Watching {
    fn poll(&mut self, desk: &mut Desk<'_>) -> Next {
        self.take_on(desk);
        match desk.poll(&mut self.watch) {
            Step::Send(exchange) => Next::Send(exchange),
            Step::Event(event) => {
                if let WatchEvent::Report(report) = &event {
                    let (job_id, id) = (report.value.job_id(), report.value.customer_defined_id());
                    if let Some(at) = endpoint(&report.data_center) {
                        let key = Key::new(at, job_id.as_str());
                        desk.store.put(key.clone(), id.map(str::to_owned));
                        desk.tell(Fact::Stored {
                            run: desk.run,
                            keys: vec![key],
                        });
                    }
                    desk.store
                        .watched
                        .iter_mut()
                        .filter(|it| it.job_id == *job_id)
                        .for_each(|it| it.is_over = true);
                }
                desk.tell(Fact::WatchTold {
                    run: desk.run,
                    event,
                });
                Next::GoOn
            }
            Step::Wait(Wait { until, .. }) => Next::Wait(until),
            Step::Done => Next::Done,
            other => unreachable!("{:?}", core::mem::discriminant(&other)),
        }
    }

    fn on_response(&mut self, now: Moment, ticket: Ticket, response: Response<&[u8]>) {
        self.watch.on_response(now, ticket, response);
    }

    fn on_failure(&mut self, now: Moment, ticket: Ticket, failure: Failure) {
        self.watch.on_failure(now, ticket, failure);
    }

    fn end(self: Box<Self>, desk: &mut Desk<'_>) {
        let unfinished = self.watch.into_output();
        for (job_id, standing) in &unfinished {
            let is_in_sink = desk.store.has_job(job_id.as_str());
            let fruitless = match standing {
                _ if desk.stopped => 0,
                Standing::NotFound => 2,
                _ => u32::from(desk.is_calm),
            };
            for watched in desk
                .store
                .watched
                .iter_mut()
                .filter(|it| it.job_id == *job_id)
            {
                watched.fruitless += fruitless;
                watched.is_over |= is_in_sink || watched.fruitless >= FRUITLESS;
            }
        }
        desk.ended(Ending::Watched(unfinished));
    }

    fn kind(&self) -> Kind {
        Kind::Rounds
    }

    fn show(&self) -> String {
        format!("{:?}", self.watch)
    }
}
