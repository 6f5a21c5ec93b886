//! A participant of an invite: the identity and the clauses.

use crate::invite::identity::Identity;
use crate::values::guid_id::{ApplicationId, ApplicationInstanceId, TenantId, UserId};
use crate::values::phone::PhoneNumber;
use crate::values::service_id::{CallId, ParticipantId};
use crate::values::text::{AcsUserId, DisplayName, EncryptedId, GuestId, OnPremisesId, Provider};
use graph_invite_rules::InviteError;
use uuid::Uuid;

/// A participant to invite: an identity and its clauses.
///
/// Each kind of the language is a constructor here, and each clause a method of the same name. A
/// clause may be used once (rule 9): [`InviteBuilder::build`](crate::InviteBuilder::build) returns an
/// error for a repeated one. An id converts into a participant without clauses.
///
/// ```
/// use graph_invite::{CallId, DisplayName, Participant, UserId};
///
/// let ada = UserId::parse("278405a3-f568-4b3e-b684-009193463064")?;
/// let left = CallId::parse("a7ebfb2d-871e-419c-87af-27290b22e8db")?;
/// let participant = Participant::user(ada)
///     .named(Some(DisplayName::from("Ada")))
///     .replaces(Some(left));
/// # let _ = participant;
/// assert_eq!(Participant::from(ada), Participant::user(ada));
/// # Ok::<(), graph_invite::error::GuidError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[must_use]
pub struct Participant {
    pub(crate) identity: Identity,
    pub(crate) name: Option<DisplayName>,
    pub(crate) tenant: Option<TenantId>,
    pub(crate) provider: Option<Provider>,
    /// The call they leave, by `replaces` or by `from`.
    pub(crate) leaves: Option<CallId>,
    /// Their roster entry there, by `moves`.
    pub(crate) roster_entry: Option<ParticipantId>,
    pub(crate) hidden: bool,
    pub(crate) off_main_mix: bool,
    /// The first clause that was repeated.
    pub(crate) mistake: Option<InviteError>,
}

/// The kinds.
impl Participant {
    /// A person of Entra ID, by object id: the identity's `user`.
    ///
    /// ```
    /// # use graph_invite::{CallId, graph_invite};
    /// # let call = CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896")?;
    /// let invite = graph_invite! {
    ///     call: call,
    ///     participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    /// };
    /// # let _ = invite;
    /// # Ok::<(), graph_invite::error::GuidError>(())
    /// ```
    pub const fn user(id: UserId) -> Self {
        Self::of(Identity::User(id))
    }

    /// A phone, by E.164 number: the identity's `phone`. The bot needs a resource account with a
    /// phone number of its own, and the call must have been made from it.
    ///
    /// ```
    /// # use graph_invite::{CallId, graph_invite};
    /// # let call = CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896")?;
    /// let invite = graph_invite! { call: call, participants: [phone "+12345678901"] };
    /// # let _ = invite;
    /// # Ok::<(), graph_invite::error::GuidError>(())
    /// ```
    pub const fn phone(number: PhoneNumber) -> Self {
        Self::of(Identity::Phone(number))
    }

    /// A bot, by application (client) id: the identity's `application`. A call takes one (rule 5).
    ///
    /// ```
    /// # use graph_invite::{CallId, graph_invite};
    /// # let call = CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896")?;
    /// let invite = graph_invite! {
    ///     call: call,
    ///     participants: [application "832899f8-2ea1-4604-8413-27bd2892079f"],
    /// };
    /// # let _ = invite;
    /// # Ok::<(), graph_invite::error::GuidError>(())
    /// ```
    pub const fn application(id: ApplicationId) -> Self {
        Self::of(Identity::Application(id))
    }

    /// A resource account, by object id: the identity's `applicationInstance`.
    ///
    /// ```
    /// # use graph_invite::{CallId, graph_invite};
    /// # let call = CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896")?;
    /// let invite = graph_invite! {
    ///     call: call,
    ///     participants: [application_instance "5a7d4a1e-3a0e-4b0c-9a9b-2c9b4a1f1c11"],
    /// };
    /// # let _ = invite;
    /// # Ok::<(), graph_invite::error::GuidError>(())
    /// ```
    pub const fn application_instance(id: ApplicationInstanceId) -> Self {
        Self::of(Identity::ApplicationInstance(id))
    }

    /// A guest, by the id that a roster shows: the identity's `guest`.
    ///
    /// ```
    /// # use graph_invite::{CallId, graph_invite};
    /// # let call = CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896")?;
    /// let invite = graph_invite! { call: call, participants: [guest "8:teamsvisitor:4f1c"] };
    /// # let _ = invite;
    /// # Ok::<(), graph_invite::error::GuidError>(())
    /// ```
    pub const fn guest(id: GuestId) -> Self {
        Self::of(Identity::Guest(id))
    }

