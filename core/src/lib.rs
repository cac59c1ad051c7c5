#![no_std]
#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
// The answers of a server must not bring a program down.
#![cfg_attr(
    not(test),
    warn(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

extern crate alloc;

mod account;
mod body;
pub mod error;
pub mod flow;
mod id;
pub mod job;
mod moment;
pub mod operation;
pub mod push;
pub mod report;
mod retry;
pub mod server;
pub mod time;
mod wire;

pub use account::{Account, Credentials, CustomerNumber, InvalidAccount};
pub use body::{Body, BodyReader};
pub use error::{Delivery, Error};
pub use id::{InvalidJobId, JobId};
pub use job::{Document, FaxJob, FaxJobBuilder, FaxNumber, InvalidFaxJob, Recipient};
pub use report::{FaxReport, StatusGroup, TransmissionStatus};
pub use server::{DataCenter, DataCenterUrl, Region, Server, SubmissionUrl};
pub use time::Timestamp;
