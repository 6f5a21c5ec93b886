//! Notifications.

use crate::control::emulator::Emulator;
use crate::notifications::delivery::Delivery;
use url::Url;

/// Notifications.
impl Emulator {
    /// Sets the URL of the bot that takes notifications from now on, such as
    /// `http://127.0.0.1:8080/callback`. Earlier changes are not sent.
    pub fn set_callback(&self, url: Url) {
        self.service.outbox.set_callback(url);
    }

    /// Sets how notifications are delivered from now on.
    pub fn set_delivery(&self, delivery: Delivery) {
        self.service.outbox.set_delivery(delivery);
    }

    /// The OpenID configuration that leads to the keys by which notifications are signed. A verifier
    /// needs it, and [`app`](Self::app) and [`tenant`](Self::tenant).
    #[must_use]
    pub fn openid_configuration(&self) -> Url {
        self.openid_configuration.clone()
    }

    /// Signs with a new key from now on. The old key is no longer served.
    pub fn rotate_keys(&self) {
        self.service.keys.rotate();
    }
}
