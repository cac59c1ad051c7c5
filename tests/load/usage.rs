//! What this process takes of the machine, as the kernel counts it. Other systems than Linux do not tell it like this: there the
//! count of the allocator has to do.

use std::fs;

/// The most that was ever in memory.
pub(crate) fn peak_bytes() -> Option<usize> {
    status("VmHWM:").map(|kib| kib * 1024)
}

/// What is in memory now.
pub(crate) fn resident_bytes() -> Option<usize> {
    status("VmRSS:").map(|kib| kib * 1024)
}

pub(crate) fn threads() -> Option<usize> {
    status("Threads:")
}

/// Open files and sockets.
pub(crate) fn descriptors() -> Option<usize> {
    Some(fs::read_dir("/proc/self/fd").ok()?.count())
}

fn status(name: &str) -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
