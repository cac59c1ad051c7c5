//! Load: what the clients hold while very much goes on at once, and what is left of it after very long.
//!
//! A program of its own, because it measures its own process; the other side is always another process. The tests run it without
//! arguments: some large sends at once. `./check soak` runs the rest:
//!
//! ```text
//! cargo test --profile bench -p fax4a-tests --test load -- sends 1000
//! cargo test --profile bench -p fax4a-tests --test load -- soak 60
//! ```

mod peer;
mod sends;
mod service;
mod sink;
mod soak;
mod usage;

/// Counts what the process has allocated.
#[global_allocator]
static ALLOCATED: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;

/// How many sends the tests make: enough that one copy of the document for each would be far above what is allowed.
const SENDS_IN_TESTS: usize = 30;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["sends", count] => sends::run(number(count)),
        ["soak", seconds] => soak::run(number(seconds)),
        ["sink", count] => sink::run(number(count)),
        ["service"] => service::run(),
        options => as_test(options),
    }
}

/// What `cargo test` and other runners say to a program of tests: list them, or run those with such names.
fn as_test(options: &[&str]) {
    const NAME: &str = "large_sends_at_once";
    let filters: Vec<_> = options.iter().filter(|it| !it.starts_with('-')).collect();
    if options.contains(&"--ignored") {
        return;
    }
    if options.contains(&"--list") {
        println!("{NAME}: test");
    } else if filters.is_empty() || filters.iter().any(|it| NAME.contains(**it)) {
        sends::run(SENDS_IN_TESTS);
    }
}

fn number<T: std::str::FromStr>(text: &str) -> T {
    text.parse()
        .unwrap_or_else(|_| panic!("not a number: {text}"))
}
