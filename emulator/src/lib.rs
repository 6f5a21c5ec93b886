//! The calls service in process, over real HTTP or HTTPS, so that a bot is tested without a tenant.
//!
//! An [`Emulator`] listens on a loopback port, holds calls of each kind, and keeps a ledger: how
//! often did each person's phone ring, and which requests crossed the wire. It is as strict as the
//! documentation of the service, and as careless: of an invite in which anybody leaves another
//! call it reads the first participant and drops the rest without a word.
//!
//! ```
//! use graph_invite_emulator::Emulator;
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
//! its operations, below `/v1.0` and `/beta`, and it gives tokens, as Entra ID does. It posts notifications to the bot's
//! [callback](EmulatorBuilder::callback), signed by keys of its own, which it serves as the service
//! does: an OIDC document at [`Emulator::oidc`], and the keys where that says. Each person has a
//! [`Manner`], each notification its [`Oddity`]s, and [`Delivery`] loses, doubles and delays them.
//! [`Fault`]s strike invites, one by one or by chance, before or after phones ring, and connections
//! and their [TLS](EmulatorBuilder::tls).

mod agenda;
mod answer;
mod builder;
mod call;
mod certificate;
mod course;
mod delivery;
mod entra;
mod exchange;
mod fault;
mod faults;
mod front;
mod invitation;
mod ledger;
mod line;
mod manner;
mod notice;
mod oddity;
mod outbox;
mod post;
mod refusal;
mod routes;
mod show;
mod signer;
mod state;
#[cfg(test)]
mod tests;
mod tls;

pub use builder::EmulatorBuilder;
pub use delivery::Delivery;
pub use fault::Fault;
pub use faults::Faults;
pub use ledger::{MAX_REQUESTS, Person, Request};
pub use manner::Manner;
pub use oddity::Oddity;
pub use outbox::{Fate, MAX_NOTIFICATIONS, Notification};

use call::{Call, Origin, Stage};
use invitation::Callee;
use routes::Service;
use std::fmt;
use std::io;
use std::sync::{Arc, PoisonError};
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use url::Url;
use uuid::Uuid;

/// A calls service of one's own. It serves until it is dropped.
///
/// Methods take a person by any id, as a checked type or as text, in any spelling.
pub struct Emulator {
    service: Arc<Service>,
    /// Never used: the server stops when this is dropped.
    _stop: oneshot::Sender<()>,
    /// They end when this is dropped.
    _tasks: JoinSet<()>,
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
    /// use graph_invite_emulator::Emulator;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let emulator = Emulator::builder().token("let me in").start().await?;
    /// assert_eq!(emulator.token(), "let me in");
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder() -> EmulatorBuilder {
        EmulatorBuilder::new()
    }

    /// Where it listens, such as `http://127.0.0.1:49152`, or `https:` if it speaks
    /// [TLS](EmulatorBuilder::tls): what stands for `https://graph.microsoft.com`.
    #[must_use]
    pub fn root(&self) -> String {
        self.service.root.clone()
    }

    /// The same as a URL: `Cloud::Root(emulator.url())` for a client of `graph-invite`.
    #[must_use]
    pub fn url(&self) -> Url {
        self.service.url.clone()
    }

    /// The certificate by which it is known, in PEM, if it speaks [TLS](EmulatorBuilder::tls). It is
    /// for the method `root_certificate` of a `ClientBuilder` and of a `VerifierBuilder`.
    #[must_use]
    pub fn certificate(&self) -> Option<&str> {
        self.service.front.certificate()
    }

    /// A bearer token that it admits, in every tenant. Each emulator has another, unless it was
    /// told. A bot can also get its own, by its [`secret`](Self::secret).
    #[must_use]
    pub fn token(&self) -> &str {
        &self.service.token
    }
}

