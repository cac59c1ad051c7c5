//! A connection that can be cut or reset on purpose.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// How a connection is to end, told by whoever answers a request on it.
#[derive(Debug, Default)]
pub(super) struct Fate {
    cut: AtomicBool,
    reset: AtomicBool,
}

impl Fate {
    /// Close as soon as everything written so far has gone out.
    pub(super) fn cut(&self) {
        self.cut.store(true, Ordering::SeqCst);
    }

    /// When the connection is dropped, reset it instead of closing it in an orderly way.
    pub(super) fn reset(&self) {
        self.reset.store(true, Ordering::SeqCst);
    }
}

/// A stream with its fate.
pub(super) struct Wire {
    stream: TcpStream,
    fate: Arc<Fate>,
}

impl Wire {
    pub(super) fn new(stream: TcpStream, fate: Arc<Fate>) -> Self {
        Self { stream, fate }
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        if self.fate.reset.load(Ordering::SeqCst) {
            // A lingering time of zero makes the close a reset. A socket that refuses is already dead.
            _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// hyper flushes after it has written all it has; an error here makes it drop the connection.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.stream).poll_flush(context) {
            Poll::Ready(Ok(())) if self.fate.cut.load(Ordering::SeqCst) => Poll::Ready(Err(
                io::Error::new(io::ErrorKind::ConnectionAborted, "cut on purpose"),
            )),
            poll => poll,
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
