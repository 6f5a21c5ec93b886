//! Rule 9: the words of the language, and their names in JSON.

use core::fmt;

/// The words that may be in the same place. Each is a word in `graph_invite!`, a method of the builder,
/// and a name in JSON.
pub trait Vocabulary: Copy + Eq + 'static {
    /// All of them, in the order of the documentation.
    const ALL: &'static [Self];

    /// The word as authors write it.
    fn word(self) -> &'static str;

    /// The name of the JSON property that carries it.
    fn json_name(self) -> &'static str;
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal, $json_name:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// The word as authors write it.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            /// The name of the JSON property that carries it.
            #[must_use]
            pub const fn json_name(self) -> &'static str {
                match self {
                    $(Self::$variant => $json_name,)*
                }
            }
        }

        impl Vocabulary for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),*];

            fn word(self) -> &'static str {
                self.word()
            }

            fn json_name(self) -> &'static str {
                self.json_name()
            }
        }
    };
}

words! {
    /// What an invite is made of. A later version may have more.
    Field {
        /// The call that the participants join. It is part of the URL.
        Call = "call", "call";
        /// Who is invited.
        Participants = "participants", "participants";
        /// The key that the service repeats in every notification about the invite.
        Context = "context", "clientContext";
    }
}

words! {
    /// The kind of an identity: the property of the identity set that holds the id. A later version may
    /// have more.
    IdentityKind {
        /// A person of Entra ID, by object id.
        User = "user", "user";
        /// A phone, by E.164 number.
        Phone = "phone", "phone";
        /// A bot, by application (client) id.
        Application = "application", "application";
        /// A resource account, by object id.
        ApplicationInstance = "application_instance", "applicationInstance";
        /// A guest, by the id a roster shows.
        Guest = "guest", "guest";
        /// A person whose identity the service hides from this bot.
        Encrypted = "encrypted", "encrypted";
        /// A Skype for Business user.
        OnPremises = "on_premises", "onPremises";
        /// A user of Azure Communication Services.
        AcsUser = "acs_user", "azureCommunicationServicesUser";
    }
}

words! {
    /// A detail of a participant. A later version may have more.
    Clause {
        /// The name that is shown while it rings.
        Named = "named", "displayName";
        /// Their tenant.
        Tenant = "tenant", "tenantId";
        /// The identity provider.
        Provider = "provider", "identityProvider";
        /// The peer-to-peer call that they leave.
        Replaces = "replaces", "replacesCallId";
        /// Their roster entry in the meeting they leave.
        Moves = "moves", "participantId";
        /// The call that holds that roster.
        From = "from", "replacesCallId";
        /// They are not shown on the roster.
        Hidden = "hidden", "hidden";
        /// They are not in the main audio mix.
        OffMainMix = "off_main_mix", "removeFromDefaultAudioRoutingGroup";
    }
}

/// Any word of the language.
///
/// ```
/// use graph_invite_rules::{Clause, Word};
///
/// assert_eq!(Word::from(Clause::OffMainMix).to_string(), "off_main_mix");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Word {
    /// A field of the invite.
    Field(Field),
    /// The kind of an identity.
    Kind(IdentityKind),
    /// A clause of a participant.
    Clause(Clause),
}

impl Word {
    /// The word as authors write it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Field(field) => field.word(),
            Self::Kind(kind) => kind.word(),
            Self::Clause(clause) => clause.word(),
        }
    }
}

impl From<Field> for Word {
    fn from(field: Field) -> Self {
        Self::Field(field)
    }
}

impl From<IdentityKind> for Word {
    fn from(kind: IdentityKind) -> Self {
        Self::Kind(kind)
    }
}

impl From<Clause> for Word {
    fn from(clause: Clause) -> Self {
        Self::Clause(clause)
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::{Clause, Field, IdentityKind, Vocabulary as _};
    use std::collections::HashSet;

    #[test]
    fn every_word_is_unique() {
        let words = Field::ALL.iter().map(|field| field.word());
        let words = words.chain(IdentityKind::ALL.iter().map(|kind| kind.word()));
        let words = words.chain(Clause::ALL.iter().map(|clause| clause.word()));
        let mut seen = HashSet::new();
        assert!(words.into_iter().all(|word| seen.insert(word)));
        assert_eq!(seen.len(), 19);
    }
}
