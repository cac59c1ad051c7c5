//! How a world begins.

use std::time::Duration;

use fax4a::Region;
use fax4a::flow::{Moment, RetryBudget, RetryPolicy, Settings};
use fax4a_simulator::Service;

use super::dice::Dice;
use super::errand::Office;
use super::evidence::{Evidence, Sends};
use super::ledger::DATA_CENTERS;
use super::plan::Plan;
use super::process::Process;
use super::queue::{Occurrence, Queue};
use super::roles::Role;
use super::store::{Letter, LetterState};
use super::tally::Tally;
use super::trace::Trace;
use super::{World, canary};

impl World {
    pub(super) fn new(plan: Plan, dice: Dice, whole_trace: bool) -> Self {
        let region = Region::germany();
        let mut settings = Settings::default()
            .with_retry(RetryPolicy::default().with_max_attempts(plan.max_attempts))
            .with_timeout(plan.timeout);
        if plan.has_budget {
            settings = settings.with_budget(RetryBudget::new(&region));
        }
        let mut world = Self {
            now: Moment::START,
            dice,
            queue: Queue::default(),
            service: Service::new(plan.service.clone()),
            office: Office {
                account: canary::account(),
                region,
                settings,
            },
            processes: Vec::new(),
            evidence: Evidence::new(&plan),
            facts: Vec::new(),
            trace: Trace::new(whole_trace),
            tally: Tally::default(),
            exchanges: 0,
            steps: 0,
            runs: 0,
            is_calm: false,
            plan,
        };
        world.hire();
        world.write_letters();
        for (at, reports) in DATA_CENTERS.into_iter().zip(world.plan.backlog) {
            world.service.preload(at, Duration::ZERO, reports);
        }
        world.look_at_service();
        for at in world.plan.questions.clone() {
            let question = world.dice.seed();
            world
                .queue
                .at(Moment::after_start(at), Occurrence::Question(question));
        }
        world
            .queue
            .at(Moment::after_start(world.plan.calm_at), Occurrence::Calm);
        world
    }

    /// Starts the programs.
    fn hire(&mut self) {
        let plan = &self.plan;
        let mut roles: Vec<Role> = (0..plan.senders).map(Role::Sender).collect();
        roles.extend((0..plan.reconcilers).map(|_| Role::Reconciler));
        roles.extend((0..plan.drainers).map(|_| Role::Drainer));
        roles.extend((0..plan.watchers).map(|number| Role::Watcher {
            number,
            of: plan.watchers,
        }));
        roles.extend((0..plan.askers).map(|_| Role::Asker));
        roles.extend((0..plan.listeners).map(|_| Role::Listener));
        roles.extend((0..plan.janitors).map(|_| Role::Janitor));
        for (index, role) in roles.into_iter().enumerate() {
            let is_blocking = self.plan.is_blocking.unwrap_or_else(|| self.dice.one_in(3));
            let mut process = Process::new(role, is_blocking);
            let call = process.order_call();
            self.processes.push(process);
            self.queue.at(
                Moment::START,
                Occurrence::Wake {
                    process: index,
                    call,
                },
            );
        }
    }

    fn write_letters(&mut self) {
        for (index, letter) in self.plan.letters.iter().enumerate() {
            let job = canary::fax(index, letter);
            self.evidence.store.letters.push(Letter {
                sender: index % self.plan.senders,
                customer_defined_id: job.customer_defined_id().map(str::to_owned),
                job,
                straight_to: letter.straight_to,
                fail_over: letter.fail_over,
                state: LetterState::Planned,
                decisions: 0,
            });
            self.evidence.sends.push(Sends::default());
            self.queue
                .at(Moment::after_start(letter.at), Occurrence::Letter(index));
        }
    }
}
