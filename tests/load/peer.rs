//! The other side: this program once more, in a process of its own, with lines of text to and fro.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// Another process of this program; it ends with this value.
pub(crate) struct Peer {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Peer {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let program = std::env::current_exe().expect("the path of this program");
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a second process");
        let questions = child.stdin.take().expect("its input");
        let answers = BufReader::new(child.stdout.take().expect("its output"));
        Self {
            child,
            questions,
            answers,
        }
    }

    /// The words of the next line that the other side says.
    pub(crate) fn line(&mut self) -> Vec<String> {
        let mut line = String::new();
        let length = self
            .answers
            .read_line(&mut line)
            .expect("a line of the other side");
        assert!(length > 0, "the other side ended early");
        line.split_whitespace().map(str::to_owned).collect()
    }

    pub(crate) fn ask(&mut self, question: &str) -> Vec<String> {
        writeln!(self.questions, "{question}").expect("the other side listens");
        self.line()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It may have ended by itself.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}
