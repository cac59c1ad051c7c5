//! The transport over real sockets: against the simulated service, and against servers that behave worse.

mod client;
mod concurrency;
mod connections;
mod failures;
mod futures;
mod long_flows;
mod own;
mod proxy;
mod server;
mod tls;
mod world;
