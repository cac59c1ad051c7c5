//! The simulator in a process of its own, which answers questions about what it saw.

use std::collections::BTreeMap;
use std::io::stdin;
use std::time::Duration;

use fax4a_simulator::{
    Answer, AnswerBody, Config, Duplicates, Effect, Endpoint, Fault, Operation, Service, Simulator,
};

/// One request in so many goes wrong in each of the ways below.
const ONE_IN: u32 = 3000;

/// Says where its servers are, then answers:
///
/// - `requests`: how many there were so far, and their distribution;
/// - `calm`: nothing goes wrong from now on;
/// - `accepted PREFIX COUNT`: how many of the jobs `PREFIX-0` to `PREFIX-COUNT` were accepted never, once, and more often;
/// - `rest`: how many jobs are left, and how often a client did what none may do.
pub(crate) fn run() {
    let config = Config::new()
        .processing_time(Duration::ZERO)
        // A fax that is sent twice has to be seen, not refused.
        .duplicates(Duplicates::Accept)
        .keep_documents(false)
        .log_limit(1_000_000);
    let simulator = Simulator::start(config).expect("free ports");
    let urls: Vec<_> = Endpoint::ALL
        .iter()
        .map(|it| format!("{it} {}", simulator.url(*it)))
        .collect();
    println!("{}", urls.join(" "));
    mishaps().for_each(|fault| simulator.inject(fault));
    let mut seen = Seen::default();
    for line in stdin().lines() {
        let line = line.expect("a question");
        let answer = match line.split_whitespace().collect::<Vec<_>>()[..] {
            ["requests"] => simulator.with(|service| seen.add(service)),
            ["calm"] => simulator.with(|service| {
                service.clear_faults();
                "calm".to_owned()
            }),
            ["accepted", prefix, count] => simulator
                .with(|service| accepted(service, prefix, count.parse().expect("a number"))),
            ["rest"] => {
                let now = simulator.now();
                simulator.with(|service| {
                    let jobs: usize = Endpoint::DATA_CENTERS
                        .iter()
                        .map(|it| service.jobs(*it, now).count())
                        .sum();
                    format!("{jobs} {}", seen.violations + service.violations().len())
                })
            }
            _ => panic!("unknown question: {line}"),
        };
        println!("{answer}");
    }
}

/// Whatever a client can get over by itself, once in a while.
fn mishaps() -> impl Iterator<Item = Fault> {
    let busy = Effect::Answer(Answer::new(503).body(AnswerBody::Html));
    let effects = [
        busy,
        Effect::Garbage,
        Effect::cut(20),
        Effect::ResetBeforeProcessing,
        Effect::ResetAfterProcessing,
        Effect::slow(Duration::from_millis(50)),
    ];
    let garbled = Fault::new(Effect::GarbleOne)
        .on(Operation::GetReport)
        .one_in(ONE_IN);
    effects
        .into_iter()
        .map(|effect| Fault::new(effect).one_in(ONE_IN))
        .chain([garbled])
}

/// The log so far, which the service need not keep.
#[derive(Default)]
struct Seen {
    requests: BTreeMap<String, u64>,
    faults: u64,
    violations: usize,
}

impl Seen {
    fn add(&mut self, service: &mut Service) -> String {
        for received in service.received() {
            let name = received
                .operation
                .map_or("none".into(), |it| format!("{it:?}"));
            *self.requests.entry(name).or_default() += 1;
            self.faults += u64::from(received.fault.is_some());
        }
        self.violations += service.violations().len();
        service.clear_log();
        let total: u64 = self.requests.values().sum();
        let each: Vec<_> = self
            .requests
            .iter()
            .map(|(name, count)| format!("{name}:{count}"))
            .collect();
        format!("{total} {} faults:{}", each.join(" "), self.faults)
    }
}

fn accepted(service: &Service, prefix: &str, count: u64) -> String {
    let mut times = [0_u64; 3];
    for number in 0..count {
        let accepted = service.accepted_jobs(&format!("{prefix}-{number}"));
        times[accepted.min(2) as usize] += 1;
    }
    let [never, once, more] = times;
    format!("{never} {once} {more}")
}
