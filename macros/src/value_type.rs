//! What a word takes: a checked type of the runtime, and what a literal of it proves.

use crate::recognise;
use graph_invite_rules::{
    Clause, Field, IdentityKind, Word, check_context, check_text, parse_guid, parse_phone,
};
use proc_macro2::Literal;
use std::fmt::Display;

/// A checked type of the runtime.
pub(crate) struct ValueType {
    pub(crate) name: &'static str,
    /// The function of the runtime that takes what a literal proves.
    pub(crate) literal: &'static str,
    pub(crate) takes: Takes,
    rule: Rule,
}

/// What else a word takes than a literal, and whether it may be left out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    /// The checked type, or one that converts into it.
    One,
    /// The same, or an `Option` of it.
    Option,
    /// Text, or an `Option` of it.
    Text,
}

impl Takes {
    /// The trait of the runtime that converts, and its method.
    pub(crate) const fn conversion(self) -> [&'static str; 2] {
        match self {
            Self::One => ["IntoValue", "into_value"],
            Self::Option => ["IntoOption", "into_option"],
            Self::Text => ["IntoText", "into_text"],
        }
    }
}

/// Why the text of a literal breaks its rule, in the words of the rule.
pub(crate) struct WrongText {
    pub(crate) text: String,
    pub(crate) help: String,
}

/// The rule of a literal.
enum Rule {
    Guid,
    Phone,
    Context,
    Text,
}

macro_rules! types {
    ($($constant:ident: $name:ident, $literal:literal, $takes:ident, $rule:ident;)*) => {
        $(const $constant: ValueType = ValueType { name: stringify!($name), literal: $literal, takes: Takes::$takes, rule: Rule::$rule };)*
    };
}

types! {
    CALL: CallId, "call_id", One, Guid;
    REPLACED_CALL: CallId, "replaced_call_id", Option, Guid;
    ROSTER_ENTRY: ParticipantId, "participant_id", Option, Guid;
    USER: UserId, "user_id", One, Guid;
    PHONE: PhoneNumber, "phone_number", One, Phone;
    APPLICATION: ApplicationId, "application_id", One, Guid;
    APPLICATION_INSTANCE: ApplicationInstanceId, "application_instance_id", One, Guid;
    GUEST: GuestId, "guest_id", One, Text;
    ENCRYPTED: EncryptedId, "encrypted_id", One, Text;
    ON_PREMISES: OnPremisesId, "on_premises_id", One, Text;
    ACS_USER: AcsUserId, "acs_user_id", One, Text;
    TENANT: TenantId, "tenant_id", Option, Guid;
    NAME: DisplayName, "display_name", Text, Text;
    PROVIDER: Provider, "provider", Text, Text;
    CONTEXT: ClientContext, "client_context", Option, Context;
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
            Clause::Replaces | Clause::From => Some(REPLACED_CALL),
            Clause::Moves => Some(ROSTER_ENTRY),
            Clause::Hidden | Clause::OffMainMix => None,
        }
    }

    /// Checks the text of the literal after a word.
    pub(crate) fn check_after(&self, word: Word, text: &str) -> Result<(), WrongText> {
        self.check(text).map_err(|error| {
            let recognised = match self.rule {
                Rule::Guid => recognise::guid(word, text),
                Rule::Phone => recognise::phone(word, text),
                Rule::Context | Rule::Text => None,
            };
            recognised.map_or(error, |(text, help)| WrongText { text, help })
        })
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
            help: help.to_owned(),
        }
    }
}
