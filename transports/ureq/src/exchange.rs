//! One exchange over ureq.

use std::io::{self, Read};
use std::time::Duration;

use fax4a::BodyReader;
use fax4a::error::Failure;
use fax4a::flow::{Exchange, Transport};
use http::{Request, Response};
use ureq::typestate::HttpCrateScope;
use ureq::{Agent, AsSendBody, SendBody};

use crate::classify::{broken_body, failure};

/// How long making a connection may take; the rest of an exchange's time is for the request and its answer.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// How much room an answer gets before its first byte is there, whatever length it announces: enough for a list of a thousand reports.
const FIRST_ROOM_BYTES: usize = 1024 * 1024;

/// ureq as a [`Transport`]: one exchange at a time on the calling thread.
///
/// [`Client`](crate::Client) has one inside. It is there for drivers of your own, such as [`drive`](fax4a::flow::drive).
#[derive(Clone, Debug)]
pub struct UreqTransport {
    agent: Agent,
}

impl UreqTransport {
    /// Performs exchanges with this agent.
    pub fn new(agent: Agent) -> Self {
        Self { agent }
    }

    /// What the library promises, on whatever agent.
    fn configured<S: AsSendBody>(&self, request: Request<S>, timeout: Duration) -> Request<S> {
        let config: ureq::config::ConfigBuilder<HttpCrateScope<S>> =
            self.agent.configure_request(request);
        config
            // ureq drops the body of an answer that it takes for an error.
            .http_status_as_error(false)
            // Credentials and documents go nowhere but where they were sent.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(timeout.min(CONNECT_TIMEOUT)))
            .timeout_global(Some(timeout))
            .build()
    }
}

impl Transport for UreqTransport {
    fn execute(&self, exchange: Exchange) -> Result<Response<Vec<u8>>, Failure> {
        let (timeout, limit) = (exchange.timeout, exchange.max_response_bytes);
        let (parts, body) = exchange.request.into_parts();
        let response = if body.is_empty() {
            self.agent
                .run(self.configured(Request::from_parts(parts, ()), timeout))
                .map_err(|error| failure(error, None))
        } else {
            // The length is in the request's headers already, so ureq does not send chunks.
            let mut reader = Reader {
                reader: body.reader(),
                length: body.len(),
            };
            let send_body = SendBody::from_reader(&mut reader);
            let response = self
                .agent
                .run(self.configured(Request::from_parts(parts, send_body), timeout));
            response.map_err(|error| failure(error, Some(reader.begun())))
        }?;
        let (parts, mut body) = response.into_parts();
        let announced = usize::try_from(body.content_length().unwrap_or(0)).unwrap_or(usize::MAX);
        let mut bytes = Vec::with_capacity(announced.min(limit).min(FIRST_ROOM_BYTES));
        body.with_config()
            .limit(limit as u64)
            .reader()
            .read_to_end(&mut bytes)
            .map_err(|error| broken_body(error.into()))?;
        Ok(Response::from_parts(parts, bytes))
    }
}

/// Reads a body as ureq wants it read.
struct Reader {
    reader: BodyReader,
    length: u64,
}

impl Reader {
    /// Whether any byte was asked for.
    fn begun(&self) -> bool {
        self.reader.remaining() < self.length
    }
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        Ok(self.reader.read(buffer))
    }
}
