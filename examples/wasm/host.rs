//! The host, as the program sees it: wishes go out on standard output, what comes of them comes in on standard input.

mod line;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::Future;
use std::io::{self, Write as _};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use fax4a::error::Failure;
use fax4a::flow::{AsyncTimer, Exchange, Moment};
use http::Response;
use line::{Answer, Wish};

/// The one that can make requests and wait, which this program cannot.
pub(crate) struct Host {
    start: Instant,
    link: Rc<RefCell<Link>>,
}

impl Host {
    pub(crate) fn new() -> Self {
        Self {
            start: Instant::now(),
            link: Rc::default(),
        }
    }

    /// Runs `future` to its end. There is neither a thread nor a runtime: whenever it cannot go on, the host's next answer is
    /// waited for, the only thing that can change that.
    pub(crate) fn run<T>(&self, future: impl Future<Output = T>) -> io::Result<T> {
        let mut future = pin!(future);
        let mut context = Context::from_waker(Waker::noop());
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
                return Ok(output);
            }
            self.link.borrow_mut().receive()?;
        }
    }

    /// Has the host perform an exchange, as an `AsyncTransport` of the core does.
    pub(crate) async fn exchange(&self, exchange: Exchange) -> Result<Response<Vec<u8>>, Failure> {
        self.ask(Wish::exchange(exchange)?).await.into_response()
    }

    fn ask(&self, wish: Wish) -> Asked {
        let ticket = self.link.borrow_mut().ask(wish);
        Asked {
            link: Rc::clone(&self.link),
            ticket,
        }
    }
}

impl AsyncTimer for Host {
    type Sleep = Pin<Box<dyn Future<Output = ()>>>;

    fn now(&self) -> Moment {
        Moment::after_start(self.start.elapsed())
    }

    fn sleep(&self, duration: Duration) -> Self::Sleep {
        let asked = self.ask(Wish::sleep(duration));
        Box::pin(async move { drop(asked.await) })
    }
}

/// A wish that the host has. Dropped before the answer is there, it is taken back.
struct Asked {
    link: Rc<RefCell<Link>>,
    ticket: u64,
}

impl Future for Asked {
    type Output = Answer;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Answer> {
        // There is no one to wake: `Host::run` polls after each line.
        match self.link.borrow_mut().take(self.ticket) {
            Some(answer) => Poll::Ready(answer),
            None => Poll::Pending,
        }
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        self.link.borrow_mut().take_back(self.ticket);
    }
}

/// The two ends of the talk, and what is open in it.
#[derive(Default)]
struct Link {
    last_ticket: u64,
    /// What was asked, by its ticket, with the answer once it came.
    open: BTreeMap<u64, Option<Answer>>,
    /// Why nothing can be written any more.
    broken: Option<io::Error>,
}

impl Link {
    fn ask(&mut self, wish: Wish) -> u64 {
        self.last_ticket += 1;
        self.open.insert(self.last_ticket, None);
        self.write(self.last_ticket, &wish);
        self.last_ticket
    }

    fn take(&mut self, ticket: u64) -> Option<Answer> {
        let answer = self.open.get_mut(&ticket)?.take()?;
        self.open.remove(&ticket);
        Some(answer)
    }

    fn take_back(&mut self, ticket: u64) {
        if let Some(None) = self.open.remove(&ticket) {
            self.write(ticket, &Wish::Cancel);
        }
    }

    fn write(&mut self, ticket: u64, wish: &Wish) {
        let mut stdout = io::stdout().lock();
        let line = line::write(ticket, wish);
        if let Err(error) = stdout
            .write_all(line.as_bytes())
            .and_then(|()| stdout.flush())
        {
            self.broken = Some(error);
        }
    }

    /// Waits for the host to say something.
    fn receive(&mut self) -> io::Result<()> {
        if let Some(error) = self.broken.take() {
            return Err(error);
        }
        let mut line = String::new();
        if io::stdin().read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let (ticket, answer) = line::read(&line)?;
        // What was taken back may have been answered already.
        if let Some(open) = self.open.get_mut(&ticket) {
            *open = Some(answer);
        }
        Ok(())
    }
}
