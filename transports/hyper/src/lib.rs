#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod body;
mod builder;
mod classify;
mod client;
mod connect;
mod exchange;
mod file;
mod proxy;
mod random;
mod run;
mod tls;

pub use body::RequestBody;
pub use builder::ClientBuilder;
pub use client::Client;
pub use exchange::HyperTransport;
pub use file::document_from_file;
pub use proxy::{InvalidProxy, Proxy};
pub use run::TokioClock;
