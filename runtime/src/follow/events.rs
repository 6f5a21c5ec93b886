//! The stream of events of one invite.

use crate::follow::watch::InviteWatch;
use crate::progress::outcome::InviteEvent;
use crate::progress::state::InviteState;
use futures_core::Stream;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::sync::watch;

/// The stream of [`Ringing::events`](crate::Ringing::events): every event of an invite, from the
/// first one on.
///
/// It never ends, because a person may leave at any time. The invite listens as long as the stream
/// exists. The stream buffers 64 events and drops the oldest when full. Without an
/// [`Inbox`](crate::Inbox) it shows only what the answer, the checks and the polls have found; the
/// client polls while you wait for [`outcome`](crate::Ringing::outcome).
pub struct Events {
    watch: InviteWatch,
    /// The number of the next event.
    cursor: usize,
    /// Waits for the next event, while there is none.
    wait: Option<Wait>,
}

type Wait = Pin<Box<dyn Future<Output = ()> + Send + Sync>>;

impl Events {
    pub(crate) fn new(watch: InviteWatch) -> Self {
        Self {
            watch,
            cursor: 0,
            wait: None,
        }
    }

    /// Waits for the next event. If you drop the future before it is ready, no event is lost.
    pub async fn recv(&mut self) -> InviteEvent {
        poll_fn(|context| self.poll_event(context)).await
    }

    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<InviteEvent> {
        loop {
            if let Some(wait) = &mut self.wait {
                ready!(wait.as_mut().poll(context));
            }
            self.wait = None;
            let state = self.watch.changes();
            let cursor = self.cursor;
            let next = state
                .borrow()
                .event(cursor)
                .map(|(event, next)| (event.clone(), next));
            if let Some((event, next)) = next {
                self.cursor = next;
                return Poll::Ready(event);
            }
            self.wait = Some(Box::pin(event_after(state, cursor)));
        }
    }
}

impl Stream for Events {
    type Item = InviteEvent;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<InviteEvent>> {
        self.get_mut().poll_event(context).map(Some)
    }

    /// The stream never ends.
    fn size_hint(&self) -> (usize, Option<usize>) {
        (usize::MAX, None)
    }
}

/// Waits until there is an event at or after `cursor`.
async fn event_after(mut state: watch::Receiver<InviteState>, cursor: usize) {
    // The sender lives as long as the stream, so there is no error to wait for.
    let _ = state.wait_for(|state| state.event(cursor).is_some()).await;
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events")
            .field("cursor", &self.cursor)
            .finish_non_exhaustive()
    }
}
