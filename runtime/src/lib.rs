//! Invites people into Microsoft Teams calls, from bots written in Rust.
//!
//! [`graph_invite!`] turns Microsoft Graph's `POST /communications/calls/{id}/participants/invite`
//! into a small language that the compiler checks: an invite that compiles is one the service
//! accepts. [`Invite::send`] sends it, rings nobody twice, and tells its ends apart: accepted
//! ([`Ringing`]), not sent, refused, or unknown ([`SendError`]). [`Ringing::outcome`] tells how an
//! accepted one ended.
//!
//! ```
//! use graph_invite::{CallId, Client, Ringing, SendError, graph_invite};
//!
//! async fn hand_over(client: &Client, call: &CallId) -> Result<Ringing, SendError> {
//!     graph_invite! {
//!         call: call,
//!         participants: [
//!             user "278405a3-f568-4b3e-b684-009193463064" named "Ada"
//!                 replaces "a7ebfb2d-871e-419c-87af-27290b22e8db",
//!         ],
//!     }
//!     .send(client)
//!     .await
//! }
//! ```
//!
//! # Where to read on
//!
//! - [`graph_invite!`]: the language, word by word and rule by rule.
//! - [`Invite::builder`]: the same words as methods, for invites made at run time.
//! - [`CallId`], [`UserId`], [`PhoneNumber`], [`ClientContext`] and their like: text is checked
//!   where it enters the program, and the type carries the proof.
//! - [`Client`] and [`Cloud`]: where requests go, with which token, how long they may take.
//! - [`RetryPolicy`]: what is sent again.
//! - [`SendError`]: what did not ring, and what may; [`Refused::advice`], what to do, and
//!   [`Client::look`], how to find out.
//! - [`Ringing`], [`Outcome`] and [`InviteEvent`]: how it ended, who came, which call they left.
//! - [`Inbox`]: takes the bodies of your callback, in whatever web framework.
//! - [`Failure`] and [`FailureKind`]: why it came to nothing, and what to do.
//! - `callback` (feature): who may tell the bot how a call goes on.
//! - The crate `graph-invite-emulator`: the calls service in process, to test bots without a tenant.
//! - `docs/observability.md`, in the repository: the spans and events that all this tells to
//!   `tracing`, by names that OpenTelemetry knows.
//!
//! # What never happens
//!
//! What may have rung is not repeated ([`RetryPolicy`] says what is), and a redirect is not
//! followed, for either could ring somebody twice or carry the invite elsewhere. The token goes to
//! the root of the [`Cloud`] only, over https. No token is in any log, error or `Debug`, and no
//! phone number, name or opaque id of an invite. A token that an answer repeats is taken out of it.
//!
//! # Features
//!
//! | Feature | Default | What it brings |
//! | --- | --- | --- |
//! | `rustls` | yes | TLS by rustls, which trusts what the platform trusts |
//! | `native-tls` | no | TLS by the platform's own library |
//! | `azure-identity` | no | credentials of the Azure SDK as token sources |
//! | `callbacks` | no | authenticates the callbacks of the service, for any web framework |
//! | `axum` | no | a router that takes them; brings `callbacks` |

mod auth;
mod box_error;
#[cfg(feature = "callbacks")]
pub mod callback;
mod client;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
mod graph;
mod http;
mod inbox;
mod invite;
mod progress;
mod redact;
mod send;
mod values;

pub use auth::token::{AccessToken, TokenFuture, TokenRequest, TokenSource};
pub use box_error::BoxError;
pub use client::Client;
pub use client::builder::ClientBuilder;
pub use client::error::BuildError;
pub use client::retry::RetryPolicy;
pub use graph::call::{CallState, CallUpdate};
pub use graph::failure::{DiagCode, Failure};
pub use graph::notification::{ChangeType, Notification, NotificationResource};
pub use graph::operation::{Operation, OperationKind, OperationStatus, ResultInfo};
pub use graph::result_code::FailureKind;
pub use graph::roster::{IdentityRef, Roster, RosterEntry};
pub use graph_invite_rules::{GuidError, InviteError, PhoneError, TextError};
pub use http::cloud::{ApiVersion, Cloud, RootError};
pub use http::graph_error::GraphError;
pub use http::transport_error::TransportError;
pub use inbox::builder::InboxBuilder;
pub use inbox::{DeliverError, Delivered, Inbox};
pub use invite::Invite;
pub use invite::builder::InviteBuilder;
pub use invite::clause::PendingMove;
pub use invite::participant::{Identity, Participant};
pub use invite::participants::{IntoParticipants, Participants};
pub use invite::validate::InvalidInvite;
pub use progress::evidence::RingStatus;
pub use progress::outcome::{CallEnd, InviteEvent, Outcome};
pub use progress::presence::Presence;
pub use send::error::{NotSent, SendError};
pub use send::events::Events;
pub use send::key::InviteKey;
pub use send::refusal::Refused;
pub use send::ringing::Ringing;
pub use send::unknown::{Unknown, UnknownReason};
pub use url::Url;
pub use uuid::Uuid;
pub use values::id::{
    ApplicationId, ApplicationInstanceId, CallId, ParticipantId, TenantId, UserId,
};
pub use values::into::*;
pub use values::phone::PhoneNumber;
pub use values::text::{
    AcsUserId, ClientContext, DisplayName, EncryptedId, GuestId, OnPremisesId, Provider,
};

#[cfg(not(rust_analyzer))]
#[doc = include_str!("language.md")]
#[macro_export]
macro_rules! graph_invite {
    // Here, and not in the procedural macro, because this error has no token to point at: the
    // compiler names the macro that it comes from, and authors know this one.
    () => {{
        ::core::compile_error!(
            "missing `call` and `participants`\nhelp: add `call: …, participants: […]`"
        );
        $crate::Invite::builder().proven()
    }};
    ($($invite:tt)*) => {
        $crate::__private::graph_invite!([$crate] $($invite)*)
    };
}

// The same macro for rust-analyzer, which is shown unfinished words. To the compiler they are errors.
#[cfg(rust_analyzer)]
#[doc = include_str!("language.md")]
#[macro_export]
macro_rules! graph_invite {
    ($($invite:tt)*) => {
        $crate::__private::graph_invite_in_editor!([$crate] $($invite)*)
    };
}

/// What the expansion of `graph_invite!` names besides the builder. Not for use by hand.
#[doc(hidden)]
pub mod __private {
    pub use graph_invite_macros::{graph_invite, graph_invite_in_editor};
}
