//! Invites people into Microsoft Teams calls.

mod body;
mod checked;
mod clause;
mod client;
mod cloud;
mod convert;
mod error;
mod graph_error;
mod id;
mod invalid;
mod invite;
mod operation;
mod participant;
mod phone;
mod retry_after;
mod ringing;
mod send;
mod shown;
mod slot;
mod stored;
mod text;
mod token;

pub use clause::Moving;
pub use client::{BuildError, Client, ClientBuilder};
pub use cloud::{Cloud, Version};
pub use convert::*;
pub use error::{NotSent, Refused, SendError, TransportError, Unknown, UnknownCause};
pub use graph_error::GraphError;
pub use graph_invite_rules::{GuidError, InviteError, PhoneError, TextError};
pub use id::{ApplicationId, ApplicationInstanceId, CallId, ParticipantId, TenantId, UserId};
pub use invalid::InvalidInvite;
pub use invite::{IntoParticipants, Invite, InviteBuilder, Participants};
pub use operation::{Operation, OperationStatus, ResultInfo};
pub use participant::Participant;
pub use phone::PhoneNumber;
pub use ringing::Ringing;
pub use text::{
    AcsUserId, ClientContext, DisplayName, EncryptedId, GuestId, OnPremisesId, Provider,
};
pub use token::{AccessToken, TokenError, TokenFuture, TokenRequest, TokenSource};
pub use url::Url;
pub use uuid::Uuid;

/// An invite, checked while compiling.
#[macro_export]
macro_rules! graph_invite {
    ($($invite:tt)*) => {
        $crate::__private::graph_invite!([$crate] $($invite)*)
    };
}

/// What the expansion of `graph_invite!` names besides the builder. Not for use by hand.
#[doc(hidden)]
pub mod __private {
    pub use graph_invite_macros::graph_invite;
}
