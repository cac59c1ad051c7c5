//! What the documents say of the tests is true, and what they promise of all packages holds for all.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

mod environment;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What stands between backticks, outside of blocks of code.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    let prose = text.split("```").step_by(2);
    prose.flat_map(|it| it.split('`').skip(1).step_by(2))
}

/// The Rust files below a folder, without what was built.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        } else if path.is_dir() {
            sources(&path, found);
        }
    }
}

#[test]
fn every_test_that_the_docs_name_exists() {
    let mut files = Vec::new();
    for folder in ["core/src", "transports", "tests"] {
        sources(&root().join(folder), &mut files);
    }
    let code: Vec<_> = files
        .iter()
        .map(|it| fs::read_to_string(it).unwrap())
        .collect();
    let after = |mark| code.iter().flat_map(move |it| it.split(mark).skip(1));
    let tests: BTreeSet<_> = after("#[test]")
        .chain(after("#[tokio::test"))
        .filter_map(|it| it.split_once("fn ")?.1.split('(').next())
        // The one program that is no collection of functions.
        .chain(["large_sends_at_once"])
        .collect();
    let mut named = 0;
    for document in ["SECURITY.md", "tests/README.md"] {
        let text = read(document);
        let is_test = |it: &&str| {
            let is_name = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_';
            it.matches('_').count() >= 2 && it.chars().all(is_name) && *it != "customer_defined_id"
        };
        for name in quoted(&text).filter(is_test) {
            assert!(tests.contains(name), "{document} names {name}");
            named += 1;
        }
        let is_file = |it: &&str| it.ends_with(".rs") && !it.contains(char::is_whitespace);
        for path in quoted(&text).filter(is_file) {
            let folder = root().join(document);
            let beside = folder.parent().unwrap().join(path);
            assert!(beside.exists(), "{document} names {path}");
        }
    }
    assert!(named > 60, "the documents are read: {named}");
}

#[test]
fn every_package_takes_the_lints_of_the_workspace() {
    let manifest = read("Cargo.toml");
    assert!(manifest.contains("\nunsafe_code = \"forbid\"\n"));
    let members = manifest.split_once("members = [").unwrap().1;
    let members: Vec<_> = members
        .split(']')
        .next()
        .unwrap()
        .split('"')
        .skip(1)
        .step_by(2)
        .collect();
    assert!(members.len() >= 6, "{members:?}");
    for member in members {
        let manifest = read(Path::new(member).join("Cargo.toml"));
        assert!(manifest.contains("[lints]\nworkspace = true\n"), "{member}");
    }
}
