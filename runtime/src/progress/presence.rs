//! Where a person of an invite is, by the rosters.

use crate::graph::roster::{Roster, RosterEntry};
use crate::progress::outcome::InviteEvent;
use crate::values::service_id::ParticipantId;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where a person of an invite is, as far as the rosters show. `Display` shows it in plain words. Serde
/// writes its name, such as `"inLobby"`.
///
/// ```
/// assert_eq!(graph_invite::Presence::InLobby.to_string(), "in the lobby");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Presence {
    /// No roster has listed them. A peer-to-peer call has no roster.
    #[default]
    NotSeen,
    /// In the lobby, not in the call.
    InLobby,
    /// In the call.
    Joined,
    /// No longer in the call.
    Left,
}

impl fmt::Display for Presence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSeen => "not seen",
            Self::InLobby => "in the lobby",
            Self::Joined => "in the call",
            Self::Left => "no longer in the call",
        })
    }
}

/// A person of an invite.
#[derive(Clone, Default)]
pub(crate) struct Person {
    presence: Presence,
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

    /// The id by which they can be removed, if it is known.
    pub(crate) fn id(&self) -> Option<&ParticipantId> {
        self.id.as_ref()
    }

    /// Takes the id that an operation shows. That of a roster counts more.
    pub(crate) fn named(&mut self, id: &ParticipantId) {
        self.id.get_or_insert_with(|| id.clone());
    }

    /// Takes a roster, unless a newer one came before. `participant` is their index in the invite.
    pub(crate) fn seen(
        &mut self,
        participant: usize,
        entry: Option<&RosterEntry>,
        roster: &Roster,
    ) -> Option<InviteEvent> {
        let number = entry.and_then(|entry| entry.sequence);
        if is_older(roster.sequence, self.change) || is_older(number, self.entry) {
            return None;
        }
        let presence = match entry {
            Some(entry) if entry.removed => Presence::Left,
            Some(entry) if entry.in_lobby => Presence::InLobby,
            Some(_) => Presence::Joined,
            None if !roster.full || self.presence == Presence::NotSeen => return None,
            None => Presence::Left,
        };
        self.change = roster.sequence.or(self.change);
        self.entry = number.or(self.entry);
        let id = entry.filter(|entry| !entry.removed);
        let id = id.and_then(|entry| entry.id.clone());
        self.id = id.or_else(|| self.id.take());
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
                reason: entry.and_then(|entry| entry.removed_reason.clone()),
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
