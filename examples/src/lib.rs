//! What the examples share, so that each of them is about one thing.

// There are no files and no simulator where there are no sockets.
#[cfg(not(target_family = "wasm"))]
mod command_line;
#[cfg(not(target_family = "wasm"))]
mod setup;
mod show;

#[cfg(not(target_family = "wasm"))]
pub use command_line::{Outcome, PATIENCE, job};

#[cfg(not(target_family = "wasm"))]
pub use setup::{Setup, setup};
pub use show::{masked, progress, report_table, submission};

/// The examples in the project's README, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
