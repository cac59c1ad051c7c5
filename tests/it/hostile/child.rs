//! A program of its own for what is measured: the memory of this one is that of all tests together.

use std::process::Command;

use super::{endless, memory};

const TASK: &str = "HOSTILE_TASK";

/// What a task told, line by line, and how much memory it took at most beyond what it began with, in bytes.
pub(super) struct Told {
    pub(super) lines: Vec<String>,
    pub(super) growth: u64,
}

/// Runs the task of this name in a child, with this argument.
pub(super) fn run(task: &str, argument: &str) -> Told {
    let program = std::env::current_exe().expect("the tests' own program");
    let output = Command::new(program)
        .args([
            "--exact",
            "hostile::child::task",
            "--ignored",
            "--nocapture",
        ])
        .env(TASK, format!("{task} {argument}"))
        .output()
        .expect("a child");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{task}: {text}\n{complaint}");
    let told = |prefix: &str| -> Vec<String> {
        let lines = text.lines().filter_map(|line| line.strip_prefix(prefix));
        lines.map(str::to_owned).collect()
    };
    let growth = told("growth: ");
    let [growth] = &growth[..] else {
        panic!("{task}: {text}\n{complaint}")
    };
    Told {
        lines: told("told: "),
        growth: growth.parse().expect("a number"),
    }
}

#[test]
#[ignore = "what other tests start as a program of its own"]
fn task() {
    let Ok(task) = std::env::var(TASK) else {
        return;
    };
    let (task, argument) = task.split_once(' ').expect("a task and its argument");
    let before = status("VmRSS:");
    match task {
        "read" => memory::read(argument),
        "ask" => endless::ask(argument),
        _ => panic!("no such task: {task}"),
    }
    println!("\ngrowth: {}", status("VmHWM:").saturating_sub(before));
}

/// A line of what the system knows about this program, in bytes.
fn status(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.expect("a number of KiB") * 1024
}
