//! What the tests of fax4a share: samples, readable descriptions of values, scenarios with a virtual clock, and the bodies of the
//! fuzz targets, which ordinary tests replay.

pub mod describe;
pub mod fuzz;
pub mod sample;
pub mod scenario;
pub mod world;
