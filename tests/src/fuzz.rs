//! The bodies of the fuzz targets. Ordinary tests replay their seeds and some thousand mutations of them, so they cannot rot.
//!
//! Each takes any bytes, and panics only if a promise of the library is broken.

mod mutate;
mod names;
mod response;

pub use mutate::Mutator;
pub use names::names;
pub use response::response;
