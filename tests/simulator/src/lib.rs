#![doc = include_str!("../README.md")]

mod admin;
mod config;
mod endpoint;
mod fault;
pub mod magic;
mod operation;
mod reply;
mod server;
mod service;

pub use self::config::{Config, Dialect, Duplicates, Front, PushFormat};
pub use self::endpoint::{Endpoint, UnknownEndpoint};
pub use self::fault::{Answer, AnswerBody, Effect, Fault, RetryAfter};
pub use self::operation::Operation;
pub use self::reply::{Reply, Transport};
pub use self::server::{Listen, Simulator};
pub use self::service::{
    DocumentView, JobView, Push, PushOutcome, PushRecord, Received, Service, Violation,
    ViolationKind,
};
