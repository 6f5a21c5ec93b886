//! Invites people into Microsoft Teams calls.

mod body;
mod checked;
mod convert;
#[cfg(feature = "emulator")]
pub mod emulator;
mod id;
mod invalid;
mod invite;
mod participant;
mod phone;
mod slot;
mod stored;
mod text;

pub use convert::*;
pub use graph_invite_rules::{GuidError, InviteError, PhoneError, TextError};
pub use id::{ApplicationId, ApplicationInstanceId, CallId, ParticipantId, TenantId, UserId};
pub use invalid::InvalidInvite;
pub use invite::{IntoParticipants, Invite, InviteBuilder, Participants};
pub use participant::{Moving, Participant};
pub use phone::PhoneNumber;
pub use text::{
    AcsUserId, ClientContext, DisplayName, EncryptedId, GuestId, OnPremisesId, Provider,
};
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
