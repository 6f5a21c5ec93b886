//! Invites people into Microsoft Teams calls, from bots written in Rust.
//!
//! [`graph_invite!`] turns Microsoft Graph's `POST /communications/calls/{id}/participants/invite`
//! into a small language that the compiler checks. [`Invite::send`] sends the invite, and
//! [`Ringing::outcome`] reports how it ended.
//!
//! ```
//! use graph_invite::{CallId, Client, Ringing, SendError, graph_invite};
//!
//! async fn hand_over(client: &Client, call: &CallId) -> Result<Ringing, SendError> {
//!     graph_invite! {
//!         call: call,                                               // the call to join
//!         participants: [
//!             user "278405a3-f568-4b3e-b684-009193463064" named "Ada"
//!                 replaces "a7ebfb2d-871e-419c-87af-27290b22e8db",  // the call to leave
//!         ],
//!     }
//!     .send(client)
//!     .await
//! }
//! ```
//!
//! # Where to find it
//!
//! The [`guide`] reads from front to back in half an hour, and begins with [how it works](guide::how_it_works).
//!
//! | To do | Use | Read |
//! | --- | --- | --- |
//! | write an invite | [`graph_invite!`]; as methods [`Invite`], [`InviteBuilder`], [`Participant`], [`Participants`] | the documentation of the macro |
//! | hold an id, a number or a text that is checked | [`CallId`], [`UserId`], [`PhoneNumber`], [`ApplicationId`], [`ApplicationInstanceId`], [`GuestId`], [`EncryptedId`], [`OnPremisesId`], [`AcsUserId`], [`TenantId`], [`ParticipantId`], [`DisplayName`], [`Provider`], [`ClientContext`]; any of the first ones is an [`Identity`] | [Sending](guide::sending) |
//! | set up a client | [`Client`], [`ClientBuilder`], [`Cloud`], [`ApiVersion`], [`RetryPolicy`], [`Polling`], [`token`] | [Production](guide::production) |
//! | send, and know whether a phone may be ringing | [`Sending`], [`SendError`]: [`NotSent`], [`Refused`], [`Unknown`] with its [`UnknownReason`]; [`RingStatus`] | [Sending](guide::sending) |
//! | learn how it ended | [`Ringing`], [`Outcome`], [`Failure`], [`FailureKind`], [`DiagCode`] | [Outcomes](guide::outcomes) |
//! | follow it on the way | [`Events`], [`InviteEvent`], [`InviteStatus`], [`Presence`], [`PersonStatus`], [`CallEnd`] | [Outcomes](guide::outcomes) |
//! | take callbacks | [`Inbox`], [`InboxBuilder`], [`Callback`], [`Delivered`]; `callback` (feature `callbacks`); [`notification`] to read them yourself | [Production](guide::production#callbacks) |
//! | find an invite again | [`InviteKey`], [`SentInvite`], [`Client::resume`], [`Unfinished`] | [Shutting down](guide::shutting_down) |
//! | let invites outlive the process | [`ledger`], [`Client::deliver`] | [Several machines](guide::several_machines) |
//! | stop a phone | [`Ringing::cancel`], [`Cancellation`], [`CancellationUnknown`] | [Cancelling](guide::cancelling) |
//! | find somebody who joins | [`hunt`] | [Hunting](guide::hunting) |
//! | read or end a call, or send any other request | [`Client::call`], [`Client::roster`], [`GraphRequest`], [`GraphAnswer`], [`RequestError`]: [`UnsentRequest`], [`StatusError`] | [Calls](guide::calls) |
//! | handle other errors | [`error`] | |
//! | use types of your own in the language | [`convert`] | |
//! | test a bot | the crate `graph-invite-emulator`: the calls service on your machine | [Testing](guide::testing) |
//!
//! # Guarantees
//!
//! - A request that may have rung a phone is never repeated.
//! - Redirects are not followed: they could repeat the call or leak the invite.
//! - The token is sent only to the root of the [`Cloud`], and only over https, or over http on the
//!   local machine.
//! - No log, error or `Debug` output shows a token, or a phone number, name or opaque id of an invite.
//!   The exceptions are methods that return the text of the service, such as [`Failure::message`], and
//!   the errors of your own token source.
//!
//! # Features
//!
//! | Feature | Default | Effect |
//! | --- | --- | --- |
//! | `rustls` | yes | TLS with rustls and the root certificates of the platform |
//! | `native-tls` | no | TLS with the library of the platform |
//! | `azure-identity` | no | credentials of the Azure SDK are token sources |
//! | `ledger` | no | invites outlive the process; the crates of the engines turn it on |
//! | `callbacks` | no | authenticates callbacks, for any web framework |
//! | `axum` | no | a router for callbacks; includes `callbacks` |

