#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod builder;
mod classify;
mod client;
mod connector;
mod exchange;
mod file;
mod random;
mod resolver;
mod run;

pub use builder::{ClientBuilder, default_agent};
pub use client::Client;
pub use exchange::UreqTransport;
pub use file::document_from_file;
