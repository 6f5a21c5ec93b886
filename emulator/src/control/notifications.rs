//! Notifications.

use crate::control::emulator::Emulator;
use crate::notifications::delivery::Delivery;
use crate::notifications::proof::Proof;
use std::io;
use std::net::Ipv4Addr;
use tokio::net::TcpListener;
use url::Url;

/// Notifications.
impl Emulator {
    /// Sets the URL of the bot that takes notifications from now on, such as
    /// `http://127.0.0.1:8080/callback`. Earlier changes are not sent.
    pub fn set_callback(&self, url: Url) {
        self.service.outbox.set_callback(Some(url));
    }

    /// Listens at a free port of this machine, and sends notifications there from now on. Serve the
    /// callback of the bot with the listener, at the path `/`, by any web framework.
    ///
    /// ```no_run
    /// use axum::Router;
    /// use graph_invite_emulator::Emulator;
    ///
    /// async fn serve(emulator: &Emulator, callbacks: Router) -> std::io::Result<()> {
    ///     axum::serve(emulator.listen_for_callbacks().await?, callbacks).await
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// If no port is free.
    pub async fn listen_for_callbacks(&self) -> io::Result<TcpListener> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = format!("http://{}/", listener.local_addr()?);
        self.set_callback(Url::parse(&url).map_err(io::Error::other)?);
        Ok(listener)
    }

    /// Sets how notifications are delivered from now on.
    pub fn set_delivery(&self, delivery: Delivery) {
        self.service.outbox.set_delivery(delivery);
    }

    /// Holds all notifications from now on. A held one is sent when the test
    /// [releases](Self::release_notifications) it.
    ///
    /// ```
    /// use graph_invite_emulator::Emulator;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let emulator = Emulator::start().await?;
    /// emulator.hold_notifications();
    /// // … the bot invites, and hears nothing …
    /// emulator.release_notifications();
    /// # Ok(())
    /// # }
    /// ```
    pub fn hold_notifications(&self) {
        self.service.outbox.hold(true);
    }

    /// Sends all held notifications in order, and holds no others.
    pub fn release_notifications(&self) {
        self.service.outbox.hold(false);
    }

    /// Sends all held notifications in the reverse order. Further ones are held.
    #[allow(clippy::must_use_candidate, reason = "the effect is what counts")]
    pub fn release_notifications_reversed(&self) -> usize {
        self.service.outbox.release(true, |_| true)
    }

    /// Never sends the held notifications. Returns how many that are.
    #[allow(clippy::must_use_candidate, reason = "the effect is what counts")]
    pub fn drop_notifications(&self) -> usize {
        self.service.outbox.drop_held(|_| true)
    }

    /// Sets how notifications prove who sent them, from now on.
    pub fn set_proof(&self, proof: Proof) {
        self.service.outbox.set_proof(proof);
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
