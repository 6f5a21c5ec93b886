//! What happened.

use crate::control::emulator::Emulator;
use crate::notifications::recorded_notification::{DeliveryStatus, RecordedNotification};
use crate::person::PersonId;
use crate::service::recorded_request::RecordedRequest;
use std::collections::BTreeMap;
use uuid::Uuid;

/// What happened.
impl Emulator {
    /// How often the phone of this person has rung.
    #[must_use]
    pub fn ring_count(&self, person: impl Into<PersonId>) -> usize {
        let state = self.service.state();
        let count = state.ledger.rings().get(&person.into());
        count.copied().unwrap_or_default()
    }

    /// How often each phone has rung. A phone that never rang is not in the map.
    #[must_use]
    pub fn ring_counts(&self) -> BTreeMap<PersonId, usize> {
        self.service.state().ledger.rings().clone()
    }

    /// How often each phone has rung for one invite, by its call and its client context. An invite
    /// that was sent twice rings twice.
    #[must_use]
    pub fn ring_counts_for_invite(&self, call: Uuid, context: &str) -> BTreeMap<PersonId, usize> {
        let state = self.service.state();
        let counts = state.ledger.rings_of_invite(call, context);
        counts.cloned().unwrap_or_default()
    }

    /// The last requests to Graph, oldest first, accepted or refused: at most
    /// [`MAX_REQUESTS`](crate::MAX_REQUESTS), with at most
    /// [`MAX_REQUEST_BYTES`](crate::MAX_REQUEST_BYTES).
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.service.state().ledger.requests().cloned().collect()
    }

    /// The last notifications that were sent, lost or dropped, in the order of what they tell: at most
    /// [`MAX_NOTIFICATIONS`](crate::MAX_NOTIFICATIONS), with at most
    /// [`MAX_NOTIFICATION_BYTES`](crate::MAX_NOTIFICATION_BYTES).
    #[must_use]
    pub fn notifications(&self) -> Vec<RecordedNotification> {
        let recorded = self.service.outbox.recorded().into_iter();
        let recorded = recorded.map(|(_, notification)| notification);
        recorded
            .filter(|notification| {
                let status = notification.status;
                !matches!(status, DeliveryStatus::Waiting | DeliveryStatus::Held)
            })
            .collect()
    }
}
