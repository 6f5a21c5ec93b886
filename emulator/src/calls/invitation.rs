//! Reading the body of an invite as the service reads it.

use crate::calls::callee::Callee;
use crate::calls::error::{RequestError, participant_at};
use crate::calls::properties::{service_id, string};
use crate::calls::service_id::ServiceId;
use crate::person::PersonId;
use graph_invite_rules::{Clause, Field, InviteError, check_context, check_participant_count};
use serde_json::Value;
use std::slice;

/// What the service reads of a body.
pub(crate) struct Invitation {
    pub(crate) participants: Vec<InvitedParticipant>,
    pub(crate) context: Option<String>,
}

/// Somebody invited, and what they leave for that.
#[derive(Clone)]
pub(crate) struct InvitedParticipant {
    pub(crate) callee: Callee,
    pub(crate) replaced_call: Option<ServiceId>,
    /// If they are moved: their entry on the roster of the replaced call.
    pub(crate) moved_entry: Option<ServiceId>,
}

impl Invitation {
    pub(crate) fn read(body: &Value) -> Result<Self, RequestError> {
        let parameter = Field::Context.json_name();
        let context = string(body, "", parameter)?;
        if let Some(context) = &context {
            check_context(context).map_err(|error| RequestError::invalid(parameter, error))?;
        }
        let parameter = Field::Participants.json_name();
        let Some(all) = body.get(parameter).and_then(Value::as_array) else {
            let word = Field::Participants.word();
            return Err(RequestError::invalid(
                parameter,
                InviteError::Missing { word },
            ));
        };
        let read = match all.first() {
            // Rule 4: the service drops the rest silently, whatever is wrong with them.
            Some(first) if all.iter().any(leaves_a_call) => slice::from_ref(first),
            _ => all,
        };
        check_participant_count(read.len())
            .map_err(|error| RequestError::invalid(parameter, error))?;
        let participants = read.iter().enumerate().map(|(place, participant)| {
            InvitedParticipant::read(participant, &format!("{}.", participant_at(place)))
        });
        Ok(Self {
            participants: participants.collect::<Result<_, _>>()?,
            context,
        })
    }

    pub(crate) fn people(&self) -> Vec<PersonId> {
        let participants = self.participants.iter();
        participants
            .map(|invited| invited.callee.person())
            .collect()
    }
}

fn leaves_a_call(participant: &Value) -> bool {
    [Clause::Replaces, Clause::Moves].iter().any(|clause| {
        participant
            .get(clause.json_name())
            .is_some_and(|value| !value.is_null())
    })
}

impl InvitedParticipant {
    fn read(participant: &Value, path: &str) -> Result<Self, RequestError> {
        let callee = Callee::read(participant, path)?;
        let replaced_call = service_id(participant, path, Clause::Replaces.json_name())?;
        let moved_entry = service_id(participant, path, Clause::Moves.json_name())?;
        if moved_entry.is_some() && replaced_call.is_none() {
            let word = Clause::From.word();
            return Err(RequestError::invalid(
                format!("{path}{}", Clause::From.json_name()),
                InviteError::Missing { word },
            ));
        }
        Ok(Self {
            callee,
            replaced_call,
            moved_entry,
        })
    }
}
