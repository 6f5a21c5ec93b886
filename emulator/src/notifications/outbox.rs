//! Notifications on their way to the bot, and those that were sent.

use crate::ids::Ids;
use crate::lock::lock;
use crate::notifications::delivery::Delivery;
use crate::notifications::recorded_notification::{DeliveryStatus, RecordedNotification};
use crate::record::Record;
use crate::scheduler::Scheduler;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::time::Instant;
use tracing::warn;
use url::Url;
use uuid::Uuid;

/// How many notifications an emulator keeps in its record. Beyond that, it forgets the oldest.
pub const MAX_NOTIFICATIONS: usize = 1_000;
/// How many bytes the bodies of these notifications have. Beyond that, the emulator forgets the
/// oldest.
pub const MAX_NOTIFICATION_BYTES: usize = 8 * 1024 * 1024;
/// How many may wait to be sent. Any further one is lost.
const MAX_QUEUED: usize = 100_000;

pub(crate) struct Outbox {
    pub(crate) queue: Scheduler<QueuedNotification>,
    /// Of messages.
    ids: Ids,
    /// How many wait to be sent, or are on their way.
    unfinished: AtomicUsize,
    callback: Mutex<Option<Url>>,
    delivery: Mutex<Delivery>,
    recorded: Mutex<Record<RecordedNotification>>,
}

/// A notification to be sent.
pub(crate) struct QueuedNotification {
    pub(crate) callback: Url,
    pub(crate) call: Uuid,
    /// The tenant of the call.
    pub(crate) tenant: Uuid,
    pub(crate) message_id: Uuid,
    pub(crate) original_message_id: Option<Uuid>,
    pub(crate) body: Arc<[u8]>,
}

impl QueuedNotification {
    fn into_record(self, status: DeliveryStatus) -> RecordedNotification {
        RecordedNotification {
            message_id: self.message_id,
            original_message_id: self.original_message_id,
            body: self.body,
            status,
        }
    }
}

impl Outbox {
    pub(crate) fn new(ids: Ids, callback: Option<Url>, delivery: Delivery) -> Self {
        Self {
            queue: Scheduler::default(),
            ids,
            unfinished: AtomicUsize::new(0),
            callback: Mutex::new(callback),
            delivery: Mutex::new(delivery),
            recorded: Mutex::new(Record::new(
                MAX_NOTIFICATIONS,
                MAX_NOTIFICATION_BYTES,
                |notification| notification.body.len(),
            )),
        }
    }

    pub(crate) fn set_callback(&self, url: Url) {
        *lock(&self.callback) = Some(url);
    }

    pub(crate) fn set_delivery(&self, delivery: Delivery) {
        *lock(&self.delivery) = delivery;
    }

    /// The callback of the bot, if it has one.
    pub(crate) fn callback(&self) -> Option<Url> {
        lock(&self.callback).clone()
    }

    pub(crate) fn roster_first(&self) -> bool {
        lock(&self.delivery).roster_first
    }

    /// Queues the copies of a notification that the delivery decides on.
    pub(crate) fn send(&self, body: &impl fmt::Display, callback: Url, call: Uuid, tenant: Uuid) {
        let copies = lock(&self.delivery).draw();
        let body: Arc<[u8]> = body.to_string().into_bytes().into();
        let first = QueuedNotification {
            callback,
            call,
            tenant,
            message_id: self.ids.next(),
            original_message_id: None,
            body,
        };
        let now = Instant::now();
        match *copies {
            [] => self.record(first.into_record(DeliveryStatus::Lost)),
            [delay] => self.enqueue(now + delay, first),
            [delay, second_delay, ..] => {
                let second = QueuedNotification {
                    callback: first.callback.clone(),
                    call,
                    tenant,
                    message_id: self.ids.next(),
                    original_message_id: Some(first.message_id),
                    body: Arc::clone(&first.body),
                };
                self.enqueue(now + delay, first);
                self.enqueue(now + second_delay, second);
            }
        }
    }

    fn enqueue(&self, at: Instant, notification: QueuedNotification) {
        if self.unfinished.load(Ordering::Relaxed) < MAX_QUEUED {
            self.unfinished.fetch_add(1, Ordering::Relaxed);
            self.queue.add(at, notification);
        } else {
            warn!("lost a notification because too many wait to be sent");
            self.record(notification.into_record(DeliveryStatus::Lost));
        }
    }

    /// Records what became of a notification that was queued.
    pub(crate) fn finish(&self, notification: QueuedNotification, status: DeliveryStatus) {
        self.unfinished.fetch_sub(1, Ordering::Relaxed);
        self.record(notification.into_record(status));
    }

    fn record(&self, notification: RecordedNotification) {
        lock(&self.recorded).push(notification);
    }

    pub(crate) fn recorded(&self) -> Vec<RecordedNotification> {
        lock(&self.recorded).iter().cloned().collect()
    }
}
