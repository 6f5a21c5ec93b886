//! The identity of a participant.

use crate::stored::stored;
use crate::values::guid_id::{ApplicationId, ApplicationInstanceId, UserId};
use crate::values::phone::PhoneNumber;
use crate::values::text::{AcsUserId, EncryptedId, GuestId, OnPremisesId};
use graph_invite_rules::{Id, IdentityKind};
use serde::Serialize;

stored! {
    /// The identity of a participant: its kind and its id.
    ///
    /// `Debug` shows neither phone numbers nor opaque ids. Serde writes them: `{"phone": "+12345678901"}`.
    ///
    /// ```
    /// use graph_invite::{Identity, Participant, PhoneNumber};
    ///
    /// let number = PhoneNumber::parse("+12345678901")?;
    /// let identity = Identity::Phone(number);
    /// assert_eq!(*Participant::phone(number).identity(), identity);
    /// assert_eq!(identity.kind().word(), "phone");
    /// # Ok::<(), graph_invite::error::PhoneError>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub enum Identity {
        /// A person of Entra ID.
        User(UserId),
        /// A phone.
        Phone(PhoneNumber),
        /// A bot.
        Application(ApplicationId),
        /// A resource account.
        ApplicationInstance(ApplicationInstanceId),
        /// A guest.
        Guest(GuestId),
        /// A person whose identity the service hides from this bot.
        Encrypted(EncryptedId),
        /// A Skype for Business user.
        OnPremises(OnPremisesId),
        /// A user of Azure Communication Services.
        AcsUser(AcsUserId),
    }
}

impl Identity {
    /// Its kind, which is also the word for it in the language.
    #[must_use]
    pub const fn kind(&self) -> IdentityKind {
        match self {
            Self::User(_) => IdentityKind::User,
            Self::Phone(_) => IdentityKind::Phone,
            Self::Application(_) => IdentityKind::Application,
            Self::ApplicationInstance(_) => IdentityKind::ApplicationInstance,
            Self::Guest(_) => IdentityKind::Guest,
            Self::Encrypted(_) => IdentityKind::Encrypted,
            Self::OnPremises(_) => IdentityKind::OnPremises,
            Self::AcsUser(_) => IdentityKind::AcsUser,
        }
    }

    pub(crate) fn id(&self) -> Id<'_> {
        match self {
            Self::User(id) => id.id(),
            Self::Phone(number) => number.id(),
            Self::Application(id) => id.id(),
            Self::ApplicationInstance(id) => id.id(),
            Self::Guest(id) => id.id(),
            Self::Encrypted(id) => id.id(),
            Self::OnPremises(id) => id.id(),
            Self::AcsUser(id) => id.id(),
        }
    }
}
