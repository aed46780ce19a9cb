//! A body that is written while it is read: at no time is more of it here than a few blocks.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use exports::Sink;
use futures_util::Stream;

use crate::error::{Answer, Failure};

/// Bytes after which whoever writes waits until they are taken.
const FULL: usize = 64 * 1024;

/// The work that writes into a sink, as a stream of what it has written.
pub struct Flow {
    work: Option<Pin<Box<dyn Future<Output = Answer<()>>>>>,
    sink: Sink,
}

impl Flow {
    /// Of this work, which writes into this sink.
    #[must_use]
    pub fn new(sink: Sink, work: impl Future<Output = Answer<()>> + 'static) -> Self {
        Self { work: Some(Box::pin(work)), sink }
    }
}

/// Waits until there is room in the sink.
pub async fn room(sink: &Sink) {
    // Nothing wakes this: the stream gives away what is in the sink, and whoever takes it asks for more.
    poll_fn(|_| if sink.len() < FULL { Poll::Ready(()) } else { Poll::Pending }).await;
}

/// The export ended before its end: what was sent has no directory, and no program takes it for whole.
#[derive(Debug, thiserror::Error)]
#[error("the export broke off")]
pub struct BrokeOff;

impl Stream for Flow {
    type Item = Result<Bytes, BrokeOff>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = self.work.as_mut().map(|work| work.as_mut().poll(context));
        match polled {
            Some(Poll::Ready(Ok(()))) => self.work = None,
            Some(Poll::Ready(Err(failure))) => {
                self.work = None;
                let _ = Failure::into_problem(failure);
                return Poll::Ready(Some(Err(BrokeOff)));
            }
            Some(Poll::Pending) | None => {}
        }
        match (self.sink.is_empty(), &self.work) {
            (false, _) => Poll::Ready(Some(Ok(Bytes::from(self.sink.take())))),
            (true, Some(_)) => Poll::Pending,
            (true, None) => Poll::Ready(None),
        }
    }
}
