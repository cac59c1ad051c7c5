//! `drain_to_disk` is killed again and again, at any moment, and loses nothing.
//!
//! It runs the example that `cargo test` builds beside it; `--test crash` alone would run an old one.

#![cfg(not(target_family = "wasm"))]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fax4a_simulator::{Config, Effect, Endpoint, Fault, Simulator};

const PRELOADED: [(Endpoint, &str, u64); 2] =
    [(Endpoint::De1, "DE1", 2300), (Endpoint::De2, "DE2", 1100)];
/// Enough to be killed at many places; a drain that is left alone after that ends.
const CRASHES: u64 = 25;

#[test]
fn a_drain_that_is_killed_at_any_moment_loses_nothing_and_stores_nothing_twice() {
    let simulator = Simulator::start(Config::new()).unwrap();
    for (endpoint, _, reports) in PRELOADED {
        let now = simulator.now();
        simulator.with(|service| service.preload(endpoint, now, reports));
    }
    let all = reports_at(&simulator);
    assert_eq!(all.len(), 3400);
    // Slow enough that a page takes longer than what comes between two crashes.
    simulator.inject(Fault::new(Effect::slow(Duration::from_millis(10))));
    let file = scratch_file();

    let mut dice = 0x5eed_u64;
    for crash in 0..CRASHES {
        let mut drain = start(&simulator, &file);
        dice = dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_millis(5 + (dice >> 33) % 60));
        drain.kill().unwrap();
        drain.wait().unwrap();
        let (stored, left) = (stored(&file), reports_at(&simulator));
        let lost: Vec<_> = all
            .keys()
            .filter(|key| !stored.contains_key(*key) && !left.contains_key(*key))
            .collect();
        assert!(
            lost.is_empty(),
            "after crash {crash}, these are gone: {lost:?}"
        );
    }
    assert!(start(&simulator, &file).wait().unwrap().success());
    let stored = stored(&file);
    assert_eq!(
        stored.keys().collect::<Vec<_>>(),
        all.keys().collect::<Vec<_>>()
    );
    assert!(stored.values().all(|times| *times == 1), "stored twice");
    assert!(reports_at(&simulator).is_empty());
    std::fs::remove_file(file).unwrap();
}

/// The example, which cargo built beside this test.
fn start(simulator: &Simulator, file: &Path) -> Child {
    let own = std::env::current_exe().unwrap();
    let example = own
        .parent()
        .and_then(Path::parent)
        .unwrap()
        .join("examples/drain_to_disk");
    let url = |endpoint| simulator.url(endpoint);
    let region = format!(
        "{} DE1={} DE2={}",
        url(Endpoint::DeHa),
        url(Endpoint::De1),
        url(Endpoint::De2)
    );
    Command::new(example)
        .arg(file)
        .env("FAX4A_CUSTOMER_NUMBER", Config::CUSTOMER_NUMBER)
        .env("FAX4A_USER", Config::USER_NAME)
        .env("FAX4A_PASSWORD", Config::PASSWORD)
        .env("FAX4A_REGION", region)
        .stdout(Stdio::null())
        .spawn()
        .expect("cargo builds the examples before the tests of their package")
}

type Key = (String, String);

fn reports_at(simulator: &Simulator) -> BTreeMap<Key, u32> {
    let now = simulator.now();
    let at = |(endpoint, name, _): (Endpoint, &str, u64)| {
        simulator.with(|service| {
            service
                .jobs(endpoint, now)
                .map(|job| ((name.to_owned(), job.id().to_owned()), 1))
                .collect::<Vec<_>>()
        })
    };
    PRELOADED.into_iter().flat_map(at).collect()
}

/// What is in the file, and how often. A last line that a crash cut off is not in it.
fn stored(file: &Path) -> BTreeMap<Key, u32> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let mut stored = BTreeMap::new();
    for line in text.lines() {
        let Ok(line) = serde_json::from_str::<serde_json::Value>(line) else {
            continue;
        };
        let field = |name| line[name].as_str().unwrap().to_owned();
        *stored
            .entry((field("data_center"), field("key")))
            .or_insert(0) += 1;
    }
    stored
}

fn scratch_file() -> PathBuf {
    let file = std::env::temp_dir().join(format!("fax4a-crash-{}.jsonl", std::process::id()));
    // Left over from a run that was stopped.
    _ = std::fs::remove_file(&file);
    file
}
