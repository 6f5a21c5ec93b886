//! Where an emulator listens, and how it is reached: settings.

use crate::control::builder::EmulatorBuilder;
use std::net::IpAddr;
use url::Url;

/// Where it listens, and how it is reached.
impl EmulatorBuilder {
    /// Sets the port; any free port by default.
    pub const fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Sets the address that it listens on; 127.0.0.1 by default.
    ///
    /// On another interface, others on the network reach it too: its callbacks go where requests say.
    pub const fn address(mut self, address: IpAddr) -> Self {
        self.address = address;
        self
    }

    /// Sets the [root](crate::Emulator::root) that it shows, such as in `Location`, if bots reach it by
    /// another address than the one it listens on, as behind a mapped port of a container.
    pub fn public_root(mut self, root: &Url) -> Self {
        self.root = Some(root.as_str().trim_end_matches('/').to_owned());
        self
    }

    /// Allows requests with this name in `Host`. The names of this machine and of private networks
    /// are always allowed. All others are refused, because a page of a stranger could send them
    /// (DNS rebinding).
    ///
    /// ```
    /// use graph_invite_emulator::Emulator;
    ///
    /// let emulator = Emulator::builder().allow_host("graph.bots.example");
    /// # let _ = emulator;
    /// ```
    pub fn allow_host(mut self, name: impl Into<String>) -> Self {
        self.hosts.push(name.into());
        self
    }

    /// Its health is 503 until a scenario is loaded.
    #[cfg(feature = "control")]
    pub(crate) const fn wait_for_scenario(mut self) -> Self {
        self.waits_for_scenario = true;
        self
    }

    /// Speaks only https. The [certificate](crate::Emulator::certificate) is made at the start.
    ///
    /// ```
    /// use graph_invite::token::AccessToken;
    /// use graph_invite::{Client, Cloud};
    /// use graph_invite_emulator::Emulator;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let emulator = Emulator::builder().tls().start().await?;
    /// let client = Client::builder()
    ///     .cloud(Cloud::Custom(emulator.url()))
    ///     .token_source(AccessToken::new(emulator.token()))
    ///     .root_certificate(emulator.certificate().unwrap_or_default())
    ///     .build()?;
    /// # let _ = client;
    /// # Ok(())
    /// # }
    /// ```
    pub const fn tls(mut self) -> Self {
        self.tls = true;
        self
    }
}
