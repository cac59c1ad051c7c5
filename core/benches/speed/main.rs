//! How fast the core is, each figure beside a baseline in the same run. The README beside it tells what is compared.

#![expect(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a benchmark is a program: it takes arguments, looks at the clock and prints"
)]

mod body;
mod flow;
mod parse;
mod request;
mod rounds;

#[path = "../inputs/jobs.rs"]
mod jobs;
#[path = "../inputs/reports.rs"]
mod reports;

fn main() {
    let rounds = rounds::Rounds::from_command_line();
    body::compare(&rounds);
    request::compare(&rounds);
    parse::compare(&rounds);
    flow::compare(&rounds);
}
