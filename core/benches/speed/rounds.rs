//! Times two ways to do the same thing in turns, so that what else the machine does hits both alike.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How many times each side is timed.
const ROUNDS: usize = 101;
/// How long one side runs in a round at least: far above what the clock resolves.
const SAMPLE: Duration = Duration::from_millis(2);

/// Runs the comparisons that the command line names, as it says.
pub(crate) struct Rounds {
    filter: Option<String>,
    mode: Mode,
}

enum Mode {
    /// Times them: `cargo bench`.
    Time,
    /// Runs each side once: any other start, such as `cargo test --benches`.
    Try,
    /// Prints the names: `--list`.
    List,
    /// Runs one side once in [`once`], where a profiler counts: `--once ours` or `--once baseline`.
    Once { ours: bool },
}

impl Rounds {
    pub(crate) fn from_command_line() -> Self {
        let (mut filter, mut mode) = (None, Mode::Try);
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            match (argument.as_str(), &mode) {
                ("--bench", Mode::Try) => mode = Mode::Time,
                ("--list", _) => mode = Mode::List,
                ("--once", _) => {
                    let side = arguments.next();
                    mode = Mode::Once {
                        ours: side.as_deref() == Some("ours"),
                    };
                }
                (name, _) if !name.starts_with('-') => filter = Some(argument),
                _ => {}
            }
        }
        if matches!(mode, Mode::Time) {
            println!(
                "{:<34} {:>11} {:>11} {:>7}  {:<14} {:>7}  must reach",
                "", "ours", "baseline", "speed", "quartiles", "fastest"
            );
        }
        Self { filter, mode }
    }

    /// Compares two ways to do the same thing. `target` is how many times the baseline's speed ours must reach.
    pub(crate) fn compare<A, B>(
        &self,
        name: &str,
        target: f64,
        mut ours: impl FnMut() -> A,
        mut baseline: impl FnMut() -> B,
    ) {
        if self
            .filter
            .as_deref()
            .is_some_and(|filter| !name.contains(filter))
        {
            return;
        }
        if matches!(self.mode, Mode::List) {
            println!("{name}");
            return;
        }
        // What is done at the first call only, such as asking which instructions the processor has, is no part of the figure.
        black_box((ours(), baseline()));
        match self.mode {
            Mode::Time => time(name, target, ours, baseline),
            Mode::Once { ours: true } => drop(black_box(once(ours))),
            Mode::Once { ours: false } => drop(black_box(once(baseline))),
            Mode::Try | Mode::List => {}
        }
    }
}

#[inline(never)]
fn once<T>(mut what: impl FnMut() -> T) -> T {
    what()
}

fn time<A, B>(
    name: &str,
    target: f64,
    mut ours: impl FnMut() -> A,
    mut baseline: impl FnMut() -> B,
) {
    let times = 1.max(times(&mut ours)).max(times(&mut baseline));
    let (mut of_ours, mut of_baseline, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let (our_time, baseline_time) = if round % 2 == 0 {
            let first = sample(times, &mut ours);
            (first, sample(times, &mut baseline))
        } else {
            let first = sample(times, &mut baseline);
            (sample(times, &mut ours), first)
        };
        of_ours.push(our_time);
        of_baseline.push(baseline_time);
        ratios.push(baseline_time / our_time);
    }
    // On a busy machine the fastest rounds are those that nobody disturbed.
    let fastest = |times: &[f64]| times.iter().copied().fold(f64::INFINITY, f64::min);
    let undisturbed = fastest(&of_baseline) / fastest(&of_ours);
    let [ours, baseline] = [of_ours, of_baseline].map(|times| quartiles(times)[1]);
    let [low, median, high] = quartiles(ratios);
    println!(
        "{name:<34} {:>11} {:>11} {median:>7.3}  {low:.3} .. {high:.3} {undisturbed:>8.3}  {target:.2}{}",
        readable(ours),
        readable(baseline),
        if undisturbed < target { " missed" } else { "" },
    );
}

/// How many times it runs in one [`SAMPLE`].
fn times<T>(what: &mut impl FnMut() -> T) -> u32 {
    let mut times = 1;
    while sample(times, what) * f64::from(times) < SAMPLE.as_secs_f64() {
        times *= 2;
    }
    times
}

/// The seconds that one run takes.
fn sample<T>(times: u32, what: &mut impl FnMut() -> T) -> f64 {
    let start = Instant::now();
    for _ in 0..times {
        black_box(what());
    }
    start.elapsed().as_secs_f64() / f64::from(times)
}

fn quartiles(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| values[(values.len() - 1) * quarter / 4])
}

fn readable(seconds: f64) -> String {
    if seconds < 1e-6 {
        format!("{:.1} ns", seconds * 1e9)
    } else if seconds < 1e-3 {
        format!("{:.2} us", seconds * 1e6)
    } else {
        format!("{:.3} ms", seconds * 1e3)
    }
}
