//! How cost grows with number: jobs that are watched, reports that are drained, flows that are alive at once.
//!
//! `cargo bench -p fax4a-tests --bench scaling`; the figures are in `core/benches/README.md`. Memory, requests and polls are counted
//! and the same every time. The script `instructions` beside this file counts the processor's instructions.

mod alive;
mod drain;
mod driver;
mod sends;
mod watch;

/// `--once NAME N` does one thing, for a profiler. Without `--bench`, all is small.
fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["--once", name, n] | ["--once", name, n, ..] => once(name, n.parse().expect("a number")),
        _ if arguments.contains(&"--bench") => tables(1_000_000),
        _ => tables(1000),
    }
}

fn tables(largest: usize) {
    watch::table(largest / 10);
    drain::table(largest);
    alive::table(largest / 100);
    sends::table(largest / 100);
}

fn once(name: &str, n: usize) {
    match name {
        "watch" => drop(watch::run(n)),
        "drain" => drop(drain::run(n)),
        "sends" => drop(sends::run(n)),
        _ => panic!("nothing is called {name}"),
    }
}

fn kilobytes(bytes: i64) -> String {
    format!("{:.1} KB", bytes as f64 / 1e3)
}