/// The calls. Each is established at once, and nobody is in it but the bot, whom no roster shows.
impl Emulator {
    /// A call between the bot and one other. The service never shows its roster.
    #[must_use]
    pub fn peer_to_peer(&self) -> Uuid {
        self.add(Origin::PeerToPeer, Stage::Established)
    }

    /// A group call that the bot made through targets. It has no chat, so people are invited to it
    /// one at a time.
    #[must_use]
    pub fn group(&self) -> Uuid {
        self.add(Origin::Group, Stage::Established)
    }

    /// A group call with a chat, hence a valid `chatInfo`.
    #[must_use]
    pub fn group_with_chat(&self) -> Uuid {
        self.add(Origin::GroupWithChat, Stage::Established)
    }

    /// A meeting that the bot has joined.
    #[must_use]
    pub fn meeting(&self) -> Uuid {
        self.add(Origin::Meeting, Stage::Established)
    }

    /// A meeting that the bot is still joining: it takes no invites until
    /// [`establish`](Self::establish).
    #[must_use]
    pub fn establishing(&self) -> Uuid {
        self.add(Origin::Meeting, Stage::Establishing)
    }

    /// The bot is in the call now. Does nothing to a call that is over.
    pub fn establish(&self, call: Uuid) {
        self.service.state().establish(call);
    }

    /// Ends a call, which is then not found any more. Whoever rings for it stops.
    pub fn end(&self, call: Uuid) {
        self.service.state().hang_up(call);
    }

    fn add(&self, origin: Origin, stage: Stage) -> Uuid {
        let tenant = self.service.identity.tenant;
        self.service.state().add(Call::new(tenant, origin, stage))
    }
}

/// The people.
impl Emulator {
    /// Puts somebody into a call without an invite, and gives their entry on its roster, by which
    /// they can be moved. There is none if the call is over.
    #[allow(clippy::must_use_candidate, reason = "being there is what counts")]
    pub fn join(&self, call: Uuid, user: Uuid) -> Option<Uuid> {
        let callee = Callee::user(user.to_string());
        self.service.state().join(call, callee)
    }

    /// What somebody does from now on when their phone rings.
    ///
    /// ```
    /// use graph_invite_emulator::{Emulator, Manner};
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
    pub fn answer(&self, call: Uuid, person: &(impl fmt::Display + ?Sized)) -> bool {
        let person = Person::of(person);
        let mut state = self.service.state();
        state.take_up(call, None, &person, false).is_some()
    }
}

/// The notifications.
impl Emulator {
    /// Where the bot takes notifications from now on, such as `http://127.0.0.1:8080/callback`.
    /// What has happened before is not told.
    pub fn set_callback(&self, url: Url) {
        self.service.state().outbox.callback = Some(url);
    }

    /// How notifications are delivered from now on.
    pub fn set_delivery(&self, delivery: Delivery) {
        self.service.state().delivery = delivery;
    }

    /// The OIDC document that says where the keys are, by which notifications are signed: what a
    /// verifier needs, besides [`app`](Self::app) and [`tenant`](Self::tenant).
    #[must_use]
    pub fn oidc(&self) -> Url {
        self.service.oidc.clone()
    }

    /// The bot that notifications are meant for: the audience of their tokens.
    #[must_use]
    pub fn app(&self) -> Uuid {
        self.service.identity.app
    }

    /// The tenant that calls are of, unless [set](Self::set_tenant): `tid` in the tokens of their
    /// notifications.
    #[must_use]
    pub fn tenant(&self) -> Uuid {
        self.service.identity.tenant
    }

    /// Signs with a new key from now on. The old one is gone from the key server.
    pub fn rotate_keys(&self) {
        let keys = self.service.keys.lock();
        *keys.unwrap_or_else(PoisonError::into_inner) = Arc::default();
    }

    /// The last [`MAX_NOTIFICATIONS`] notifications that were sent or lost, in that order.
    #[must_use]
    pub fn notifications(&self) -> Vec<Notification> {
        self.service.state().outbox.sent().cloned().collect()
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
