//! The bodies of the fuzz targets. Ordinary tests replay their seeds and some thousand mutations of them, so they cannot rot.
//!
//! Each takes any bytes, and panics only if a promise of the library is broken.

mod body;
mod calls;
mod flows;
mod header;
mod mutate;
mod names;
mod push;
mod response;
mod round_trip;
mod times;

pub use body::body;
pub use calls::calls;
pub use flows::flows;
pub use header::header;
pub use mutate::Mutator;
pub use names::names;
pub use push::push;
pub use response::response;
pub use round_trip::round_trip;
pub use times::times;
