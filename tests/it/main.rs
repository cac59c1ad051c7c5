//! The tests that need more than one file of the library, in one binary.

mod requests;
mod responses;
