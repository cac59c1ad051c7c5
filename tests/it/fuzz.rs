//! The fuzz targets' bodies on their seeds, and on some thousand changes to them. The same in every run.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use fax4a_tests::fuzz::{self, Mutator};

/// Every target: its body, and how many changed seeds a test run sees.
type Target = (&'static str, fn(&[u8]), usize);

const TARGETS: [Target; 9] = [
    ("body", fuzz::body, 500),
    ("calls", fuzz::calls, 2000),
    ("flows", fuzz::flows, 100),
    ("header", fuzz::header, 3000),
    ("names", fuzz::names, 5000),
    ("push", fuzz::push, 3000),
    ("response", fuzz::response, 5000),
    ("round_trip", fuzz::round_trip, 3000),
    ("times", fuzz::times, 3000),
];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// All files of a folder and the folders in it, in the order of their names.
fn files(folder: &Path) -> Vec<Vec<u8>> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let files = paths.iter().flat_map(|path| {
        if path.is_dir() {
            files(path)
        } else {
            vec![fs::read(path).unwrap()]
        }
    });
    files.collect()
}

/// A target's seeds: what shows each of its sides, and every input that once crashed it.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let mut seeds = files(&folder("../fuzz/seeds").join(target));
    assert!(!seeds.is_empty());
    if target == "response" {
        let fixtures = files(&folder("fixtures/responses"));
        seeds.extend(fixtures.into_iter().map(|body| [b"0", &body[..]].concat()));
    }
    seeds
}

/// Runs a target on its seeds and on changes to them, and tells which input it failed on.
fn run(name: &str) {
    let mut targets = TARGETS.into_iter();
    let (name, target, changes) = targets.find(|(known, ..)| *known == name).unwrap();
    let seeds = seeds(name);
    let mut mutator = Mutator::new(4711);
    let changed: Vec<_> = (0..changes).map(|_| mutator.next(&seeds)).collect();
    for data in [Vec::new()].iter().chain(&seeds).chain(&changed) {
        if let Err(panic) = std::panic::catch_unwind(|| target(data)) {
            eprintln!("{name} failed on {:?}", data.escape_ascii().to_string());
            std::panic::resume_unwind(panic);
        }
    }
}

#[test]
fn a_body_in_any_pieces_is_the_same_bytes() {
    run("body");
}

#[test]
fn the_contract_holds_whatever_driver_and_caller_do() {
    run("calls");
}

#[test]
fn invariants_hold_whatever_a_fuzzers_script_decides() {
    run("flows");
}

#[test]
fn what_the_rules_allow_is_taken_and_nothing_else() {
    run("header");
}

#[test]
fn any_text_is_refused_or_can_be_sent_safely() {
    run("names");
}

#[test]
fn any_push_is_a_report_or_a_typed_error() {
    run("push");
}

#[test]
fn any_answer_is_a_value_or_a_typed_error() {
    run("response");
}

#[test]
fn any_report_survives_being_stored() {
    run("round_trip");
}

#[test]
fn any_time_is_refused_or_means_what_it_says() {
    run("times");
}

#[test]
fn every_target_is_replayed_and_has_seeds() {
    let names = |folder: PathBuf| -> BTreeSet<String> {
        let entries = fs::read_dir(folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().path());
        names
            .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
            .collect()
    };
    let replayed: BTreeSet<String> = TARGETS.iter().map(|(name, ..)| (*name).into()).collect();
    assert_eq!(names(folder("../fuzz/fuzz_targets")), replayed);
    assert_eq!(names(folder("../fuzz/seeds")), replayed);
    let manifest = fs::read_to_string(folder("../fuzz/Cargo.toml")).unwrap();
    for name in &replayed {
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")));
    }
}

#[test]
fn the_same_seed_makes_the_same_changes() {
    let seeds = seeds("names");
    let changes = |seed| {
        let mut mutator = Mutator::new(seed);
        (0..100).map(|_| mutator.next(&seeds)).collect::<Vec<_>>()
    };
    assert_eq!(changes(1), changes(1));
    assert_ne!(changes(1), changes(2));
}
