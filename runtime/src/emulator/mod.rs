//! The calls service in process, over real HTTP, so that a bot is tested without a tenant.
//!
//! An [`Emulator`] listens on a loopback port, holds calls of each kind, and keeps a ledger: how
//! often did each person's phone ring, and which requests crossed the wire. It is as strict as the
//! documentation of the service, and as careless: of an invite in which anybody leaves another
//! call it reads the first participant and drops the rest without a word.
//!
//! ```
//! use graph_invite::emulator::Emulator;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> std::io::Result<()> {
//! let emulator = Emulator::start().await?;
//! let call = emulator.meeting();
//! // Point the bot at `emulator.root()`, with `emulator.token()`, and let it invite Ada to `call`.
//! assert!(emulator.root().starts_with("http://127.0.0.1:"));
//! assert_eq!(emulator.rings_of("278405a3-f568-4b3e-b684-009193463064"), 0);
//! # let _ = call;
//! # Ok(())
//! # }
//! ```
//!
//! It answers `POST …/calls/{id}/participants/invite` and `GET` of a call, its participants and
//! its operations, below `/v1.0` and `/beta`. It sends no notifications.

mod call;
mod exchange;
mod invitation;
mod ledger;
mod refusal;
mod routes;
mod show;
#[cfg(test)]
pub(crate) mod signer;
mod state;
#[cfg(test)]
mod tests;

pub use ledger::{MAX_REQUESTS, Person, Request};
pub use state::Manner;

use crate::cloud::Cloud;
use crate::id::{CallId, ParticipantId, UserId};
use call::{Call, Origin, Stage};
use invitation::Callee;
use routes::{Service, router};
use state::State;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use url::Url;
use uuid::Uuid;

/// A calls service of one's own. It serves until it is dropped.
///
/// Methods take a person by any id, as a checked type or as text, in any spelling.
pub struct Emulator {
    service: Arc<Service>,
    /// Never used: the server stops when this is dropped.
    _stop: oneshot::Sender<()>,
}

impl Emulator {
    /// Starts one on a free port of the loopback interface, in a task of its own.
    ///
    /// # Errors
    ///
    /// An [`io::Error`] if no port can be had.
    ///
    /// # Panics
    ///
    /// Outside a Tokio runtime with I/O enabled.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Begins one with a port or a token that is known beforehand.
    ///
    /// ```
    /// use graph_invite::emulator::Emulator;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let emulator = Emulator::builder().token("let me in").start().await?;
    /// assert_eq!(emulator.token(), "let me in");
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder() -> EmulatorBuilder {
        EmulatorBuilder {
            port: 0,
            token: None,
        }
    }

    /// Where it listens, such as `http://127.0.0.1:49152`: what stands for
    /// `https://graph.microsoft.com`.
    #[must_use]
    pub fn root(&self) -> String {
        self.service.root.clone()
    }

    /// The same, as a cloud for [`ClientBuilder::cloud`](crate::ClientBuilder::cloud).
    #[must_use]
    pub fn cloud(&self) -> Cloud {
        self.service.cloud.clone()
    }

    /// The one bearer token it admits. Each emulator has another, unless it was told.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.service.token
    }
}

/// The calls. Each is established at once, and nobody is in it but the bot, whom no roster shows.
impl Emulator {
    /// A call between the bot and one other. The service never shows its roster.
    #[must_use]
    pub fn peer_to_peer(&self) -> CallId {
        self.add(Origin::PeerToPeer, Stage::Established)
    }

    /// A group call that the bot made through targets. It has no chat, so people are invited to it
    /// one at a time.
    #[must_use]
    pub fn group(&self) -> CallId {
        self.add(Origin::Group, Stage::Established)
    }

    /// A group call with a chat, hence a valid `chatInfo`.
    #[must_use]
    pub fn group_with_chat(&self) -> CallId {
        self.add(Origin::GroupWithChat, Stage::Established)
    }

    /// A meeting that the bot has joined.
    #[must_use]
    pub fn meeting(&self) -> CallId {
        self.add(Origin::Meeting, Stage::Established)
    }

