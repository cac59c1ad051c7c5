//! What a server does to the requests that come, one turn for each.

use std::time::Duration;

/// What happens to one request, on whichever connection it comes.
#[derive(Clone, Debug)]
pub(crate) struct Turn {
    pub(super) acts: Vec<Act>,
    pub(super) end: End,
}

/// One thing that a server does.
#[derive(Clone, Debug)]
pub(super) enum Act {
    /// Reads the request to its end, and notes it.
    Read,
    /// Reads the head of the request and so many bytes of its body, and notes it.
    ReadPart(usize),
    /// Sends these bytes at once.
    Write(Vec<u8>),
    /// Sends these bytes one by one, with a pause after each.
    Drip(Vec<u8>, Duration),
    /// Does nothing until the client goes away.
    Hang,
}

/// What becomes of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    KeepOpen,
    Close,
    Reset,
}

impl Turn {
    /// Begins a turn that has not read anything of the request.
    pub(crate) fn unread() -> Self {
        Self {
            acts: Vec::new(),
            end: End::KeepOpen,
        }
    }

    /// Begins a turn by reading the request.
    pub(crate) fn read() -> Self {
        Self::unread().then(Act::Read)
    }

    /// Begins a turn by reading the request's head and so many bytes of its body.
    pub(crate) fn read_part(bytes: usize) -> Self {
        Self::unread().then(Act::ReadPart(bytes))
    }

    /// Reads the request and answers it; the connection stays open.
    pub(crate) fn answer(answer: impl Into<Vec<u8>>) -> Self {
        Self::read().write(answer)
    }

    pub(crate) fn write(self, bytes: impl Into<Vec<u8>>) -> Self {
        self.then(Act::Write(bytes.into()))
    }

    pub(crate) fn drip(self, bytes: impl Into<Vec<u8>>, pause: Duration) -> Self {
        self.then(Act::Drip(bytes.into(), pause))
    }

    /// Reads what is left of the request, without noting it again.
    pub(crate) fn read_rest(self) -> Self {
        self.then(Act::Read)
    }

    pub(crate) fn hang(self) -> Self {
        self.then(Act::Hang)
    }

    /// Ends the connection in an orderly way; by a reset, though, if there is something that was not read.
    pub(crate) fn close(mut self) -> Self {
        self.end = End::Close;
        self
    }

    /// Ends the connection with a reset.
    pub(crate) fn reset(mut self) -> Self {
        self.end = End::Reset;
        self
    }

    fn then(mut self, act: Act) -> Self {
        self.acts.push(act);
        self
    }
}

/// An answer with this status and body, whose length is announced.
pub(crate) fn answer(status: u16, body: &str) -> Vec<u8> {
    answer_with(status, "", body)
}

/// The same with more header lines, each with its line break.
pub(crate) fn answer_with(status: u16, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    head(status, &format!("{headers}content-length: {length}\r\n"), body)
}

/// An answer's head with these header lines, and what follows it.
pub(crate) fn head(status: u16, headers: &str, rest: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status} As the test says\r\n{headers}\r\n{rest}").into_bytes()
}

/// What accepts a job.
pub(crate) fn accepted() -> Vec<u8> {
    answer(200, ACCEPTED)
}

/// The body that accepts a job.
pub(crate) const ACCEPTED: &str = r#"{"jobId":"J1"}"#;

/// The body that reports on the job.
pub(crate) const REPORT: &str =
    r#"{"jobId":"J1","recipientStatus":[{"number":"+49891234567","status":"OK"}],"pages":1}"#;
