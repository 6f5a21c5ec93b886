//! The calls service of Microsoft Graph on your machine, to test bots without a tenant.
//!
//! An [`Emulator`] listens on a loopback port, has calls of each kind, and records how often each
//! phone rang and which requests came. It follows the documentation of the service: it refuses the same
//! requests, and silently drops the same participants.
//!
//! ```
//! # use graph_invite::token::AccessToken;
//! # use graph_invite::{Client, Cloud, graph_invite};
//! # use graph_invite_emulator::Emulator;
//! # use uuid::uuid;
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let emulator = Emulator::start().await?;
//! let client = Client::builder()
//!     .cloud(Cloud::Custom(emulator.url()))
//!     .token_source(AccessToken::new(emulator.token()))
//!     .build()?;
//! let (call, ada) = (emulator.add_meeting(), uuid!("278405a3-f568-4b3e-b684-009193463064"));
//! let invite = graph_invite! { call: call, participants: [user ada named "Ada"] };
//! let ringing = invite.send(&client).await?;
//! assert_eq!(emulator.ring_count(ada), 1);
//! # assert_eq!(ringing.attempts(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! The client is that of `graph-invite`; any other client of Graph can use the emulator as well.
//!
//! # What it serves
//!
//! Below `/v1.0` and `/beta`:
//!
//! - `POST /communications/calls/{id}/participants/invite`. If a participant of an invite leaves
//!   another call, only the first participant rings and the rest are dropped, as at the service.
//! - `POST /communications/calls` makes a call or joins a meeting. `answer`, `reject`, `keepAlive` and
//!   `DELETE` of a call.
//! - `GET` of a call, its participants and its operations.
//! - `DELETE` of a participant removes a person, or cancels an invite while the phone rings.
//!
//! `/app/calls`, names such as `microsoft.graph.invite`, and doubled slashes are accepted too.
//!
//! Beside them:
//!
//! - `POST /{tenant}/oauth2/v2.0/token` issues tokens, as Entra ID does.
//! - [`Emulator::openid_configuration`] leads to the keys that prove a notification.
//!
//! # What a test controls
//!
//! - Calls: [`Emulator::add_meeting`] and others. [`Emulator::ring_bot`] calls the bot.
//! - People: each has a [`Behavior`].
//! - Notifications: the emulator posts them, signed, to the bot's
//!   [callback](EmulatorBuilder::callback). [`Delivery`] loses, duplicates and delays them, and
//!   [`Quirk`]s are their documented surprises.
//! - Faults: a [`Fault`] strikes one invite or connection, and [`RandomFaults`] strike by chance.
//! - [TLS](EmulatorBuilder::tls).

#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    not(feature = "page"),
    allow(dead_code, reason = "only the control API and the page use some of it")
)]

// Lowest layer first: a module uses only those above it in this list.
mod clock;
mod hosts;
mod identity;
mod ids;
mod lock;
mod log;
mod paths;
mod percent;
mod person;
mod record;
mod roles;

mod faults;

mod calls;

mod notifications;

mod service;

mod net;

mod http;

mod control;

#[cfg(feature = "control")]
mod api;

#[cfg(feature = "page")]
mod page;

#[cfg(feature = "control")]
mod control_server;

#[cfg(test)]
mod tests;

/// The README's example, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

#[cfg(feature = "control")]
pub use api::documents::scenario::Scenario;
#[cfg(feature = "control")]
pub use api::resources::events::EventReader;
pub use control::builder::EmulatorBuilder;
pub use control::emulator::Emulator;
#[cfg(feature = "control")]
pub use control_server::{ControlBuilder, ControlServer};
pub use faults::canned_response::CannedResponse;
pub use faults::fault::Fault;
pub use faults::random_faults::RandomFaults;
pub use faults::response_fault::{LostResponse, ResponseFault};
pub use notifications::delivery::Delivery;
pub use notifications::outbox::{MAX_NOTIFICATION_BYTES, MAX_NOTIFICATIONS};
pub use notifications::proof::Proof;
pub use notifications::quirk::Quirk;
pub use notifications::recorded_notification::{DeliveryStatus, RecordedNotification};
pub use person::PersonId;
pub use service::behavior::Behavior;
pub use service::ledger::{MAX_REQUEST_BYTES, MAX_REQUESTS};
pub use service::phones::{Reaction, RingingPhone};
pub use service::recorded_request::RecordedRequest;
