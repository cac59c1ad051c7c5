//! One exchange over hyper.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use bytes::{Buf as _, BufMut as _};
use fax4a::error::{Failure, FailureKind};
use fax4a::flow::{AsyncTransport, Exchange};
use http::{Request, Response};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::Connect;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use crate::body::RequestBody;
use crate::classify::{BoxError, broken_body, failure};
use crate::connect::Connector;

/// How long a connection that nobody uses is kept. Less than what servers and proxies keep theirs for, so that a request rarely
/// goes out on a connection that the other side is just closing.
const IDLE_TIMEOUT: Duration = Duration::from_secs(15);

/// How much of a request is encoded ahead of the connection, and how long an answer's head may be.
const BUFFER_BYTES: usize = 64 * 1024;

/// How much room an answer gets before its first byte is there, whatever length it announces: enough for a list of a thousand reports.
const FIRST_ROOM_BYTES: usize = 1024 * 1024;

/// hyper as an [`AsyncTransport`]: any number of exchanges at once, each a future of its own.
///
/// [`Client`](crate::Client) has one inside. It is there for drivers of your own, such as [`AsyncDriver`](fax4a::flow::AsyncDriver),
/// and to give a client connections of your making. Cloning is cheap, and clones share one connection pool.
///
/// Its futures need a tokio runtime with its clock and its I/O enabled, of either flavor. Dropping one gives the exchange up: what of
/// its body was not taken yet stays here, and its connection is closed (HTTP/1.1) or its stream reset (HTTP/2). Connections
/// themselves are tasks of the runtime, which end with the last clone of this, or once idle for 15 seconds.
#[derive(Clone)]
pub struct HyperTransport {
    perform: Arc<Perform>,
}

/// Sends one request and reads its answer, up to so many bytes.
type Perform = dyn Fn(Request<RequestBody>, usize) -> BoxFuture<Result<Response<Vec<u8>>, Broken>>
    + Send
    + Sync;

type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Where an exchange broke.
enum Broken {
    /// Before the head of an answer was there.
    Request(BoxError),
    /// While the answer's body was read.
    Body(BoxError),
    TooLarge,
}

impl HyperTransport {
    /// Performs exchanges with a client of your own.
    ///
    /// Make it with [`retry_canceled_requests(false)`](legacy::Builder::retry_canceled_requests), so that the flows alone repeat.
    pub fn new<C>(client: legacy::Client<C, RequestBody>) -> Self
    where
        C: Connect + Clone + Send + Sync + 'static,
    {
        Self::from_fn(move |request| client.request(request))
    }

    /// Performs exchanges over connections of your own making, pooled as the crate's own are.
    ///
    /// What the connector reports as its error is taken for a request that was not sent. It should give up by itself: the pool
    /// lets a connection be made to its end also when the exchange that asked for it is over.
    pub fn with_connector<C>(connector: C) -> Self
    where
        C: Connect + Clone + Send + Sync + 'static,
    {
        let mut builder = legacy::Client::builder(TokioExecutor::new());
        builder
            // The flows alone repeat: they know what may be repeated, wait in between, and count it.
            .retry_canceled_requests(false)
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE_TIMEOUT)
            .http1_max_buf_size(BUFFER_BYTES);
        // Many exchanges share one connection here, so a dead one must not stay in the pool until they all have timed out.
        #[cfg(feature = "http2")]
        builder
            .timer(TokioTimer::new())
            .http2_keep_alive_interval(Duration::from_secs(10))
            .http2_keep_alive_timeout(Duration::from_secs(10));
        Self::new(builder.build(connector))
    }

    /// Performs exchanges with any function from a request to its answer, such as a call of a tower service.
    ///
    /// It must send the request as it is, once, without following redirects. Timeouts and limits are kept around it. Of its errors,
    /// only the [connect errors](legacy::Error::is_connect) of hyper-util's client are believed to say that nothing was sent, and
    /// those of h2 by which the server says that it did not look at the request; besides, a request of whose body nothing was taken
    /// was not sent.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use std::sync::atomic::{AtomicUsize, Ordering};
    ///
    /// use fax4a_hyper::HyperTransport;
    /// use hyper_util::client::legacy::Client;
    /// use hyper_util::rt::TokioExecutor;
    ///
    /// let client = Client::builder(TokioExecutor::new()).retry_canceled_requests(false).build_http();
    /// let count = Arc::new(AtomicUsize::new(0));
    /// let counted = Arc::clone(&count);
    /// let transport = HyperTransport::from_fn(move |request| {
    ///     counted.fetch_add(1, Ordering::Relaxed);
    ///     client.request(request)
    /// });
    /// # drop(transport);
    /// ```
    pub fn from_fn<S, F, B, E>(send: S) -> Self
    where
        S: Fn(Request<RequestBody>) -> F + Send + Sync + 'static,
        F: Future<Output = Result<Response<B>, E>> + Send + 'static,
        B: http_body::Body + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let perform = move |request, limit| -> BoxFuture<_> {
            let sent = send(request);
            Box::pin(async move {
                read(
                    sent.await.map_err(|error| Broken::Request(error.into()))?,
                    limit,
                )
                .await
            })
        };
        Self {
            perform: Arc::new(perform),
        }
    }
}

/// Connections as [`ClientBuilder`](crate::ClientBuilder) makes them when it is told nothing about them.
impl Default for HyperTransport {
    fn default() -> Self {
        Self::with_connector(Connector::new(None, None))
    }
}

impl AsyncTransport for HyperTransport {
    type Future = Pin<Box<dyn Future<Output = Result<Response<Vec<u8>>, Failure>> + Send>>;

    fn execute(&self, exchange: Exchange) -> Self::Future {
        let perform = Arc::clone(&self.perform);
        Box::pin(async move {
            let (timeout, limit) = (exchange.timeout, exchange.max_response_bytes);
            let (parts, body) = exchange.request.into_parts();
            let (body, valve) = RequestBody::new(&body);
            let request = Request::from_parts(parts, body);
            match tokio::time::timeout(timeout, perform(request, limit)).await {
                Ok(Ok(response)) => Ok(response),
                Ok(Err(Broken::Request(error))) => Err(failure(error, valve.shut())),
                Ok(Err(Broken::Body(error))) => Err(broken_body(error)),
                Ok(Err(Broken::TooLarge)) => Err(Failure::unknown(FailureKind::ResponseTooLarge)),
                Err(elapsed) => Err(failure(elapsed.into(), valve.shut())),
            }
        })
    }
}

impl fmt::Debug for HyperTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperTransport").finish_non_exhaustive()
    }
}

/// Reads an answer's body, and stops where it becomes larger than `limit`.
async fn read<B>(response: Response<B>, limit: usize) -> Result<Response<Vec<u8>>, Broken>
where
    B: http_body::Body,
    B::Error: Into<BoxError>,
{
    let (parts, body) = response.into_parts();
    let mut body = pin!(body);
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > limit {
        return Err(Broken::TooLarge);
    }
    let mut bytes = Vec::with_capacity(announced.min(FIRST_ROOM_BYTES));
    while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
        // Anything but data is trailers, and the API has none.
        let Ok(data) = frame
            .map_err(|error| Broken::Body(error.into()))?
            .into_data()
        else {
            continue;
        };
        if data.remaining() > limit - bytes.len() {
            return Err(Broken::TooLarge);
        }
        bytes.put(data);
    }
    Ok(Response::from_parts(parts, bytes))
}
