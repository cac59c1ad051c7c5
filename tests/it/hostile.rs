//! Whatever a server, a stranger or a caller's user makes up: a typed error or what can be used, in bounded memory, and never
//! anything on the wire but what belongs there.

#[cfg(target_os = "linux")]
mod child;
#[cfg(target_os = "linux")]
mod endless;
mod injection;
mod json;
#[cfg(target_os = "linux")]
mod memory;
mod nesting;
