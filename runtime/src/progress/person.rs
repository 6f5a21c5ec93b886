//! One person of an invite, as the rosters and the end of the operation show them.

use crate::graph::roster::RosterEntry;
use crate::progress::outcome::{InviteEvent, Outcome};
use crate::progress::person_status::PersonStatus;
use crate::progress::presence::Presence;
use crate::values::service_id::ParticipantId;

/// A person of an invite.
#[derive(Clone, Default)]
pub(crate) struct Person {
    presence: Presence,
    /// Whether a roster has shown them in the call.
    has_joined: bool,
    left_reason: Option<String>,
    /// Whether the operation has failed for them.
    has_failed: bool,
    /// The number of the last change that listed them.
    change: Option<i64>,
    /// The number of their last entry, which is counted apart from the changes.
    entry: Option<i64>,
    /// The id by which they can be removed, or their phone be stopped.
    id: Option<ParticipantId>,
}

impl Person {
    pub(crate) fn presence(&self) -> Presence {
        self.presence
    }

    pub(crate) fn has_joined(&self) -> bool {
        self.has_joined
    }

    pub(crate) fn set_failed(&mut self, has_failed: bool) {
        self.has_failed = has_failed;
    }

    /// What is known of them, if the invite ended like this.
    pub(crate) fn status(&self, outcome: Option<&Outcome>) -> PersonStatus {
        let failure = match outcome {
            Some(Outcome::Failed(failure)) if self.has_failed => Some(failure.clone()),
            _ => None,
        };
        PersonStatus {
            presence: self.presence,
            has_joined: self.has_joined,
            left_reason: self.left_reason.clone(),
            failure,
        }
    }

    /// The bytes that it holds outside itself.
    pub(crate) fn heap_bytes(&self) -> usize {
        let id = self.id.as_ref().map_or(0, ParticipantId::encoded_len);
        id + self.left_reason.as_ref().map_or(0, String::len)
    }

    /// The id by which they can be removed, if it is known.
    pub(crate) fn id(&self) -> Option<&ParticipantId> {
        self.id.as_ref()
    }

    /// Takes the id that an operation shows. That of a roster counts more.
    pub(crate) fn named(&mut self, id: &ParticipantId) {
        self.id.get_or_insert_with(|| id.clone());
    }

    /// Takes a roster, unless a newer one came before. `participant` is their index in the invite;
    /// `is_full` and `sequence` are those of the roster.
    pub(crate) fn seen(
        &mut self,
        participant: usize,
        entry: Option<&RosterEntry>,
        is_full: bool,
        sequence: Option<i64>,
    ) -> Option<InviteEvent> {
        let number = entry.and_then(|entry| entry.sequence);
        if is_older(sequence, self.change) || is_older(number, self.entry) {
            return None;
        }
        let presence = match entry {
            Some(entry) if entry.removed => Presence::Left,
            Some(entry) if entry.in_lobby => Presence::InLobby,
            Some(_) => Presence::Joined,
            None if !is_full || self.presence == Presence::NotSeen => return None,
            None => Presence::Left,
        };
        self.change = sequence.or(self.change);
        self.entry = number.or(self.entry);
        let id = entry.filter(|entry| !entry.removed);
        let id = id.and_then(|entry| entry.id.clone());
        self.id = id.or_else(|| self.id.take());
        self.has_joined |= presence == Presence::Joined;
        let reason = entry.and_then(|entry| entry.removed_reason.clone());
        self.left_reason = match presence {
            Presence::Left => reason.or_else(|| self.left_reason.take()),
            _ => None,
        };
        if presence == self.presence {
            return None;
        }
        self.presence = presence;
        let id = || entry.and_then(|entry| entry.id.clone());
        Some(match presence {
            Presence::InLobby => InviteEvent::InLobby {
                participant,
                entry: id(),
            },
            Presence::Joined => InviteEvent::Joined {
                participant,
                entry: id(),
            },
            Presence::Left | Presence::NotSeen => InviteEvent::Left {
                participant,
                reason: self.left_reason.clone(),
            },
        })
    }
}

/// Whether a number was counted before a known one. One that is far below is the beginning of a new
/// count, or the known one was no count at all.
fn is_older(number: Option<i64>, known: Option<i64>) -> bool {
    const MAX_DISTANCE: i64 = 1_000_000;
    match (number, known) {
        (Some(number), Some(known)) => {
            number < known && known.saturating_sub(number) <= MAX_DISTANCE
        }
        _ => false,
    }
}
