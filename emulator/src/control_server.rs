//! Serves the control API and the page.

use crate::api::dispatch::handle;
use crate::api::documents::manner::Manners;
use crate::api::documents::scenario::Scenario;
use crate::api::openapi;
use crate::api::resources::events::EventReader;
use crate::api::resources::identity;
use crate::api::shared::Shared;
use crate::control::emulator::Emulator;
use crate::hosts::AllowedHosts;
#[cfg(feature = "page")]
use crate::page;
use crate::paths::CONTROL;
use crate::person::PersonId;
use axum::Router;
use serde_json::Value;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use uuid::Uuid;

/// Settings for a [`ControlServer`].
#[must_use = "a control server runs only after `start`"]
pub struct ControlBuilder {
    emulator: Arc<Emulator>,
    address: SocketAddr,
    key: Option<String>,
    hosts: Vec<String>,
    scenario: Scenario,
}

/// The control API of an emulator, on a port of its own, and with the feature `page` its page at `/`.
/// It stops when it is dropped.
///
/// ```
/// use graph_invite_emulator::{ControlServer, Scenario};
/// use std::sync::Arc;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let scenario = Scenario::default();
/// let emulator = Arc::new(scenario.builder().start().await?);
/// let control = ControlServer::builder(emulator).scenario(scenario).start().await?;
/// println!("{}/_emulator/v1/people", control.root());
/// # Ok(())
/// # }
/// ```
pub struct ControlServer {
    shared: Arc<Shared>,
    /// The server stops when this is dropped.
    _stop: oneshot::Sender<()>,
}

impl ControlServer {
    /// Settings for the control API of this emulator.
    pub fn builder(emulator: Arc<Emulator>) -> ControlBuilder {
        ControlBuilder {
            emulator,
            address: (Ipv4Addr::LOCALHOST, 0).into(),
            key: None,
            hosts: Vec::new(),
            scenario: Scenario::default(),
        }
    }

    /// Where it listens, without a slash at the end.
    #[must_use]
    pub fn root(&self) -> &str {
        &self.shared.root
    }

    /// The URL below which the API is, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}{CONTROL}", self.shared.root)
    }

    /// What the emulator is and where it listens: the JSON of `GET /_emulator/health`.
    #[must_use]
    pub fn health(&self) -> String {
        identity::health(&self.shared).to_string()
    }

    /// The events from now on, which `GET /_emulator/v1/events` sends too.
    #[must_use]
    pub fn events(&self) -> EventReader {
        EventReader::new(Arc::clone(&self.shared))
    }

    /// The calls that have names, by their ids.
    #[must_use]
    pub fn calls(&self) -> Vec<(String, Uuid)> {
        let names = self.shared.names();
        let mut calls: Vec<_> = names
            .calls()
            .map(|(name, id)| (name.to_owned(), id))
            .collect();
        calls.sort_by_key(|(_, id)| *id);
        calls
    }

    /// The people who have names, with what they do when their phone rings, in JSON.
    #[must_use]
    pub fn people(&self) -> Vec<(String, PersonId, String)> {
        let names = self.shared.names();
        let state = self.shared.emulator.service.state();
        let people = names.people().map(|(name, person)| {
            let manner = Manners::of(&state.behaviors(person));
            (
                name.to_owned(),
                person.clone(),
                Value::from(manner).to_string(),
            )
        });
        people.collect()
    }

    /// The `OpenAPI` document of the API, in JSON.
    #[must_use]
    pub fn openapi() -> String {
        openapi::document().to_string()
    }
}

impl Drop for ControlServer {
    fn drop(&mut self) {
        self.shared.close();
    }
}

impl ControlBuilder {
    /// Sets the address and port; any free port of the loopback interface by default.
    ///
    /// On another interface, others on the network can use the API: set a [key](Self::key).
    pub const fn address(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Sets the key that every request has to send as `Authorization: Bearer`; none by default.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Allows this name in `Host`. Names of this machine and of private networks are always allowed.
    pub fn allow_host(mut self, name: impl Into<String>) -> Self {
        self.hosts.push(name.into());
        self
    }

    /// Sets what the emulator begins with, and goes back to at a reset; [`Scenario::default`] by
    /// default.
    pub fn scenario(mut self, scenario: Scenario) -> Self {
        self.scenario = scenario;
        self
    }

    /// Loads the scenario, and starts the server.
    ///
    /// # Errors
    ///
    /// An [`io::Error`] if the port is taken, or if the scenario has
    /// [mistakes](Scenario::mistakes).
    pub async fn start(self) -> io::Result<ControlServer> {
        let mistakes = self.scenario.mistakes();
        if !mistakes.is_empty() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                mistakes.join("; "),
            ));
        }
        let listener = TcpListener::bind(self.address).await?;
        let mut address = listener.local_addr()?;
        if address.ip().is_unspecified() {
            address.set_ip(IpAddr::V4(Ipv4Addr::LOCALHOST));
        }
        let shared = Arc::new(Shared::new(
            self.emulator,
            format!("http://{address}"),
            self.key,
            AllowedHosts(self.hosts),
        ));
        self.scenario.load(&shared.emulator, &mut shared.names());
        *shared.delivery() = self.scenario.delivery.clone();
        *shared.scenario() = self.scenario;
        shared.emulator.service.set_ready();
        let router = Router::new()
            .fallback(handle)
            .with_state(Arc::clone(&shared));
        #[cfg(feature = "page")]
        let router = {
            shared.emulator.service.state().ledger.keep_for_page();
            router.merge(page::server::router(&shared))
        };
        let (stop, stopped) = oneshot::channel::<()>();
        let server = axum::serve(listener, router).with_graceful_shutdown(async {
            // An error means that the sender was dropped.
            let _ = stopped.await;
        });
        tokio::spawn(server.into_future());
        Ok(ControlServer {
            shared,
            _stop: stop,
        })
    }
}
