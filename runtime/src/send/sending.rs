//! The future of a send.

use crate::client::Client;
use crate::follow::watch::{self, InviteWatch};
use crate::invite::Invite;
use crate::progress::status::SendPhase;
use crate::send::delivery;
use crate::send::error::SendError;
use crate::send::requests::send_requests;
use crate::send::ringing::Ringing;
use crate::send::trace;
use crate::values::invite_key::InviteKey;
use std::fmt;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::runtime::Handle;
use tracing::Instrument;

/// The future of [`Invite::send`](crate::Invite::send). Nothing is sent until it is polled.
///
/// If you drop it before it is ready, for example because a timeout around it is over, no further
/// request leaves. A request that has left already is not lost: the answer is still read, in a task of
/// the tokio runtime, and [`Client::resume`](crate::Client::resume) shows by the [`key`](Self::key)
/// what became of it. Keep the key before you wait.
///
/// After it was ready, it stays pending.
///
/// # Errors
///
/// A [`SendError`]: not sent, refused, or unknown.
#[must_use = "an invite is sent only if its future is awaited"]
pub struct Sending {
    key: InviteKey,
    progress: Progress,
}

enum Progress {
    NotBegun {
        invite: Invite,
        client: Client,
    },
    Running {
        watch: InviteWatch,
        future: SendFuture,
    },
    Done,
}

type SendFuture = Pin<Box<dyn Future<Output = Result<Ringing, SendError>> + Send>>;

impl Sending {
    pub(super) fn new(invite: Invite, key: InviteKey, client: Client) -> Self {
        let progress = Progress::NotBegun { invite, client };
        Self { key, progress }
    }

    /// The call, the client context and the request id that the invite is sent with.
    #[must_use]
    pub const fn key(&self) -> &InviteKey {
        &self.key
    }
}

/// Sends an invite, and records how far it comes.
async fn send(invite: Invite, watch: InviteWatch) -> Result<Ringing, SendError> {
    let sent = match watch.client.book() {
        None => {
            let requests = send_requests(&invite, &watch, None);
            requests.instrument(watch.span().clone()).await
        }
        Some(book) => {
            let fenced = Box::pin(delivery::send(&invite, &watch, book));
            fenced.instrument(watch.span().clone()).await
        }
    };
    if sent.as_ref().is_err_and(SendError::did_not_ring) {
        watch.set_phase(SendPhase::NotRinging);
    }
    trace::ended(watch.span(), watch.key(), &sent);
    sent
}

impl Future for Sending {
    type Output = Result<Ringing, SendError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        if let Progress::NotBegun { invite, client } = &this.progress {
            // Before a request leaves: a notification may be faster than the answer.
            let span = watch::span(&this.key);
            let watch = InviteWatch::new(invite, this.key.clone(), client, client.inbox(), span);
            let future = Box::pin(send(invite.clone(), watch.clone()));
            this.progress = Progress::Running { watch, future };
        }
        let Progress::Running { future, .. } = &mut this.progress else {
            return Poll::Pending;
        };
        let sent = future.as_mut().poll(context);
        if sent.is_ready() {
            this.progress = Progress::Done;
        }
        sent
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        let progress = mem::replace(&mut self.progress, Progress::Done);
        let Progress::Running { watch, future } = progress else {
            return;
        };
        watch.sent.abandon();
        let phase = watch.state().phase();
        match (phase, Handle::try_current()) {
            (SendPhase::Open, Ok(runtime)) => drop(runtime.spawn(future)),
            (SendPhase::BetweenRequests, _) => watch.set_phase(SendPhase::NotRinging),
            _ => {}
        }
        watch.client.sent_invites().keep(watch.sent);
    }
}

impl fmt::Debug for Sending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}
