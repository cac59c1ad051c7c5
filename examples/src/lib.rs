//! What the examples share, so that each of them is about one thing.

mod setup;
mod show;

pub use setup::{Setup, setup};
pub use show::{masked, report_table};

/// The examples in the project's README, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
