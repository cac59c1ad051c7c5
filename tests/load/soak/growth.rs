//! What the process holds while nothing is under way, over time.

use std::fmt;

use crate::{ALLOCATED, usage};

/// What is measured, and by how much it may vary without being called growth. Idle connections come and go with the mishaps, and
/// their buffers grow with what they have read, so what is allocated varies by a megabyte.
const MEASURED: [(&str, usize); 4] = [
    ("bytes allocated", 3 * 1024 * 1024),
    ("bytes in memory", 12 * 1024 * 1024),
    ("threads", 2),
    ("open descriptors", 8),
];

/// What may be left of it all, connections and clients included, when they are gone.
const LEFT_OVER: usize = 64 * 1024;

/// The measurements so far.
pub(crate) struct Growth {
    before: usize,
    measured: Vec<[Option<usize>; 4]>,
}

impl Growth {
    /// Makes room for all measurements beforehand, so that they are no growth themselves.
    pub(crate) fn with_room_for(measurements: usize) -> Self {
        let measured = Vec::with_capacity(measurements);
        Self {
            before: ALLOCATED.current_usage(),
            measured,
        }
    }

    pub(crate) fn measure(&mut self) {
        self.measured.push([
            Some(ALLOCATED.current_usage()),
            usage::resident_bytes(),
            usage::threads(),
            usage::descriptors(),
        ]);
    }

    /// With the clients and the runtime gone, there is as much as before they were made.
    pub(crate) fn check_that_nothing_is_left(&self) {
        let left = ALLOCATED.current_usage().saturating_sub(self.before);
        println!("bytes left over: {left}");
        assert!(left < LEFT_OVER, "{left} bytes are left over");
    }

    /// The first quarter warms up. The medians of the second quarter and of the last one are compared.
    pub(crate) fn check(&self) {
        let quarter = self.measured.len() / 4;
        assert!(
            quarter > 0,
            "too short: {} measurements",
            self.measured.len()
        );
        let mut grown = Vec::new();
        for (index, (name, slack)) in MEASURED.into_iter().enumerate() {
            let median = |measured: &[[Option<usize>; 4]]| {
                let mut values: Vec<_> = measured.iter().filter_map(|it| it[index]).collect();
                values.sort_unstable();
                values.get(values.len() / 2).copied()
            };
            let early = median(&self.measured[quarter..2 * quarter]);
            let late = median(&self.measured[self.measured.len() - quarter..]);
            let (Some(early), Some(late)) = (early, late) else {
                println!("{name}: this system does not tell");
                continue;
            };
            println!("{name}: {early} early, {late} late");
            if late > early + slack {
                grown.push(name);
            }
        }
        assert!(
            grown.is_empty(),
            "grown while nothing was under way: {grown:?}"
        );
    }
}

/// The latest measurement.
impl fmt::Display for Growth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let latest = self.measured.last().into_iter().flatten();
        for ((name, _), value) in MEASURED.iter().zip(latest) {
            match value {
                Some(value) => write!(f, "{value:>11} {name}")?,
                None => write!(f, "    unknown {name}")?,
            }
        }
        Ok(())
    }
}
