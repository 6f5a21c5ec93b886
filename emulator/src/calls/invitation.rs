//! Reading the body of an invite as the service reads it.

use crate::calls::callee::Callee;
use crate::calls::error::{RequestError, participant_at};
use crate::calls::properties::{array, check_boolean, check_type, service_id, string};
use crate::calls::service_id::ServiceId;
use crate::person::PersonId;
use graph_invite_rules::{
    Clause, Field, Id, InviteError, InviteView, Leaves, ParticipantView, Place, check_context,
};
use serde_json::Value;
use std::slice;
use uuid::Uuid;

/// What the service reads of a body.
pub(crate) struct Invitation {
    pub(crate) participants: Vec<InvitedParticipant>,
    pub(crate) context: Option<String>,
    /// How many participants are not read.
    pub(crate) dropped: usize,
}

/// A participant of an invite, and the call that they leave.
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
        let all = array(body, parameter)?.ok_or_else(|| RequestError::missing(parameter))?;
        let read = match all.first() {
            // Rule 4: the service drops the rest silently, whatever is wrong with them.
            Some(first) if all.iter().any(leaves_a_call) => slice::from_ref(first),
            _ => all,
        };
        let participants = read.iter().enumerate().map(|(place, participant)| {
            InvitedParticipant::read(participant, &format!("{}.", participant_at(place)))
        });
        Ok(Self {
            participants: participants.collect::<Result<_, _>>()?,
            context,
            dropped: all.len() - read.len(),
        })
    }

    /// Whether the participants fit together, and with the call that they are to join.
    pub(crate) fn check(&self, call: Uuid) -> Result<(), RequestError> {
        let view = InviteView {
            call: Some(Id::Guid(call.as_u128())),
            participants: self.participants.iter().map(InvitedParticipant::view),
            is_open: false,
        };
        let mut first = Ok(());
        view.check(|place, error| {
            if first.is_ok() {
                first = Err(refusal(place, error));
            }
        });
        first
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

/// How the service refuses an invite for an error at a place.
fn refusal(place: Place, error: InviteError) -> RequestError {
    let participants = Field::Participants.json_name();
    match place {
        Place::Id(place) => RequestError::AlreadyInCall { place },
        Place::Clause(place, clause) | Place::Value(place, clause) => {
            let parameter = format!("{}.{}", participant_at(place), clause.json_name());
            RequestError::invalid(parameter, error)
        }
        Place::Call | Place::Participants | Place::Participant(_) => {
            RequestError::invalid(participants, error)
        }
    }
}

impl InvitedParticipant {
    fn view(&self) -> ParticipantView<'_> {
        let call = self.replaced_call.as_ref().map(|id| Id::of(&id.0));
        let entry = self.moved_entry.as_ref().map(|id| Id::of(&id.0));
        ParticipantView {
            kind: self.callee.kind,
            id: Some(Id::of(&self.callee.id)),
            tenant: self.callee.tenant.as_deref().map(Id::of),
            leaves: match (call, entry) {
                (None, _) => None,
                (call, None) => Some(Leaves::Replaces { call }),
                (from, entry) => Some(Leaves::Moves { entry, from }),
            },
            remembered: None,
        }
    }

    pub(crate) fn read(participant: &Value, path: &str) -> Result<Self, RequestError> {
        check_type(participant, path, |name| {
            name == "invitationparticipantinfo"
        })?;
        let callee = Callee::read(participant, path)?;
        for clause in [Clause::Hidden, Clause::OffMainMix] {
            check_boolean(participant, path, clause.json_name())?;
        }
        let replaced_call = service_id(participant, path, Clause::Replaces.json_name())?;
        let moved_entry = service_id(participant, path, Clause::Moves.json_name())?;
        if moved_entry.is_some() && replaced_call.is_none() {
            let name = Clause::From.json_name();
            return Err(RequestError::missing(format!("{path}{name}")));
        }
        Ok(Self {
            callee,
            replaced_call,
            moved_entry,
        })
    }
}
