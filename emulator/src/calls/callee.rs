//! The identity of a person or bot in a call or an invite.

use crate::calls::error::RequestError;
use crate::calls::properties::{check_type, string};
use crate::person::PersonId;
use graph_invite_rules::wire::{ID, IDENTITY};
use graph_invite_rules::{Clause, IdentityKind, check_text, parse_guid, parse_phone};
use serde_json::Value;
use uuid::Uuid;

/// A person or bot, in the words of the request.
#[derive(Clone)]
pub(crate) struct Callee {
    pub(crate) kind: IdentityKind,
    pub(crate) id: String,
    pub(crate) display_name: Option<String>,
    pub(crate) tenant: Option<String>,
    pub(crate) provider: Option<String>,
}

/// Which slot of an identity set counts if several are filled (`IdentitySetExtensions` of the C#
/// SDK, which does not rank the last two).
const PRIORITY: [IdentityKind; 8] = [
    IdentityKind::User,
    IdentityKind::Guest,
    IdentityKind::Encrypted,
    IdentityKind::ApplicationInstance,
    IdentityKind::Application,
    IdentityKind::Phone,
    IdentityKind::OnPremises,
    IdentityKind::AcsUser,
];

impl Callee {
    pub(crate) fn user(id: Uuid) -> Self {
        Self::new(IdentityKind::User, id)
    }

    pub(crate) fn application(id: Uuid) -> Self {
        Self::new(IdentityKind::Application, id)
    }

    fn new(kind: IdentityKind, id: Uuid) -> Self {
        Self {
            kind,
            id: id.to_string(),
            display_name: None,
            tenant: None,
            provider: None,
        }
    }

    pub(crate) fn person(&self) -> PersonId {
        PersonId::from(&self.id)
    }

    pub(crate) fn read(participant: &Value, path: &str) -> Result<Self, RequestError> {
        let set = participant.get(IDENTITY).unwrap_or(&Value::Null);
        let in_set = format!("{path}{IDENTITY}.");
        check_type(set, &in_set, |name| {
            matches!(name, "identityset" | "communicationsidentityset")
        })?;
        check_slots(set, &in_set)?;
        let slot = |kind: IdentityKind| set.get(kind.json_name()).filter(|slot| slot.is_object());
        let filled = |kind| Some((kind, slot(kind)?));
        let Some((kind, slot)) = PRIORITY.into_iter().find_map(filled) else {
            let parameter = format!("{path}{IDENTITY}");
            return Err(RequestError::invalid(
                parameter,
                "it has no slot with an identity",
            ));
        };
        let path = format!("{in_set}{}.", kind.json_name());
        check_type(slot, &path, |name| name.ends_with("identity"))?;
        let id = string(slot, &path, ID)?.unwrap_or_default();
        check_id(kind, &id)
            .map_err(|reason| RequestError::invalid(format!("{path}{ID}"), reason))?;
        Ok(Self {
            kind,
            id,
            display_name: string(slot, &path, Clause::Named.json_name())?,
            tenant: string(slot, &path, Clause::Tenant.json_name())?,
            provider: string(slot, &path, Clause::Provider.json_name())?,
        })
    }
}

/// Each slot holds an identity or nothing.
fn check_slots(set: &Value, path: &str) -> Result<(), RequestError> {
    for kind in PRIORITY {
        let name = kind.json_name();
        let slot = set.get(name).unwrap_or(&Value::Null);
        if !slot.is_object() && !slot.is_null() {
            return Err(RequestError::invalid(
                format!("{path}{name}"),
                "it is no object",
            ));
        }
    }
    Ok(())
}

fn check_id(kind: IdentityKind, id: &str) -> Result<(), String> {
    match kind {
        IdentityKind::User | IdentityKind::Application | IdentityKind::ApplicationInstance => {
            parse_guid(id).map(drop).map_err(|error| error.to_string())
        }
        IdentityKind::Phone => parse_phone(id).map(drop).map_err(|error| error.to_string()),
        IdentityKind::Guest
        | IdentityKind::Encrypted
        | IdentityKind::OnPremises
        | IdentityKind::AcsUser => check_text(id).map_err(|error| error.to_string()),
    }
}
