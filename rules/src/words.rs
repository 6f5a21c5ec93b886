//! Rule 9: the words of the language, and their names in JSON.

/// A word of the language: a word in `graph_invite!`, a method of the builder, a name in JSON.
pub trait Word: Copy + Eq + 'static {
    /// All words that may be in the same place, in the order of the documentation.
    const ALL: &'static [Self];

    /// The word as authors write it.
    fn word(self) -> &'static str;

    /// The name of the JSON property that carries it.
    fn json_name(self) -> &'static str;
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal, $json_name:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

        impl Word for $name {
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
    /// What an invite is made of.
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
    /// The kind of an identity: the property of the identity set that holds the id.
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
    /// A detail of a participant.
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

#[cfg(test)]
mod tests {
    extern crate std;

    use super::{Clause, Field, IdentityKind, Word as _};
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
