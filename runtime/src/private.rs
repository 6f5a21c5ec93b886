//! What the expansion of `graph_invite!` calls, apart from the builder and `convert`.
//!
//! Nothing here checks its arguments, because the macro did. The public name of this module has the
//! version of the crate, so that the expansion of another version of the macro does not compile.

use crate::invite::Invite;
use crate::invite::builder::InviteBuilder;
use crate::invite::participant::Participant;
use crate::invite::participants::Participants;
use crate::values::guid_id::{ApplicationId, ApplicationInstanceId, TenantId, UserId};
use crate::values::phone::PhoneNumber;
use crate::values::service_id::{CallId, ParticipantId};
use crate::values::text::{
    AcsUserId, ClientContext, DisplayName, EncryptedId, GuestId, OnPremisesId, Provider,
};
use uuid::Uuid;

pub use graph_invite_macros::{graph_invite, graph_invite_in_editor};

/// The invite of a builder with `call` and `participants`.
pub const fn invite(builder: InviteBuilder) -> Invite {
    builder.build_unchecked()
}

pub const fn participant(participant: Participant) -> Participants {
    Participants::one(participant)
}

/// Participants, some of them with values that are computed at run time.
pub fn participants<const N: usize>(participants: [Participant; N]) -> Participants {
    participants.into()
}

/// The participants of all lists. `..` of the language makes such lists.
pub fn concat<const N: usize>(lists: [Participants; N]) -> Participants {
    lists.into_iter().flatten().collect()
}

#[must_use]
pub const fn phone_number(digits: u64) -> PhoneNumber {
    PhoneNumber::from_digits(digits)
}

/// `None` after `..`, whose type is known no other way.
#[must_use]
pub const fn no_one(none: Option<Participant>) -> Option<Participant> {
    none
}

/// The value of a `const` block, for a word that may be left out.
pub const fn given<T>(value: T) -> Option<T> {
    Some(value)
}

macro_rules! guids {
    ($($function:ident -> $name:ident;)*) => {
        $(
            #[must_use]
            pub const fn $function(number: u128) -> $name {
                $name::from_uuid(Uuid::from_u128(number))
            }
        )*
    };
}

guids! {
    call_id -> CallId;
    user_id -> UserId;
    application_id -> ApplicationId;
    application_instance_id -> ApplicationInstanceId;
}

/// Ids of words that may be left out.
macro_rules! given_guids {
    ($($function:ident -> $name:ident;)*) => {
        $(
            #[must_use]
            pub const fn $function(number: u128) -> Option<$name> {
                Some($name::from_uuid(Uuid::from_u128(number)))
            }
        )*
    };
}

given_guids! {
    replaced_call_id -> CallId;
    participant_id -> ParticipantId;
    tenant_id -> TenantId;
}

macro_rules! texts {
    ($($function:ident -> $name:ident;)*) => {
        $(
            #[must_use]
            pub const fn $function(text: &'static str) -> $name {
                $name::unchecked(text)
            }
        )*
    };
}

texts! {
    guest_id -> GuestId;
    encrypted_id -> EncryptedId;
    on_premises_id -> OnPremisesId;
    acs_user_id -> AcsUserId;
}

/// Texts of words that may be left out.
macro_rules! given_texts {
    ($($function:ident -> $name:ident;)*) => {
        $(
            #[must_use]
            pub const fn $function(text: &'static str) -> Option<$name> {
                Some($name::unchecked(text))
            }
        )*
    };
}

given_texts! {
    client_context -> ClientContext;
    display_name -> DisplayName;
    provider -> Provider;
}