    /// A person whose identity the service hides from this bot: the identity's `encrypted`.
    ///
    /// ```
    /// # use graph_invite::{CallId, graph_invite};
    /// # let call = CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896")?;
    /// let invite = graph_invite! { call: call, participants: [encrypted "29:1tKBWc"] };
    /// # let _ = invite;
    /// # Ok::<(), graph_invite::error::GuidError>(())
    /// ```
    pub const fn encrypted(id: EncryptedId) -> Self {
        Self::of(Identity::Encrypted(id))
    }

    /// A Skype for Business user: the identity's `onPremises`.
    ///
    /// ```
    /// # use graph_invite::{CallId, graph_invite};
    /// # let call = CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896")?;
    /// let invite = graph_invite! { call: call, participants: [on_premises "8:sfb:ada"] };
    /// # let _ = invite;
    /// # Ok::<(), graph_invite::error::GuidError>(())
    /// ```
    pub const fn on_premises(id: OnPremisesId) -> Self {
        Self::of(Identity::OnPremises(id))
    }

    /// A user of Azure Communication Services: the identity's `azureCommunicationServicesUser`.
    ///
    /// ```
    /// # use graph_invite::{CallId, graph_invite};
    /// # let call = CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896")?;
    /// let invite = graph_invite! { call: call, participants: [acs_user "8:acs:resource_user"] };
    /// # let _ = invite;
    /// # Ok::<(), graph_invite::error::GuidError>(())
    /// ```
    pub const fn acs_user(id: AcsUserId) -> Self {
        Self::of(Identity::AcsUser(id))
    }

    /// The identity.
    #[must_use]
    pub const fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The name of the clause [`named`](Self::named).
    ///
    /// ```
    /// # use graph_invite::{Participant, UserId};
    /// # let ada = UserId::parse("278405a3-f568-4b3e-b684-009193463064")?;
    /// let participant = Participant::user(ada).named(Some("Ada".into())).hidden(true);
    /// assert_eq!(participant.display_name().map(|name| name.as_str()), Some("Ada"));
    /// assert!(participant.is_hidden() && participant.replaced_call().is_none());
    /// # Ok::<(), graph_invite::error::GuidError>(())
    /// ```
    #[must_use]
    pub const fn display_name(&self) -> Option<&DisplayName> {
        self.name.as_ref()
    }

    /// The tenant of the clause [`tenant`](Self::tenant).
    #[must_use]
    pub const fn tenant_id(&self) -> Option<TenantId> {
        self.tenant
    }

    /// The identity provider of the clause [`provider`](Self::provider).
    #[must_use]
    pub const fn identity_provider(&self) -> Option<&Provider> {
        self.provider.as_ref()
    }

    /// The call that the participant leaves, by [`replaces`](Self::replaces) or
    /// [`from`](crate::PendingMove::from).
    #[must_use]
    pub const fn replaced_call(&self) -> Option<&CallId> {
        self.leaves.as_ref()
    }

    /// The roster entry of the clause [`moves`](Self::moves).
    #[must_use]
    pub const fn moved_entry(&self) -> Option<&ParticipantId> {
        self.roster_entry.as_ref()
    }

    /// Whether the clause [`hidden`](Self::hidden) is used.
    #[must_use]
    pub const fn is_hidden(&self) -> bool {
        self.hidden
    }

    /// Whether the clause [`off_main_mix`](Self::off_main_mix) is used.
    #[must_use]
    pub const fn is_off_main_mix(&self) -> bool {
        self.off_main_mix
    }

    /// Takes the place of a participant that a `const fn` moves out of its owner.
    pub(super) const PLACEHOLDER: Self = Self::of(Identity::User(UserId::from_uuid(Uuid::nil())));

    pub(crate) const fn of(identity: Identity) -> Self {
        Self {
            identity,
            name: None,
            tenant: None,
            provider: None,
            leaves: None,
            roster_entry: None,
            hidden: false,
            off_main_mix: false,
            mistake: None,
        }
    }
}

impl From<&Self> for Participant {
    fn from(participant: &Self) -> Self {
        participant.clone()
    }
}

/// An id is a participant without clauses.
macro_rules! from_id {
    ($($id:ident: $kind:ident;)*) => {
        $(
            impl From<$id> for Participant {
                fn from(id: $id) -> Self {
                    Self::$kind(id)
                }
            }

            impl From<&$id> for Participant {
                fn from(id: &$id) -> Self {
                    Self::$kind(id.clone())
                }
            }
        )*
    };
}

from_id! {
    UserId: user;
    PhoneNumber: phone;
    ApplicationId: application;
    ApplicationInstanceId: application_instance;
    GuestId: guest;
    EncryptedId: encrypted;
    OnPremisesId: on_premises;
    AcsUserId: acs_user;
}
