//! Reading the body of an invite as the service reads it.

use crate::ledger::Person;
use crate::refusal::Refusal;
use graph_invite_rules::wire::{ID, IDENTITY};
use graph_invite_rules::{
    Clause, Field, Id, IdentityKind, InviteError, check_context, check_participant_count,
    check_service_id, check_text, parse_guid, parse_phone,
};
use serde::Serialize;
use serde_json::Value;
use std::slice;
use uuid::Uuid;

/// What the service read of a body.
pub(crate) struct Invitation {
    pub(crate) participants: Vec<Invited>,
    pub(crate) context: Option<String>,
}

/// Somebody invited: who, and what they leave for it.
#[derive(Clone)]
pub(crate) struct Invited {
    pub(crate) callee: Callee,
    /// The call they leave.
    pub(crate) leaves: Option<SpelledId>,
    /// Their entry on the roster of that call, if they are moved.
    pub(crate) entry: Option<SpelledId>,
}

/// An id of the service as the request spells it.
#[derive(Clone, Serialize)]
pub(crate) struct SpelledId(String);

impl SpelledId {
    /// The GUID, which each id of this service is.
    pub(crate) fn uuid(&self) -> Option<Uuid> {
        match Id::of(&self.0) {
            Id::Guid(number) => Some(Uuid::from_u128(number)),
            Id::Phone(_) | Id::Text(_) => None,
        }
    }
}

/// Who somebody is, in the words of the request.
#[derive(Clone)]
pub(crate) struct Callee {
    pub(crate) kind: IdentityKind,
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    pub(crate) tenant: Option<String>,
    pub(crate) provider: Option<String>,
}

/// Which slot counts when several are filled (`IdentitySetExtensions` of the C# SDK; the last two
/// are not ranked there).
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

impl Invitation {
    pub(crate) fn read(body: &Value) -> Result<Self, Refusal> {
        let said = string(body, "", Field::Context.json_name())?;
        if let Some(said) = &said {
            check_context(said).map_err(|why| Refusal::invalid(Field::Context.json_name(), why))?;
        }
        let parameter = Field::Participants.json_name();
        let Some(all) = body.get(parameter).and_then(Value::as_array) else {
            let word = Field::Participants.word();
            return Err(Refusal::invalid(parameter, InviteError::Missing { word }));
        };
        let read = match all.first() {
            // Rule 4: the rest are dropped without a word, whatever is wrong with them.
            Some(first) if all.iter().any(leaves) => slice::from_ref(first),
            _ => all,
        };
        check_participant_count(read.len()).map_err(|why| Refusal::invalid(parameter, why))?;
        let participants = read
            .iter()
            .enumerate()
            .map(|(place, participant)| Invited::read(participant, &format!("{}.", at(place))));
        Ok(Self {
            participants: participants.collect::<Result<_, _>>()?,
            context: said,
        })
    }
}

/// What a participant is called in a refusal. Places count from 0, as in JSON.
pub(crate) fn at(place: usize) -> String {
    format!("{}[{place}]", Field::Participants.json_name())
}

fn leaves(participant: &Value) -> bool {
    [Clause::Replaces, Clause::Moves].iter().any(|clause| {
        participant
            .get(clause.json_name())
            .is_some_and(|value| !value.is_null())
    })
}

impl Invited {
    fn read(participant: &Value, at: &str) -> Result<Self, Refusal> {
        let callee = Callee::read(participant, at)?;
        let leaves = id(participant, at, Clause::Replaces)?;
        let entry = id(participant, at, Clause::Moves)?;
        if entry.is_some() && leaves.is_none() {
            let word = Clause::From.word();
            return Err(Refusal::invalid(
                format!("{at}{}", Clause::From.json_name()),
                InviteError::Missing { word },
            ));
        }
        Ok(Self {
            callee,
            leaves,
            entry,
        })
    }
}

impl Callee {
    pub(crate) const fn user(id: String) -> Self {
        Self {
            kind: IdentityKind::User,
            id,
            name: None,
            tenant: None,
            provider: None,
        }
    }

    pub(crate) fn person(&self) -> Person {
        Person::of(&self.id)
    }

    fn read(participant: &Value, at: &str) -> Result<Self, Refusal> {
        let slots = participant.get(IDENTITY).unwrap_or(&Value::Null);
        let slot = |kind: IdentityKind| slots.get(kind.json_name()).filter(|slot| slot.is_object());
        let Some((kind, slot)) = PRIORITY
            .into_iter()
            .find_map(|kind| Some((kind, slot(kind)?)))
        else {
            let parameter = format!("{at}{IDENTITY}");
            return Err(Refusal::invalid(parameter, "it has no slot with anybody"));
        };
        let at = format!("{at}{IDENTITY}.{}.", kind.json_name());
        let id = string(slot, &at, ID)?.unwrap_or_default();
        let checked = match kind {
            IdentityKind::User | IdentityKind::Application | IdentityKind::ApplicationInstance => {
                parse_guid(&id).map(drop).map_err(|why| why.to_string())
            }
            IdentityKind::Phone => parse_phone(&id).map(drop).map_err(|why| why.to_string()),
            IdentityKind::Guest
            | IdentityKind::Encrypted
            | IdentityKind::OnPremises
            | IdentityKind::AcsUser => check_text(&id).map_err(|why| why.to_string()),
        };
        checked.map_err(|why| Refusal::invalid(format!("{at}{ID}"), why))?;
        Ok(Self {
            kind,
            id,
            name: string(slot, &at, Clause::Named.json_name())?,
            tenant: string(slot, &at, Clause::Tenant.json_name())?,
            provider: string(slot, &at, Clause::Provider.json_name())?,
        })
    }
}

/// A property that is an id of the service.
fn id(object: &Value, at: &str, clause: Clause) -> Result<Option<SpelledId>, Refusal> {
    let Some(text) = string(object, at, clause.json_name())? else {
        return Ok(None);
    };
    match check_service_id(&text) {
        Ok(()) => Ok(Some(SpelledId(text))),
        Err(why) => Err(Refusal::invalid(format!("{at}{}", clause.json_name()), why)),
    }
}

/// A property that is a string; `null` is as good as absent.
fn string(object: &Value, at: &str, name: &str) -> Result<Option<String>, Refusal> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(Refusal::invalid(format!("{at}{name}"), "it is no string")),
    }
}
