//! Notifications on their way to the bot, and those that were sent.

use crate::clock::Clock;
use crate::clock::scheduler::Scheduler;
use crate::ids::Ids;
use crate::lock::lock;
use crate::log::{Entry, EntryKind, Log};
use crate::notifications::delivery::Delivery;
use crate::notifications::proof::Proof;
use crate::notifications::recorded_notification::{DeliveryStatus, RecordedNotification};
use crate::record::Record;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use time::OffsetDateTime;
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
    pub(crate) clock: Clock,
    pub(crate) log: Arc<Log>,
    /// Of messages.
    ids: Ids,
    /// How many wait to be sent, or are on their way.
    unfinished: AtomicUsize,
    callback: Mutex<Option<Url>>,
    delivery: Mutex<Delivery>,
    proof: Mutex<Proof>,
    /// Notifications that wait until the test releases them, oldest first. `None` if none is to wait.
    held: Mutex<Option<Vec<QueuedNotification>>>,
    recorded: Mutex<Record<RecordedNotification>>,
}

/// A notification to be sent.
#[derive(Clone)]
pub(crate) struct QueuedNotification {
    pub(crate) callback: Url,
    pub(crate) call: Uuid,
    /// The tenant of the call.
    pub(crate) tenant: Uuid,
    /// The operation that it is about.
    operation: Option<Uuid>,
    pub(crate) message_id: Uuid,
    pub(crate) original_message_id: Option<Uuid>,
    pub(crate) body: Arc<[u8]>,
    /// Its number in the record.
    number: u64,
}

impl Outbox {
    pub(crate) fn new(
        ids: Ids,
        clock: Clock,
        log: Arc<Log>,
        callback: Option<Url>,
        delivery: Delivery,
    ) -> Self {
        Self {
            queue: Scheduler::new(clock.clone()),
            clock,
            log,
            ids,
            unfinished: AtomicUsize::new(0),
            callback: Mutex::new(callback),
            delivery: Mutex::new(delivery),
            proof: Mutex::new(Proof::default()),
            held: Mutex::new(None),
            recorded: Mutex::new(Record::new(
                MAX_NOTIFICATIONS,
                MAX_NOTIFICATION_BYTES,
                |notification| notification.body.len(),
            )),
        }
    }

    pub(crate) fn set_callback(&self, url: Option<Url>) {
        *lock(&self.callback) = url;
    }

    pub(crate) fn set_delivery(&self, delivery: Delivery) {
        *lock(&self.delivery) = delivery;
    }

    pub(crate) fn set_proof(&self, proof: Proof) {
        *lock(&self.proof) = proof;
    }

    pub(crate) fn proof(&self) -> Proof {
        *lock(&self.proof)
    }

    /// The callback of the bot, if it has one.
    pub(crate) fn callback(&self) -> Option<Url> {
        lock(&self.callback).clone()
    }

    pub(crate) fn roster_first(&self) -> bool {
        lock(&self.delivery).roster_first
    }

    /// Queues the copies of a notification that the delivery decides on.
    pub(crate) fn send(
        &self,
        body: &impl fmt::Display,
        callback: Url,
        call: Uuid,
        tenant: Uuid,
        operation: Option<Uuid>,
    ) {
        let copies = lock(&self.delivery).draw();
        let body: Arc<[u8]> = body.to_string().into_bytes().into();
        let mut first = QueuedNotification {
            callback,
            call,
            tenant,
            operation,
            message_id: self.ids.next(),
            original_message_id: None,
            body,
            number: 0,
        };
        let second = (copies.len() > 1).then(|| self.copy(&first));
        first.number = self.record(&first);
        let mut delays = copies.into_iter();
        match delays.next() {
            None => self.set_status(first.number, DeliveryStatus::Lost),
            Some(delay) => self.enqueue(delay, first),
        }
        if let (Some(mut second), Some(delay)) = (second, delays.next()) {
            second.number = self.record(&second);
            self.enqueue(delay, second);
        }
    }

    /// A second copy, with a message id of its own.
    fn copy(&self, first: &QueuedNotification) -> QueuedNotification {
        QueuedNotification {
            message_id: self.ids.next(),
            original_message_id: Some(first.message_id),
            ..first.clone()
        }
    }

    fn enqueue(&self, delay: Duration, notification: QueuedNotification) {
        let mut held = lock(&self.held);
        if self.unfinished.load(Ordering::Relaxed) >= MAX_QUEUED {
            warn!("lost a notification because too many wait to be sent");
            self.set_status(notification.number, DeliveryStatus::Lost);
            return;
        }
        self.unfinished.fetch_add(1, Ordering::Relaxed);
        if let Some(held) = &mut *held {
            self.set_status(notification.number, DeliveryStatus::Held);
            self.log.add(Entry::of_call(
                EntryKind::NotificationHeld,
                notification.call,
            ));
            held.push(notification);
        } else {
            self.queue.add(delay, notification);
        }
    }

