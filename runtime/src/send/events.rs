//! What is heard of an invite, one after the other.

use crate::progress::outcome::Event;
use crate::progress::state::Facts;
use crate::send::watch::Listening;
use futures_core::Stream;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use tokio::sync::watch;

/// The stream that [`Ringing::events`](crate::Ringing::events) gives: everything heard of an
/// invite, from the first on.
///
/// It has no end, for somebody may leave at any time, and keeps the invite listening as long as it
/// is there. Whoever reads too slowly misses the oldest of 64. Without an
/// [`Inbox`](crate::Inbox) it tells only what the answer said and what looks have found.
pub struct Events {
    listening: Arc<Listening>,
    /// The place of the next event.
    place: usize,
    /// Is there while nothing new is.
    news: Option<News>,
}

type News = Pin<Box<dyn Future<Output = ()> + Send + Sync>>;

impl Events {
    pub(crate) fn new(listening: Arc<Listening>) -> Self {
        Self {
            listening,
            place: 0,
            news: None,
        }
    }

    /// The next event. Dropped before it is ready, it loses none.
    #[allow(
        clippy::should_implement_trait,
        reason = "what `StreamExt` calls it, for those who have no use for a crate of streams"
    )]
    pub async fn next(&mut self) -> Option<Event> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl Stream for Events {
    type Item = Event;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Event>> {
        let this = self.get_mut();
        loop {
            if let Some(news) = &mut this.news {
                ready!(news.as_mut().poll(context));
            }
            this.news = None;
            let facts = this.listening.facts();
            let place = this.place;
            let next = facts
                .borrow()
                .event(place)
                .map(|(event, next)| (event.clone(), next));
            if let Some((event, next)) = next {
                this.place = next;
                return Poll::Ready(Some(event));
            }
            this.news = Some(Box::pin(past(facts, place)));
        }
    }
}

/// Waits until there is an event at a place.
async fn past(mut facts: watch::Receiver<Facts>, place: usize) {
    // The sender is as long-lived as the stream, so there is no error to wait for.
    let _ = facts.wait_for(|facts| facts.event(place).is_some()).await;
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events")
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}
