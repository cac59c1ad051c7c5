//! The body of an answer: whole, cut short, or in pieces.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

use super::wire::Fate;

pub(super) struct Paced {
    rest: Bytes,
    /// How many bytes are still announced.
    announced: u64,
    /// The most bytes that go out at a time, and the pause after each piece.
    piece: usize,
    every: Duration,
    pause: Option<Pin<Box<Sleep>>>,
    /// Told when all is out although more was announced.
    fate: Option<Arc<Fate>>,
}

impl Paced {
    pub(super) fn whole(body: Vec<u8>) -> Self {
        Self::drip(body, usize::MAX, Duration::ZERO)
    }

    pub(super) fn drip(body: Vec<u8>, piece: usize, every: Duration) -> Self {
        let announced = length(body.len());
        Self {
            rest: Bytes::from(body),
            announced,
            piece,
            every,
            pause: None,
            fate: None,
        }
    }

    /// Announces the whole body (one byte more than arrives, at least), and cuts the connection after so many bytes.
    pub(super) fn cut(body: Vec<u8>, after: usize, fate: Arc<Fate>) -> Self {
        let announced = length(body.len().max(after.saturating_add(1)));
        let mut rest = Bytes::from(body);
        rest.truncate(after);
        Self {
            rest,
            announced,
            piece: usize::MAX,
            every: Duration::ZERO,
            pause: None,
            fate: Some(fate),
        }
    }
}

fn length(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

impl Body for Paced {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let this = self.get_mut();
        if let Some(pause) = &mut this.pause {
            ready!(pause.as_mut().poll(context));
            this.pause = None;
        }
        if this.rest.is_empty() {
            return match &this.fate {
                // What is written is flushed now, and then the connection ends: nobody has to wake this.
                Some(fate) => {
                    fate.cut();
                    Poll::Pending
                }
                None => Poll::Ready(None),
            };
        }
        let piece = this.rest.split_to(this.piece.min(this.rest.len()));
        this.announced -= length(piece.len());
        if !this.rest.is_empty() && !this.every.is_zero() {
            this.pause = Some(Box::pin(sleep(this.every)));
        }
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.fate.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.announced)
    }
}
