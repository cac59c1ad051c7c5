//! The tests that need more than one file of the library, in one binary.

mod clients;
mod conformance;
mod connections;
mod contract;
mod errors;
mod flows;
mod fuzz;
mod hostile;
mod privacy;
mod promises;
mod push;
mod requests;
mod responses;
mod simulation;
