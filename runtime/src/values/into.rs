//! Which types are accepted as a value of the language.
//!
//! Each checked type has a trait here, which the types that convert into it implement. For any other
//! type the compiler reports what it expects, and how to convert text.

use crate::values::guid_id::{ApplicationId, ApplicationInstanceId, TenantId, UserId};
use crate::values::phone::PhoneNumber;
use crate::values::service_id::{CallId, ParticipantId};
use crate::values::text::{
    AcsUserId, ClientContext, DisplayName, EncryptedId, GuestId, OnPremisesId, Provider,
};
use std::borrow::Cow;
use uuid::Uuid;

macro_rules! into {
    ($trait:ident::$method:ident -> $name:ident, $message:literal, $label:literal, $how:literal $(, from $other:ty: $convert:expr)*) => {
        #[doc = concat!("A type that converts into [`", stringify!($name), "`].")]
        #[diagnostic::on_unimplemented(
            message = $message,
            label = $label,
            note = $how,
            note = "unwrap an `Option` or a `Result` first, with `?` or `match`"
        )]
        pub trait $trait {
            #[doc = concat!("Converts into [`", stringify!($name), "`].")]
            fn $method(self) -> $name;
        }

        #[diagnostic::do_not_recommend]
        impl $trait for $name {
            fn $method(self) -> $name {
                self
            }
        }

        #[diagnostic::do_not_recommend]
        impl $trait for &$name {
            fn $method(self) -> $name {
                self.clone()
            }
        }

        $(
            #[diagnostic::do_not_recommend]
            impl $trait for $other {
                fn $method(self) -> $name {
                    ($convert)(self)
                }
            }
        )*
    };
}

into!(IntoCallId::into_call_id -> CallId,
    "expected a `CallId`, found `{Self}`",
    "expected a `CallId`",
    "convert text with `CallId::parse(text)?`, or with `CallId::from_graph(text)?` if it comes from a notification",
    from Uuid: CallId::from_uuid);
into!(IntoParticipantId::into_participant_id -> ParticipantId,
    "expected a `ParticipantId`, found `{Self}`",
    "expected a `ParticipantId`",
    "convert text with `ParticipantId::parse(text)?`, or with `ParticipantId::from_graph(text)?` if it comes from a roster",
    from Uuid: ParticipantId::from_uuid);
into!(IntoUserId::into_user_id -> UserId,
    "expected a `UserId`, found `{Self}`",
    "expected a `UserId`",
    "convert text with `UserId::parse(text)?`",
    from Uuid: UserId::from_uuid);
into!(IntoApplicationId::into_application_id -> ApplicationId,
    "expected an `ApplicationId`, found `{Self}`",
    "expected an `ApplicationId`",
    "convert text with `ApplicationId::parse(text)?`",
    from Uuid: ApplicationId::from_uuid);
into!(IntoApplicationInstanceId::into_application_instance_id -> ApplicationInstanceId,
    "expected an `ApplicationInstanceId`, found `{Self}`",
    "expected an `ApplicationInstanceId`",
    "convert text with `ApplicationInstanceId::parse(text)?`",
    from Uuid: ApplicationInstanceId::from_uuid);
into!(IntoTenantId::into_tenant_id -> TenantId,
    "expected a `TenantId`, found `{Self}`",
    "expected a `TenantId`",
    "convert text with `TenantId::parse(text)?`",
    from Uuid: TenantId::from_uuid);
into!(IntoPhoneNumber::into_phone_number -> PhoneNumber,
    "expected a `PhoneNumber`, found `{Self}`",
    "expected a `PhoneNumber`",
    "convert text with `PhoneNumber::parse(text)?`");
into!(IntoClientContext::into_client_context -> ClientContext,
    "expected a `ClientContext`, found `{Self}`",
    "expected a `ClientContext`",
    "convert text with `ClientContext::parse(text)?`, or write `Uuid::new_v4()`",
    from Uuid: ClientContext::from);
into!(IntoGuestId::into_guest_id -> GuestId,
    "expected a `GuestId`, found `{Self}`",
    "expected a `GuestId`",
    "convert text with `GuestId::parse(text)?`");
into!(IntoEncryptedId::into_encrypted_id -> EncryptedId,
    "expected an `EncryptedId`, found `{Self}`",
    "expected an `EncryptedId`",
    "convert text with `EncryptedId::parse(text)?`");
into!(IntoOnPremisesId::into_on_premises_id -> OnPremisesId,
    "expected an `OnPremisesId`, found `{Self}`",
    "expected an `OnPremisesId`",
    "convert text with `OnPremisesId::parse(text)?`");
into!(IntoAcsUserId::into_acs_user_id -> AcsUserId,
    "expected an `AcsUserId`, found `{Self}`",
    "expected an `AcsUserId`",
    "convert text with `AcsUserId::parse(text)?`");

/// A name takes any text, because it identifies no one.
macro_rules! into_name {
    ($trait:ident::$method:ident -> $name:ident) => {
        into!($trait::$method -> $name,
            "expected text, found `{Self}`",
            "expected a `&str`, `String` or `Cow<str>`",
            "convert other types with `.to_string()`",
            from &str: $name::from,
            from String: $name::from,
            from &String: |text: &String| $name::from(text.as_str()),
            from Cow<'_, str>: |text: Cow<'_, str>| $name::from(text.into_owned()));
    };
}

into_name!(IntoDisplayName::into_display_name -> DisplayName);
into_name!(IntoProvider::into_provider -> Provider);
