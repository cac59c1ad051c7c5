//! Times two ways to do the same thing in turns, so that what else the machine does hits both alike.

use std::time::Instant;

/// Runs the comparisons that the command line names.
pub(crate) struct Rounds {
    filter: Option<String>,
    /// Each side once, as for `cargo test --benches`.
    only_try: bool,
}

/// What one side took in one round, in seconds.
struct Taken {
    time: f64,
    /// Of this thread alone: where the work is spread over threads, this says little.
    cpu: f64,
}

impl Rounds {
    pub(crate) fn from_command_line() -> Self {
        let (mut filter, mut only_try) = (None, true);
        for argument in std::env::args().skip(1) {
            match argument.as_str() {
                "--bench" => only_try = false,
                name if !name.starts_with('-') => filter = Some(argument),
                _ => {}
            }
        }
        if !only_try {
            println!(
                "{:<48} {:>7}  {:<14} {:>7} {:>7} {:>9}  must reach",
                "", "ratio", "quartiles", "fastest", "CPU", "a second"
            );
        }
        Self { filter, only_try }
    }

    pub(crate) fn wants(&self, name: &str) -> bool {
        self.filter
            .as_deref()
            .is_none_or(|part| name.contains(part))
    }

    /// How often something is to be done, if not only tried.
    pub(crate) fn times(&self, times: usize) -> usize {
        if self.only_try { 1 } else { times }
    }

    /// Compares two ways to make so many calls, in so many rounds. `target` is how many times the baseline's speed ours must reach.
    /// What is prepared before each is not timed.
    pub(crate) fn compare(
        &self,
        name: &str,
        target: f64,
        (rounds, calls): (usize, usize),
        prepare: impl Fn(),
        mut ours: impl FnMut(),
        mut baseline: impl FnMut(),
    ) {
        if !self.wants(name) {
            return;
        }
        // Connections are made in the first round, which does not count.
        prepare();
        ours();
        prepare();
        baseline();
        if self.only_try {
            return;
        }
        let taken = |work: &mut dyn FnMut()| {
            prepare();
            taken(work)
        };
        let (mut of_ours, mut of_baseline) = (Vec::new(), Vec::new());
        for round in 0..rounds {
            if round % 2 == 0 {
                of_ours.push(taken(&mut ours));
                of_baseline.push(taken(&mut baseline));
            } else {
                of_baseline.push(taken(&mut baseline));
                of_ours.push(taken(&mut ours));
            }
        }
        let pairs = of_baseline.iter().zip(&of_ours);
        let [low, ratio, high] = quartiles(
            pairs
                .clone()
                .map(|(baseline, ours)| baseline.time / ours.time),
        );
        let [_, cpu, _] = quartiles(pairs.map(|(baseline, ours)| baseline.cpu / ours.cpu));
        let [_, time, _] = quartiles(of_ours.iter().map(|ours| ours.time));
        // On a busy machine the fastest rounds are those that nobody disturbed.
        let fastest = |side: &[Taken]| side.iter().map(|it| it.time).fold(f64::INFINITY, f64::min);
        println!(
            "{name:<48} {ratio:>7.3}  {low:.3} .. {high:.3} {:>7.3} {cpu:>7.3} {:>9.0}  {target:.2}{}",
            fastest(&of_baseline) / fastest(&of_ours),
            calls as f64 / time,
            if ratio < target { " missed" } else { "" },
        );
    }
}

fn taken(work: &mut dyn FnMut()) -> Taken {
    let (start, cpu) = (Instant::now(), cpu_seconds());
    work();
    Taken {
        time: start.elapsed().as_secs_f64(),
        cpu: cpu_seconds() - cpu,
    }
}

/// What this thread had of a processor so far; not a number where the system does not tell.
fn cpu_seconds() -> f64 {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse::<f64>().ok())
        .map_or(f64::NAN, |nanoseconds| nanoseconds * 1e-9)
}

pub(crate) fn quartiles(values: impl Iterator<Item = f64>) -> [f64; 3] {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| values[(values.len() - 1) * quarter / 4])
}
