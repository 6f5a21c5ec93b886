//! Reads an invite from the JSON of `serialize`, by the same rules as everywhere else.

use crate::invite::Invite;
use crate::invite::identity::Identity;
use crate::invite::participant::Participant;
use crate::invite::participants::Participants;
use graph_invite_rules::wire::{ID, IDENTITY};
use graph_invite_rules::{Clause, Field, IdentityKind, Vocabulary as _};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error};
use serde_json::{Map, Value};
use std::fmt;

#[cfg(test)]
mod tests;

impl<'de> Deserialize<'de> for Invite {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        invite(Value::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Participant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        participant(Value::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

fn invite(value: Value) -> Result<Invite, Invalid> {
    let mut object = Object::of(value)?;
    let mut builder = Invite::builder();
    if let Some(call) = object.optional(Field::Call.json_name(), text)? {
        builder = builder.call(call);
    }
    if let Some(all) = object.optional(Field::Participants.json_name(), participants)? {
        builder = builder.participants(all);
    }
    let context = object.optional(Field::Context.json_name(), text)?;
    builder.context(context).build().map_err(Invalid::new)
}

fn participants(value: Value) -> Result<Participants, Invalid> {
    let Value::Array(values) = value else {
        return Err(Invalid::kind(&value, "an array"));
    };
    let all = values.into_iter().enumerate();
    all.map(|(index, value)| participant(value).map_err(|error| error.at(index)))
        .collect()
}

fn participant(value: Value) -> Result<Participant, Invalid> {
    let mut object = Object::of(value)?;
    let mut participant = object.required(IDENTITY, identity)?;
    participant.leaves = object.optional(Clause::Replaces.json_name(), text)?;
    participant.roster_entry = object.optional(Clause::Moves.json_name(), text)?;
    participant.hidden = object.flag(Clause::Hidden)?;
    participant.off_main_mix = object.flag(Clause::OffMainMix)?;
    if participant.roster_entry.is_some() && participant.leaves.is_none() {
        return Err(Invalid::missing(Clause::From.json_name()));
    }
    Ok(participant)
}

/// The identity of a participant, and the clauses that are in it.
fn identity(value: Value) -> Result<Participant, Invalid> {
    let mut set = Object::of(value)?;
    let mut kinds = IdentityKind::ALL
        .iter()
        .filter(|kind| set.has(kind.json_name()));
    let (Some(&kind), None) = (kinds.next(), kinds.next()) else {
        let names: Vec<_> = IdentityKind::ALL
            .iter()
            .map(|kind| kind.json_name())
            .collect();
        let names = names.join("`, `");
        return Err(Invalid::new(format_args!(
            "expected exactly one of `{names}`"
        )));
    };
    set.required(kind.json_name(), |value| {
        let mut identity = Object::of(value)?;
        let mut participant = Participant::of(match kind {
            IdentityKind::User => Identity::User(identity.required(ID, text)?),
            IdentityKind::Phone => Identity::Phone(identity.required(ID, text)?),
            IdentityKind::Application => Identity::Application(identity.required(ID, text)?),
            IdentityKind::ApplicationInstance => {
                Identity::ApplicationInstance(identity.required(ID, text)?)
            }
            IdentityKind::Guest => Identity::Guest(identity.required(ID, text)?),
            IdentityKind::Encrypted => Identity::Encrypted(identity.required(ID, text)?),
            IdentityKind::OnPremises => Identity::OnPremises(identity.required(ID, text)?),
            IdentityKind::AcsUser => Identity::AcsUser(identity.required(ID, text)?),
        });
        participant.name = identity.optional(Clause::Named.json_name(), text)?;
        participant.tenant = identity.optional(Clause::Tenant.json_name(), text)?;
        participant.provider = identity.optional(Clause::Provider.json_name(), text)?;
        Ok(participant)
    })
}

/// A checked value.
fn text<T: DeserializeOwned>(value: Value) -> Result<T, Invalid> {
    match value {
        Value::String(_) => T::deserialize(value).map_err(Invalid::new),
        _ => Err(Invalid::kind(&value, "a string")),
    }
}

/// An object whose properties are taken out one by one. A property that is `null` counts as absent.
struct Object(Map<String, Value>);

impl Object {
    fn of(value: Value) -> Result<Self, Invalid> {
        match value {
            Value::Object(properties) => Ok(Self(properties)),
            _ => Err(Invalid::kind(&value, "an object")),
        }
    }

    fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| !value.is_null())
    }

    fn optional<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(Value) -> Result<T, Invalid>,
    ) -> Result<Option<T>, Invalid> {
        match self.0.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => read(value).map(Some).map_err(|error| error.inside(name)),
        }
    }

    fn required<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(Value) -> Result<T, Invalid>,
    ) -> Result<T, Invalid> {
        self.optional(name, read)?
            .ok_or_else(|| Invalid::missing(name))
    }

    fn flag(&mut self, clause: Clause) -> Result<bool, Invalid> {
        let read = |value: Value| {
            let flag = value.as_bool();
            flag.ok_or_else(|| Invalid::kind(&value, "a boolean"))
        };
        Ok(self.optional(clause.json_name(), read)?.unwrap_or(false))
    }
}

/// What is wrong with an invite, and where. It never contains the value, which may be a phone number or
/// a name. The errors of serde would.
struct Invalid {
    /// The names and indices from the outside to the value, such as `participants[0].identity`.
    path: String,
    problem: String,
}

impl Invalid {
    fn new(problem: impl fmt::Display) -> Self {
        Self {
            path: String::new(),
            problem: problem.to_string(),
        }
    }

    fn missing(name: &str) -> Self {
        Self::new(format_args!("missing field `{name}`"))
    }

    fn kind(found: &Value, expected: &str) -> Self {
        let found = match found {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        };
        Self::new(format_args!("expected {expected}, found {found}"))
    }

    fn inside(self, name: &str) -> Self {
        self.below(name.to_owned())
    }

    fn at(self, index: usize) -> Self {
        self.below(format!("[{index}]"))
    }

    fn below(mut self, mut path: String) -> Self {
        if !self.path.is_empty() && !self.path.starts_with('[') {
            path.push('.');
        }
        path.push_str(&self.path);
        self.path = path;
        self
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "`{}`: ", self.path)?;
        }
        f.write_str(&self.problem)
    }
}
