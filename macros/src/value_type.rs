//! What a word takes: a checked type of the runtime, and what a literal of it proves.

use graph_invite_rules::{
    Clause, Field, IdentityKind, check_context, check_text, parse_guid, parse_phone,
};
use proc_macro2::Literal;
use std::fmt::Display;

/// A checked type of the runtime.
pub(crate) struct ValueType {
    /// The function of the runtime that takes what a literal proves.
    pub(crate) literal: &'static str,
    /// The trait of other types that are as good, and its method.
    pub(crate) into: [&'static str; 2],
    rule: Rule,
}

/// Why the text of a literal breaks its rule, in the words of the rule.
pub(crate) struct WrongText {
    pub(crate) text: String,
    pub(crate) help: &'static str,
}

/// The rule of a literal.
enum Rule {
    Guid,
    Phone,
    Context,
    Text,
}

macro_rules! types {
    ($($constant:ident: $literal:literal, $into:literal, $method:literal, $rule:ident;)*) => {
        $(const $constant: ValueType = ValueType { literal: $literal, into: [$into, $method], rule: Rule::$rule };)*
    };
}

types! {
    CALL: "call_id", "IntoCallId", "into_call_id", Guid;
    ROSTER_ENTRY: "participant_id", "IntoParticipantId", "into_participant_id", Guid;
    USER: "user_id", "IntoUserId", "into_user_id", Guid;
    PHONE: "phone_number", "IntoPhoneNumber", "into_phone_number", Phone;
    APPLICATION: "application_id", "IntoApplicationId", "into_application_id", Guid;
    APPLICATION_INSTANCE: "application_instance_id", "IntoApplicationInstanceId", "into_application_instance_id", Guid;
    GUEST: "guest_id", "IntoGuestId", "into_guest_id", Text;
    ENCRYPTED: "encrypted_id", "IntoEncryptedId", "into_encrypted_id", Text;
    ON_PREMISES: "on_premises_id", "IntoOnPremisesId", "into_on_premises_id", Text;
    ACS_USER: "acs_user_id", "IntoAcsUserId", "into_acs_user_id", Text;
    TENANT: "tenant_id", "IntoTenantId", "into_tenant_id", Guid;
    NAME: "display_name", "IntoDisplayName", "into_display_name", Text;
    PROVIDER: "provider", "IntoProvider", "into_provider", Text;
    CONTEXT: "client_context", "IntoClientContext", "into_client_context", Context;
}

impl ValueType {
    /// What a field takes; participants are no single value.
    pub(crate) const fn of_field(field: Field) -> Option<Self> {
        match field {
            Field::Call => Some(CALL),
            Field::Participants => None,
            Field::Context => Some(CONTEXT),
        }
    }

    pub(crate) const fn of_kind(kind: IdentityKind) -> Self {
        match kind {
            IdentityKind::User => USER,
            IdentityKind::Phone => PHONE,
            IdentityKind::Application => APPLICATION,
            IdentityKind::ApplicationInstance => APPLICATION_INSTANCE,
            IdentityKind::Guest => GUEST,
            IdentityKind::Encrypted => ENCRYPTED,
            IdentityKind::OnPremises => ON_PREMISES,
            IdentityKind::AcsUser => ACS_USER,
        }
    }

    /// What a clause takes, if it takes anything.
    pub(crate) const fn of_clause(clause: Clause) -> Option<Self> {
        match clause {
            Clause::Named => Some(NAME),
            Clause::Tenant => Some(TENANT),
            Clause::Provider => Some(PROVIDER),
            Clause::Replaces | Clause::From => Some(CALL),
            Clause::Moves => Some(ROSTER_ENTRY),
            Clause::Hidden | Clause::OffMainMix => None,
        }
    }

    /// Checks the text of a literal.
    pub(crate) fn check(&self, text: &str) -> Result<(), WrongText> {
        match self.rule {
            Rule::Guid => parse_guid(text)
                .map(drop)
                .map_err(|error| WrongText::new(error, error.help())),
            Rule::Phone => parse_phone(text)
                .map(drop)
                .map_err(|error| WrongText::new(error, error.help())),
            Rule::Context => {
                check_context(text).map_err(|error| WrongText::new(error, error.help()))
            }
            Rule::Text => check_text(text).map_err(|error| WrongText::new(error, error.help())),
        }
    }

    /// What the runtime's function takes for a literal. For one that is wrong it is a stand-in, which
    /// never runs.
    pub(crate) fn proof(&self, text: &str) -> Literal {
        match self.rule {
            Rule::Guid => Literal::u128_unsuffixed(parse_guid(text).unwrap_or_default()),
            Rule::Phone => Literal::u64_unsuffixed(parse_phone(text).unwrap_or_default()),
            Rule::Context | Rule::Text => Literal::string(text),
        }
    }

    /// A stand-in for a wrong value. It never runs.
    pub(crate) fn stand_in(&self) -> Literal {
        match self.rule {
            Rule::Guid | Rule::Phone => Literal::u8_unsuffixed(0),
            Rule::Context | Rule::Text => Literal::string(""),
        }
    }
}

impl WrongText {
    fn new(text: impl Display, help: &'static str) -> Self {
        Self {
            text: text.to_string(),
            help,
        }
    }
}
