//! What may stand where a value of the language stands.
//!
//! Each checked type has a trait here that says which other types are as good. A value of any
//! other type is refused by the compiler, with a message that names the way to the right one.

use crate::values::id::{
    ApplicationId, ApplicationInstanceId, CallId, ParticipantId, TenantId, UserId,
};
use crate::values::phone::PhoneNumber;
use crate::values::text::{
    AcsUserId, ClientContext, DisplayName, EncryptedId, GuestId, OnPremisesId, Provider,
};
use std::borrow::Cow;
use uuid::Uuid;

macro_rules! into {
    ($trait:ident::$method:ident -> $name:ident, $what:literal, $how:literal $(, from $other:ty: $convert:expr)*) => {
        #[doc = concat!("What is as good as a [`", stringify!($name), "`].")]
        #[diagnostic::on_unimplemented(
            message = $what,
            label = "a value of another type belongs here",
            note = $how,
            note = "an `Option` or a `Result` is opened first, by `?` or `match`"
        )]
        pub trait $trait {
            #[doc = concat!("The [`", stringify!($name), "`].")]
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
    "a call is named by a `CallId`, not by `{Self}`",
    "text is checked where it enters the program: `CallId::parse(text)?`, or `CallId::from_service(text)?` for what a notification says",
    from Uuid: CallId::from_uuid);
into!(IntoParticipantId::into_participant_id -> ParticipantId,
    "a roster entry is named by a `ParticipantId`, not by `{Self}`",
    "text is checked where it enters the program: `ParticipantId::parse(text)?`, or `ParticipantId::from_service(text)?` for what a roster says",
    from Uuid: ParticipantId::from_uuid);
into!(IntoUserId::into_user_id -> UserId,
    "a user is named by a `UserId`, not by `{Self}`",
    "text is checked where it enters the program: `UserId::parse(text)?`",
    from Uuid: UserId::from_uuid);
into!(IntoApplicationId::into_application_id -> ApplicationId,
    "a bot is named by an `ApplicationId`, not by `{Self}`",
    "text is checked where it enters the program: `ApplicationId::parse(text)?`",
    from Uuid: ApplicationId::from_uuid);
into!(IntoApplicationInstanceId::into_application_instance_id -> ApplicationInstanceId,
    "a resource account is named by an `ApplicationInstanceId`, not by `{Self}`",
    "text is checked where it enters the program: `ApplicationInstanceId::parse(text)?`",
    from Uuid: ApplicationInstanceId::from_uuid);
into!(IntoTenantId::into_tenant_id -> TenantId,
    "a tenant is named by a `TenantId`, not by `{Self}`",
    "text is checked where it enters the program: `TenantId::parse(text)?`",
    from Uuid: TenantId::from_uuid);
into!(IntoPhoneNumber::into_phone_number -> PhoneNumber,
    "a phone is named by a `PhoneNumber`, not by `{Self}`",
    "text is checked where it enters the program: `PhoneNumber::parse(text)?`");
into!(IntoClientContext::into_client_context -> ClientContext,
    "a context is a `ClientContext`, not `{Self}`",
    "text is checked where it enters the program: `ClientContext::parse(text)?`; `Uuid::new_v4()` does as it is",
    from Uuid: ClientContext::from);
into!(IntoGuestId::into_guest_id -> GuestId,
    "a guest is named by a `GuestId`, not by `{Self}`",
    "text is checked where it enters the program: `GuestId::parse(text)?`");
into!(IntoEncryptedId::into_encrypted_id -> EncryptedId,
    "a hidden identity is named by an `EncryptedId`, not by `{Self}`",
    "text is checked where it enters the program: `EncryptedId::parse(text)?`");
into!(IntoOnPremisesId::into_on_premises_id -> OnPremisesId,
    "a Skype for Business user is named by an `OnPremisesId`, not by `{Self}`",
    "text is checked where it enters the program: `OnPremisesId::parse(text)?`");
into!(IntoAcsUserId::into_acs_user_id -> AcsUserId,
    "a user of Azure Communication Services is named by an `AcsUserId`, not by `{Self}`",
    "text is checked where it enters the program: `AcsUserId::parse(text)?`");

/// Any text does for a name: it identifies nobody.
macro_rules! into_name {
    ($trait:ident::$method:ident -> $name:ident, $what:literal) => {
        into!($trait::$method -> $name, $what,
            "a `&str`, `String` or `Cow<str>` does; other types say it by `.to_string()`",
            from &str: $name::from,
            from String: $name::from,
            from &String: |text: &String| $name::from(text.as_str()),
            from Cow<'_, str>: |text: Cow<'_, str>| $name::from(text.into_owned()));
    };
}

into_name!(IntoDisplayName::into_display_name -> DisplayName, "a name is a text, not `{Self}`");
into_name!(IntoProvider::into_provider -> Provider, "a provider is a text, not `{Self}`");
