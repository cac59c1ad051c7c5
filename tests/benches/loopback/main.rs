//! What the clients cost on top of the bare HTTP clients, over loopback, each figure beside a baseline in the same run.
//!
//! `cargo bench -p fax4a-tests --bench loopback`, and a part of a comparison's name after `--` for some of them. What is compared,
//! and what came of it, is in `core/benches/README.md`.

mod by_hand;
mod drain;
mod get;
mod lookup;
mod rounds;
mod send;
mod service;

fn main() {
    let rounds = rounds::Rounds::from_command_line();
    let service = service::Simulated::start();
    send::compare(&rounds, &service);
    get::compare(&rounds, &service);
    lookup::time(&rounds, &service);
    drain::compare(&rounds, &service);
}
