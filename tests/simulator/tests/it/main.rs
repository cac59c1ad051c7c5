//! The simulator over real sockets.

mod admin;
mod client;
mod push;
mod same_as_model;
mod transport;