    /// Holds notifications from now on, or no longer. The held ones stay held until they are
    /// released or dropped.
    pub(crate) fn hold(&self, from_now_on: bool) {
        let mut held = lock(&self.held);
        if from_now_on {
            held.get_or_insert_default();
        } else if let Some(left) = held.take() {
            self.queue_now(left);
        }
    }

    /// Takes the held notifications that are meant, oldest first.
    fn take_held(&self, is_meant: impl Fn(&QueuedNotification) -> bool) -> Vec<QueuedNotification> {
        let mut held = lock(&self.held);
        let Some(held) = &mut *held else {
            return Vec::new();
        };
        held.extract_if(.., |notification| is_meant(notification))
            .collect()
    }

    /// Sends held notifications. Returns how many.
    pub(crate) fn release(
        &self,
        reversed: bool,
        is_meant: impl Fn(&QueuedNotification) -> bool,
    ) -> usize {
        let mut taken = self.take_held(is_meant);
        if reversed {
            taken.reverse();
        }
        let count = taken.len();
        self.queue_now(taken);
        count
    }

    fn queue_now(&self, notifications: Vec<QueuedNotification>) {
        for notification in notifications {
            self.set_status(notification.number, DeliveryStatus::Waiting);
            self.queue.add(Duration::ZERO, notification);
        }
    }

    /// Never sends held notifications. Returns how many.
    pub(crate) fn drop_held(&self, is_meant: impl Fn(&QueuedNotification) -> bool) -> usize {
        let taken = self.take_held(is_meant);
        for notification in &taken {
            self.finish(notification, DeliveryStatus::Dropped);
        }
        taken.len()
    }

    /// Sends a recorded notification once more, now: the same message, or a second copy of it.
    pub(crate) fn resend(&self, message_id: Uuid, callback: Url, tenant: Uuid, copy: bool) -> bool {
        let found = self.recorded().into_iter().map(|(_, one)| one);
        let Some(found) = found.into_iter().find(|one| one.message_id == message_id) else {
            return false;
        };
        let mut again = QueuedNotification {
            callback,
            call: found.call,
            tenant,
            operation: found.operation,
            message_id,
            original_message_id: found.original_message_id,
            body: found.body,
            number: 0,
        };
        if copy {
            again = self.copy(&again);
        }
        again.number = self.record(&again);
        self.unfinished.fetch_add(1, Ordering::Relaxed);
        self.queue_now(vec![again]);
        true
    }

    /// Records what became of a notification that was queued.
    pub(crate) fn finish(&self, notification: &QueuedNotification, status: DeliveryStatus) {
        self.unfinished.fetch_sub(1, Ordering::Relaxed);
        self.set_status(notification.number, status);
        let entry = Entry::of_call(EntryKind::NotificationDone, notification.call);
        self.log.add(entry.detail(status.to_string()));
    }

    fn record(&self, notification: &QueuedNotification) -> u64 {
        lock(&self.recorded).push(RecordedNotification {
            call: notification.call,
            message_id: notification.message_id,
            original_message_id: notification.original_message_id,
            body: Arc::clone(&notification.body),
            status: DeliveryStatus::Waiting,
            operation: notification.operation,
            callback: notification.callback.clone(),
            at: OffsetDateTime::now_utc(),
            ended: None,
        })
    }

    fn set_status(&self, number: u64, status: DeliveryStatus) {
        lock(&self.recorded).update(number, |notification| {
            notification.status = status;
            notification.ended = status.is_final().then(OffsetDateTime::now_utc);
        });
    }

    /// All that are kept, with their numbers, oldest first.
    pub(crate) fn recorded(&self) -> Vec<(u64, RecordedNotification)> {
        let recorded = lock(&self.recorded);
        let all = recorded.numbered();
        all.map(|(number, one)| (number, one.clone())).collect()
    }

    /// The newest, at most so many, with their numbers, newest first; and how many there are.
    pub(crate) fn newest(&self, most: usize) -> (Vec<(u64, RecordedNotification)>, usize) {
        let recorded = lock(&self.recorded);
        let newest = recorded.numbered().rev().take(most);
        let newest = newest.map(|(number, one)| (number, one.clone())).collect();
        (newest, recorded.numbered().count())
    }

    /// Those about an operation, oldest first.
    pub(crate) fn of_operation(&self, operation: Uuid) -> Vec<RecordedNotification> {
        let recorded = lock(&self.recorded);
        let about = recorded
            .iter()
            .filter(|one| one.operation == Some(operation));
        about.cloned().collect()
    }

    /// Forgets all notifications, sent or not, and goes on in order, with good tokens.
    pub(crate) fn reset(&self) {
        self.queue.clear();
        *lock(&self.held) = None;
        *lock(&self.proof) = Proof::default();
        drop(lock(&self.recorded).take());
        self.ids.reset();
    }
}
