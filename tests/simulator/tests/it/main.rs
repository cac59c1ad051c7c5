//! The simulator over real sockets.

mod admin;
mod client;
mod facts;
mod ports;
mod push;
mod same_as_model;
mod transport;
