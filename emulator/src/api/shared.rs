//! What all requests to the control API share.

use crate::api::documents::delivery::DeliveryDocument;
use crate::api::documents::scenario::Scenario;
use crate::api::names::Names;
use crate::control::emulator::Emulator;
use crate::hosts::AllowedHosts;
use crate::lock::lock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Instant;

pub(crate) struct Shared {
    pub(crate) emulator: Arc<Emulator>,
    /// Where this API listens, without a slash at the end.
    pub(crate) root: String,
    pub(crate) key: Option<String>,
    pub(crate) hosts: AllowedHosts,
    pub(crate) started: Instant,
    names: Mutex<Names>,
    scenario: Mutex<Scenario>,
    delivery: Mutex<DeliveryDocument>,
    /// Set when the server stops.
    closed: AtomicBool,
}

impl Shared {
    pub(crate) fn new(
        emulator: Arc<Emulator>,
        root: String,
        key: Option<String>,
        hosts: AllowedHosts,
    ) -> Self {
        Self {
            emulator,
            root,
            key,
            hosts,
            started: Instant::now(),
            names: Mutex::default(),
            scenario: Mutex::default(),
            delivery: Mutex::default(),
            closed: AtomicBool::new(false),
        }
    }

    pub(crate) fn names(&self) -> MutexGuard<'_, Names> {
        lock(&self.names)
    }

    /// Ends all streams of events.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Relaxed);
        self.emulator.service.log.touch();
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }

    pub(crate) fn delivery(&self) -> MutexGuard<'_, DeliveryDocument> {
        lock(&self.delivery)
    }

    pub(crate) fn scenario(&self) -> MutexGuard<'_, Scenario> {
        lock(&self.scenario)
    }
}
