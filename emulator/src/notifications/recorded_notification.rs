//! A notification that the emulator has sent or lost.

use std::fmt;
use std::sync::Arc;
use time::OffsetDateTime;
use url::Url;
use uuid::Uuid;

/// A notification that the emulator has sent, or lost on purpose.
///
/// `Debug` does not show the body, which may hold names and phone numbers.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordedNotification {
    /// The call that it is about.
    pub call: Uuid,
    /// The header `X-Microsoft-Skype-Message-ID`.
    pub message_id: Uuid,
    /// Of a second copy, the message id of the first: `X-Microsoft-Skype-Original-Message-ID`.
    pub original_message_id: Option<Uuid>,
    /// The JSON body.
    pub body: Arc<[u8]>,
    /// What became of it.
    pub status: DeliveryStatus,
    /// The operation that it is about.
    pub(crate) operation: Option<Uuid>,
    /// Where it goes.
    pub(crate) callback: Url,
    /// When it was to be sent.
    pub(crate) at: OffsetDateTime,
    /// When that was settled.
    pub(crate) ended: Option<OffsetDateTime>,
}

/// What became of a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeliveryStatus {
    /// The bot answered with this HTTP status.
    Answered(u16),
    /// The bot did not answer, or not in time.
    Unanswered,
    /// The emulator did not send it: see [`Delivery::loss_percent`](crate::Delivery::loss_percent).
    Lost,
    /// It will be sent, or is on its way.
    Waiting,
    /// It waits until the test releases it: see
    /// [`Emulator::hold_notifications`](crate::Emulator::hold_notifications).
    Held,
    /// The test dropped it while it was held.
    Dropped,
}

impl DeliveryStatus {
    /// Whether nothing more happens to it.
    pub(crate) const fn is_final(self) -> bool {
        !matches!(self, Self::Waiting | Self::Held)
    }
}

/// A word, and the HTTP status if there is one.
impl fmt::Display for DeliveryStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answered(status) => write!(f, "answered {status}"),
            Self::Unanswered => f.write_str("unanswered"),
            Self::Lost => f.write_str("lost"),
            Self::Waiting => f.write_str("waiting"),
            Self::Held => f.write_str("held"),
            Self::Dropped => f.write_str("dropped"),
        }
    }
}

impl fmt::Debug for RecordedNotification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordedNotification")
            .field("message_id", &self.message_id)
            .field("original_message_id", &self.original_message_id)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
