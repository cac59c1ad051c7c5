//! The simulator over real sockets.

mod client;
mod same_as_model;
mod transport;