#![cfg_attr(docsrs, feature(doc_cfg), doc(auto_cfg(hide(rust_analyzer))))]

mod auth;
mod book;
mod box_error;
#[cfg(feature = "callbacks")]
pub mod callback;
mod calls;
mod client;
pub mod convert;
pub mod error;
mod follow;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
mod graph;
// The guide is text alone, so only the documentation holds it.
#[cfg(all(doc, not(doctest)))]
pub mod guide;
mod http;
pub mod hunt;
mod inbox;
mod invite;
pub mod ledger;
pub mod notification;
#[doc(hidden)]
mod private;
mod progress;
mod redact;
mod send;
mod stored;
pub mod token;
mod values;

pub use calls::answer::GraphAnswer;
pub use calls::error::{RequestError, StatusError, UnsentRequest};
pub use calls::request::GraphRequest;
pub use client::Client;
pub use client::builder::ClientBuilder;
pub use client::polling::Polling;
pub use client::retry::RetryPolicy;
pub use follow::cancellation::{Cancellation, CancellationUnknown};
pub use follow::events::Events;
pub use follow::sent_invite::SentInvite;
pub use follow::unfinished::Unfinished;
pub use graph::diag_code::DiagCode;
pub use graph::failure::Failure;
pub use graph::result_code::failure_kind::FailureKind;
pub use http::cloud::{ApiVersion, Cloud};
pub use inbox::builder::InboxBuilder;
pub use inbox::callback::Callback;
pub use inbox::{Delivered, Inbox};
pub use invite::Invite;
pub use invite::builder::InviteBuilder;
pub use invite::clause::PendingMove;
pub use invite::identity::Identity;
pub use invite::participant::Participant;
pub use invite::participants::Participants;
pub use progress::evidence::RingStatus;
pub use progress::outcome::{CallEnd, InviteEvent, Outcome};
pub use progress::person_status::PersonStatus;
pub use progress::presence::Presence;
pub use progress::status::InviteStatus;
pub use reqwest::Method;
pub use send::error::SendError;
pub use send::not_sent::NotSent;
pub use send::refusal::Refused;
pub use send::ringing::Ringing;
pub use send::sending::Sending;
pub use send::unknown::{Unknown, UnknownReason};
pub use url::Url;
pub use uuid::Uuid;
pub use values::guid_id::{ApplicationId, ApplicationInstanceId, TenantId, UserId};
pub use values::invite_key::InviteKey;
pub use values::phone::PhoneNumber;
pub use values::service_id::{CallId, ParticipantId};
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
        $crate::__private_0_1_0::invite($crate::Invite::builder())
    }};
    ($($invite:tt)*) => {
        $crate::__private_0_1_0::graph_invite!([$crate] $($invite)*)
    };
}

// The same macro for rust-analyzer. It accepts unfinished words, which are errors for the compiler.
#[cfg(rust_analyzer)]
#[doc = include_str!("language.md")]
#[macro_export]
macro_rules! graph_invite {
    ($($invite:tt)*) => {
        $crate::__private_0_1_0::graph_invite_in_editor!([$crate] $($invite)*)
    };
}

// The version in the name is that of this crate and of the macro.
#[doc(hidden)]
pub mod __private_0_1_0 {
    pub use crate::private::*;
}
