//! The fuzz targets' bodies on their seeds, on the fixtures, and on some thousand changes to both. The same in every run.

use std::fs;
use std::path::Path;

use fax4a_tests::fuzz::{self, Mutator};

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

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let seeds = files(
        &Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../fuzz/seeds")
            .join(target),
    );
    assert!(!seeds.is_empty());
    seeds
}

/// Runs a target on these and on changes to them, and tells which input it failed on.
fn run(target: fn(&[u8]), seeds: &[Vec<u8>], changes: usize) {
    let mut mutator = Mutator::new(4711);
    let changed = (0..changes)
        .map(|_| mutator.next(seeds))
        .collect::<Vec<_>>();
    for data in seeds.iter().chain(&changed) {
        if let Err(panic) = std::panic::catch_unwind(|| target(data)) {
            eprintln!("failed on {:?}", data.escape_ascii().to_string());
            std::panic::resume_unwind(panic);
        }
    }
}

#[test]
fn any_answer_is_a_value_or_a_typed_error() {
    let mut inputs = seeds("response");
    let fixtures = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/responses"));
    inputs.extend(fixtures.into_iter().map(|body| [b"0", &body[..]].concat()));
    run(fuzz::response, &inputs, 5000);
}

#[test]
fn any_text_is_refused_or_can_be_sent_safely() {
    run(fuzz::names, &seeds("names"), 5000);
}

#[test]
fn no_input_at_all_is_an_input() {
    fuzz::response(b"");
    fuzz::names(b"");
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
