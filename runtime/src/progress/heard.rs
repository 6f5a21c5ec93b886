//! What was heard about one invite, in a form that a ledger can hold: people are indices in the invite,
//! and there is no text of the service.

use crate::graph::call::CallUpdate;
use crate::graph::operation::Operation;
use crate::graph::roster::{Roster, RosterEntry};
use crate::progress::operation_end::{Correlation, Invitees, OperationEnd};
use crate::progress::outcome::CallEnd;
use crate::progress::state::InviteState;
use crate::values::service_id::ParticipantId;
use serde::{Deserialize, Serialize};

/// What the answer to an invite says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Answer {
    /// The id of the operation.
    operation: Option<String>,
    end: Option<OperationEnd>,
    ids: Ids,
}

/// The ids of people as participants, each with their index in the invite.
type Ids = Vec<(usize, ParticipantId)>;

/// What a notification, or a look, says about an invite.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Heard {
    Operation {
        end: Option<OperationEnd>,
        ids: Ids,
    },
    Roster {
        full: bool,
        sequence: Option<i64>,
        /// One for each person of the invite.
        entries: Vec<Option<Seen>>,
    },
    CallEnded(CallEnd),
    ReplacedCallEnded(CallEnd),
}

/// An entry on a roster, without the identities.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Seen {
    id: Option<ParticipantId>,
    in_lobby: bool,
    removed: bool,
    removed_reason: Option<String>,
    sequence: Option<i64>,
}

impl Answer {
    /// Whether the invite has ended with the answer.
    pub(crate) const fn is_end(&self) -> bool {
        self.end.is_some()
    }
}

impl Heard {
    /// What an operation says, if it may be the invite's.
    pub(crate) fn operation(
        operation: &Operation,
        correlation: Correlation,
        state: &InviteState,
        invitees: &Invitees,
    ) -> Option<Self> {
        if !state.matches_operation(operation, correlation, invitees) {
            return None;
        }
        let end = OperationEnd::of(operation, correlation, invitees);
        let is_own = operation.id.is_some() && operation.id == state.operation;
        let named = operation.named().zip(&operation.participant_ids);
        let ids = named.filter_map(|(keys, id)| Some((keys, id.as_ref()?)));
        let ids = ids.flat_map(|(keys, id)| {
            let places = invitees.places(keys).into_iter();
            places.map(|place| (place, id.clone()))
        });
        Some(Self::Operation {
            end: end.map(OperationEnd::without_texts),
            ids: if is_own { ids.collect() } else { Vec::new() },
        })
    }

    /// What a roster says.
    pub(crate) fn roster(roster: &Roster, invitees: &Invitees) -> Self {
        let entries = invitees.entries(roster);
        Self::Roster {
            full: roster.full,
            sequence: roster.sequence,
            entries: entries.map(|entry| entry.map(Seen::of)).collect(),
        }
    }

    /// The end of the call, or of the replaced call.
    pub(crate) fn call_end(update: &CallUpdate, is_replaced: bool) -> Self {
        let mut end = CallEnd::of(update);
        end.forget_message();
        if is_replaced {
            Self::ReplacedCallEnded(end)
        } else {
            Self::CallEnded(end)
        }
    }

    /// Whether an invite has ended with it.
    pub(crate) const fn is_end(&self) -> bool {
        matches!(
            self,
            Self::Operation { end: Some(_), .. } | Self::CallEnded(_)
        )
    }

    /// Whether the order of several such matters.
    pub(crate) const fn is_roster(&self) -> bool {
        matches!(self, Self::Roster { .. })
    }
}

impl Seen {
    fn of(entry: &RosterEntry) -> Self {
        Self {
            id: entry.id.clone(),
            in_lobby: entry.in_lobby,
            removed: entry.removed,
            removed_reason: entry.removed_reason.clone(),
            sequence: entry.sequence,
        }
    }

    fn entry(&self) -> RosterEntry {
        RosterEntry {
            id: self.id.clone(),
            identities: Vec::new(),
            in_lobby: self.in_lobby,
            removed: self.removed,
            removed_reason: self.removed_reason.clone(),
            sequence: self.sequence,
        }
    }
}

impl InviteState {
    /// What the answer said, as far as it is known now.
    pub(crate) fn answer(&self) -> Answer {
        let people = self.people.iter().enumerate();
        let ids = people.filter_map(|(place, person)| Some((place, person.id()?.clone())));
        let end = self.ends.first().cloned();
        Answer {
            operation: self.operation.clone(),
            end: end.map(OperationEnd::without_texts),
            ids: ids.collect(),
        }
    }

    /// Takes the answer to a request of another process.
    pub(crate) fn take_answer(&mut self, answer: &Answer) {
        self.is_answered = true;
        self.operation.clone_from(&answer.operation);
        self.take_ids(&answer.ids);
        if let Some(end) = &answer.end {
            self.push_stored_end(end);
        }
        self.pick_end();
    }

    /// Takes what another process may have heard. Returns whether it changed anything.
    pub(crate) fn take(&mut self, heard: &Heard) -> bool {
        match heard {
            Heard::Operation { end, ids } => {
                let has_ids = self.take_ids(ids);
                let is_new = end.as_ref().is_some_and(|end| self.push_stored_end(end));
                (is_new && (!self.is_answered || self.pick_end())) || has_ids
            }
            Heard::Roster {
                full,
                sequence,
                entries,
            } => {
                let entries: Vec<_> = entries
                    .iter()
                    .map(|entry| entry.as_ref().map(Seen::entry))
                    .collect();
                self.seen(*full, *sequence, entries.iter().map(Option::as_ref))
            }
            Heard::CallEnded(end) => self.call_ended(&end.update()),
            Heard::ReplacedCallEnded(end) => self.replaced_call_ended(&end.update()),
        }
    }

    /// Takes the ids that the people do not have yet. Returns whether there is one.
    fn take_ids(&mut self, ids: &Ids) -> bool {
        let mut has_changed = false;
        for (place, id) in ids {
            if let Some(person) = self.people.get_mut(*place)
                && person.id().is_none()
            {
                person.named(id);
                has_changed = true;
            }
        }
        has_changed
    }

    /// Takes an end, unless one that says the same is known, perhaps with more text.
    fn push_stored_end(&mut self, end: &OperationEnd) -> bool {
        let is_known = self.ends.iter().any(|known| known.says_same_as(end));
        !is_known && self.push_end(end.clone())
    }
}