    /// A meeting that the bot is still joining: it takes no invites until
    /// [`establish`](Self::establish).
    #[must_use]
    pub fn establishing(&self) -> CallId {
        self.add(Origin::Meeting, Stage::Establishing)
    }

    /// The bot is in the call now. Does nothing to a call that is over.
    pub fn establish(&self, call: &CallId) {
        if let Ok(call) = self.service.state().call_mut(call) {
            call.stage = Stage::Established;
        }
    }

    /// Ends a call, which is then not found any more.
    pub fn end(&self, call: &CallId) {
        if let Ok(call) = self.service.state().call_mut(call) {
            call.stage = Stage::Terminated;
        }
    }

    fn add(&self, origin: Origin, stage: Stage) -> CallId {
        self.service.state().add(Call::new(origin, stage))
    }
}

/// The people.
impl Emulator {
    /// Puts somebody into a call without an invite, and gives their entry on its roster, by which
    /// they can be moved. There is none if the call is over.
    #[allow(clippy::must_use_candidate, reason = "being there is what counts")]
    pub fn join(&self, call: &CallId, user: &UserId) -> Option<ParticipantId> {
        let callee = Callee::user(user.to_string());
        let mut state = self.service.state();
        state.call_mut(call).ok().map(|call| call.join(callee))
    }

    /// What somebody does from now on when their phone rings.
    ///
    /// ```
    /// use graph_invite::emulator::{Emulator, Manner};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let emulator = Emulator::start().await?;
    /// emulator.set_manner("+12345678901", Manner::RingsOn);
    /// # Ok(())
    /// # }
    /// ```
    pub fn set_manner(&self, person: &(impl fmt::Display + ?Sized), manner: Manner) {
        let person = Person::of(person);
        self.service.state().set_manner(person, manner);
    }

    /// Somebody whose phone rings for this call answers it. Says whether it did ring.
    pub fn answer(&self, call: &CallId, person: &(impl fmt::Display + ?Sized)) -> bool {
        let person = Person::of(person);
        self.service.state().answer(call, &person)
    }
}

/// The ledger.
impl Emulator {
    /// How often somebody's phone has rung.
    #[must_use]
    pub fn rings_of(&self, person: &(impl fmt::Display + ?Sized)) -> usize {
        let state = self.service.state();
        let rings = state.ledger.rings().get(&Person::of(person));
        rings.copied().unwrap_or_default()
    }

    /// How often each phone has rung that rang at all. The sum is how often any did.
    #[must_use]
    pub fn rings(&self) -> BTreeMap<Person, usize> {
        self.service.state().ledger.rings().clone()
    }

    /// The last [`MAX_REQUESTS`] requests, oldest first, whether accepted or refused.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.service.state().ledger.requests().cloned().collect()
    }
}

/// Shows where it listens, and no token.
impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator")
            .field("root", &self.service.root)
            .finish_non_exhaustive()
    }
}

/// An [`Emulator`] about to start.
#[must_use = "an emulator is there once `start` is called"]
pub struct EmulatorBuilder {
    port: u16,
    token: Option<String>,
}

impl EmulatorBuilder {
    /// The port to listen on, instead of any that is free.
    pub const fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The token to admit, instead of a random one.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// As [`Emulator::start`].
    ///
    /// # Errors
    ///
    /// An [`io::Error`] if the port is taken.
    ///
    /// # Panics
    ///
    /// Outside a Tokio runtime with I/O enabled.
    pub async fn start(self) -> io::Result<Emulator> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await?;
        let root = format!("http://{}", listener.local_addr()?);
        let token = self.token;
        let service = Arc::new(Service {
            cloud: Cloud::Root(Url::parse(&root).map_err(io::Error::other)?),
            root,
            token: token.unwrap_or_else(|| Uuid::new_v4().to_string()),
            state: Mutex::new(State::default()),
        });
        let (stop, stopped) = oneshot::channel::<()>();
        let server = axum::serve(listener, router(Arc::clone(&service)))
            .with_graceful_shutdown(async { drop(stopped.await) });
        tokio::spawn(server.into_future());
        Ok(Emulator {
            service,
            _stop: stop,
        })
    }
}

/// Shows the port, and no token.
impl fmt::Debug for EmulatorBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmulatorBuilder")
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}
