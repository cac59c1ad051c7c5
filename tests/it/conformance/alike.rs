//! Runs one case on several transports, and many cases for one table.

use std::fmt::Debug;
use std::thread;

use super::transports::Transport;

/// What comes of a case, which is the same on all these transports.
pub(super) fn alike<T: Debug + PartialEq + Send, const N: usize>(
    name: &str,
    transports: [Transport; N],
    run: impl Fn(Transport) -> T + Sync,
) -> T {
    let run = &run;
    let results = thread::scope(|scope| {
        transports
            .map(|transport| scope.spawn(move || run(transport)))
            .map(|thread| thread.join().expect("an outcome"))
    });
    let mut results = transports.into_iter().zip(results);
    let (_, first) = results.next().expect("a transport");
    for (transport, result) in results {
        assert_eq!(result, first, "{name}: {transport:?} differs");
    }
    first
}

/// A line for each case. Those that wait for the clock do so beside each other.
pub(super) fn table<C: Sync>(
    cases: &[C],
    waits: impl Fn(&C) -> bool,
    line: impl Fn(&C) -> String + Sync,
) -> String {
    let line = &line;
    thread::scope(|scope| {
        let waiting: Vec<_> = cases
            .iter()
            .map(|case| waits(case).then(|| scope.spawn(move || line(case))))
            .collect();
        let lines = cases.iter().zip(waiting).map(|(case, waiting)| {
            let line = match waiting {
                Some(thread) => thread.join().expect("a line"),
                None => line(case),
            };
            line + "\n"
        });
        lines.collect()
    })
}
