//! A request's body as hyper reads it, and the valve that shuts it off.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use fax4a::{Body, BodyReader};
use http_body::{Frame, SizeHint};

const UNTOUCHED: u8 = 0;
const BEGUN: u8 = 1;
const SHUT: u8 = 2;

/// The body of a request, encoded while hyper reads it. Its length is known exactly, and it comes as data alone, without trailers.
///
/// It is the body type of a [`legacy::Client`](hyper_util::client::legacy::Client) of your own; only
/// [`HyperTransport`](crate::HyperTransport) makes one. Once its exchange is over, for whatever reason, it gives nothing more.
#[derive(Debug)]
pub struct RequestBody {
    reader: BodyReader,
    state: Arc<AtomicU8>,
}

/// Shuts a body off, and knows whether any of it was taken before.
///
/// A connection is a task of its own, which may go on reading a body after its exchange was given up. So "nothing was taken" holds
/// only if from then on nothing can be. Dropping the valve shuts it.
#[derive(Debug)]
pub(crate) struct Valve {
    state: Arc<AtomicU8>,
    has_body: bool,
}

impl RequestBody {
    /// Reads `body` from its start.
    pub(crate) fn new(body: &Body) -> (Self, Valve) {
        let state = Arc::new(AtomicU8::new(UNTOUCHED));
        let valve = Valve {
            state: Arc::clone(&state),
            has_body: !body.is_empty(),
        };
        (
            Self {
                reader: body.reader(),
                state,
            },
            valve,
        )
    }
}

impl http_body::Body for RequestBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.reader.remaining() == 0 {
            return Poll::Ready(None);
        }
        match self
            .state
            .compare_exchange(UNTOUCHED, BEGUN, Ordering::AcqRel, Ordering::Acquire)
        {
            Err(SHUT) => Poll::Ready(Some(Err(io::Error::other("the exchange was given up")))),
            _ => Poll::Ready(self.reader.next_chunk().map(|chunk| Ok(Frame::data(chunk)))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.reader.remaining() == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.reader.remaining())
    }
}

impl Valve {
    /// Shuts the body off. `Some` tells whether any of it was taken before; `None` that there is no body to take.
    pub(crate) fn shut(self) -> Option<bool> {
        let begun = self.state.swap(SHUT, Ordering::AcqRel) == BEGUN;
        self.has_body.then_some(begun)
    }
}

impl Drop for Valve {
    fn drop(&mut self) {
        self.state.store(SHUT, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use fax4a::operation::{DeleteOldest, Operation, SendFax};
    use fax4a::{Account, Credentials, CustomerNumber, Document, FaxJob, Region};
    use http_body::Body as _;

    use super::*;

    fn account() -> Account {
        Account::new(
            CustomerNumber::new("99999TE").unwrap(),
            Credentials::basic("user", "secret").unwrap(),
        )
    }

    fn job_body() -> Body {
        let document = Document::pdf("a.pdf", vec![7; 100_000]);
        let job = FaxJob::to("+49 89 1234567")
            .document(document)
            .build()
            .unwrap();
        SendFax::new(&job)
            .request(&account(), Region::germany().submission())
            .into_body()
    }

    fn poll(body: &mut RequestBody) -> Option<io::Result<Bytes>> {
        match Pin::new(body).poll_frame(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(frame) => {
                frame.map(|frame| frame.map(|frame| frame.into_data().expect("data alone")))
            }
            Poll::Pending => panic!("a body never waits"),
        }
    }

    #[test]
    fn chunks_are_the_body_and_the_length_is_exact_at_every_step() {
        let expected = job_body().to_bytes();
        let (mut body, valve) = RequestBody::new(&job_body());
        let mut read = Vec::new();
        assert_eq!(body.size_hint().exact(), Some(expected.len() as u64));
        while let Some(chunk) = poll(&mut body) {
            read.extend_from_slice(&chunk.unwrap());
            assert_eq!(
                body.size_hint().exact(),
                Some((expected.len() - read.len()) as u64)
            );
            assert_eq!(body.is_end_stream(), read.len() == expected.len());
        }
        assert!(read == expected);
        assert_eq!(valve.shut(), Some(true));
        assert!(
            poll(&mut body).is_none(),
            "what was read to its end stays at its end"
        );
    }

    #[test]
    fn nothing_leaves_a_body_that_was_shut_before_it_was_begun() {
        let (mut body, valve) = RequestBody::new(&job_body());
        assert_eq!(valve.shut(), Some(false));
        assert!(poll(&mut body).unwrap().is_err());
        assert!(poll(&mut body).unwrap().is_err());
    }

    #[test]
    fn nothing_more_leaves_a_body_whose_valve_was_dropped() {
        let (mut body, valve) = RequestBody::new(&job_body());
        assert!(poll(&mut body).unwrap().is_ok());
        drop(valve);
        assert!(poll(&mut body).unwrap().is_err());
    }

    #[test]
    fn a_request_without_a_body_is_at_its_end_at_once() {
        let region = Region::germany();
        let request = DeleteOldest::new().request(&account(), &region.data_centers()[0]);
        let (mut body, valve) = RequestBody::new(request.body());
        assert!(body.is_end_stream());
        assert_eq!(body.size_hint().exact(), Some(0));
        assert!(poll(&mut body).is_none());
        assert_eq!(valve.shut(), None);
    }
}
