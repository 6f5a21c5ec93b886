//! Notifications on their way to the bot, and what becomes of them.

use crate::agenda::Agenda;
use crate::delivery::Delivery;
use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;
use tokio::time::Instant;
use tracing::warn;
use url::Url;
use uuid::Uuid;

/// Most notifications kept to be looked at. When there are more, the oldest is forgotten.
pub const MAX_NOTIFICATIONS: usize = 1_000;
/// Most that wait to be sent. What comes on top is lost.
const MAX_WAITING: usize = 100_000;

/// A notification that the emulator has sent, or lost on purpose.
///
/// `Debug` does not show the body, which may hold names and phone numbers.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Notification {
    /// What went as `X-Microsoft-Skype-Message-ID`.
    pub message_id: Uuid,
    /// Of a double, the message id of the first: `X-Microsoft-Skype-Original-Message-ID`.
    pub original: Option<Uuid>,
    /// The body, which is JSON.
    pub body: Arc<[u8]>,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fate {
    /// The bot answered with this HTTP status.
    Answered(u16),
    /// The bot did not answer, or not in time.
    Unanswered,
    /// It was not sent, as [`Delivery::losing`] says.
    Lost,
}

impl fmt::Debug for Notification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notification")
            .field("message_id", &self.message_id)
            .field("original", &self.original)
            .field("fate", &self.fate)
            .finish_non_exhaustive()
    }
}

/// A notification to be posted.
pub(crate) struct Letter {
    pub(crate) to: Url,
    /// The tenant of the call.
    pub(crate) tenant: Uuid,
    pub(crate) message_id: Uuid,
    pub(crate) original: Option<Uuid>,
    pub(crate) body: Arc<[u8]>,
}

impl Letter {
    pub(crate) fn fared(self, fate: Fate) -> Notification {
        Notification {
            message_id: self.message_id,
            original: self.original,
            body: self.body,
            fate,
        }
    }
}

#[derive(Default)]
pub(crate) struct Outbox {
    /// Without one, nothing is told.
    pub(crate) callback: Option<Url>,
    pub(crate) letters: Agenda<Letter>,
    sent: VecDeque<Notification>,
}

impl Outbox {
    /// Sends a notification as often and as late as the delivery decides.
    pub(crate) fn tell(&mut self, body: &impl fmt::Display, tenant: Uuid, delivery: &mut Delivery) {
        let Some(to) = self.callback.clone() else {
            return;
        };
        let draw = delivery.draw();
        let letter = |message_id, original, body| Letter {
            to: to.clone(),
            tenant,
            message_id,
            original,
            body,
        };
        let body: Arc<[u8]> = body.to_string().into_bytes().into();
        let first = Uuid::new_v4();
        if draw.copies.is_empty() {
            self.record(letter(first, None, body).fared(Fate::Lost));
            return;
        }
        let now = Instant::now();
        for (number, delay) in draw.copies.into_iter().enumerate() {
            let letter = match number {
                0 => letter(first, None, Arc::clone(&body)),
                _ => letter(Uuid::new_v4(), Some(first), Arc::clone(&body)),
            };
            if self.letters.len() < MAX_WAITING {
                self.letters.enter(now + delay, letter);
            } else {
                warn!("too many notifications wait, so that one is lost");
                self.record(letter.fared(Fate::Lost));
            }
        }
    }

    pub(crate) fn record(&mut self, notification: Notification) {
        if self.sent.len() == MAX_NOTIFICATIONS {
            self.sent.pop_front();
        }
        self.sent.push_back(notification);
    }

    pub(crate) fn sent(&self) -> impl Iterator<Item = &Notification> {
        self.sent.iter()
    }
}
