//! Where somebody who was invited is, by what the rosters say.

use crate::graph::roster::{Roster, RosterEntry};
use crate::progress::outcome::InviteEvent;

/// Where somebody who was invited is, as far as the rosters have told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Presence {
    /// No roster has named them. A peer-to-peer call has no roster.
    #[default]
    NotSeen,
    /// In the lobby, not in the call.
    InLobby,
    /// In the call.
    Joined,
    /// Seen once, but no more.
    Left,
}

/// Somebody who was invited.
#[derive(Clone, Default)]
pub(crate) struct Person {
    presence: Presence,
    /// The number of the last change that named them.
    change: Option<i64>,
    /// The number of their last entry. It counts otherwise than the changes do.
    entry: Option<i64>,
}

impl Person {
    pub(crate) fn presence(&self) -> Presence {
        self.presence
    }

    /// What a roster says of them, unless a younger one has spoken. `who` is their place in the
    /// invite.
    pub(crate) fn seen(
        &mut self,
        who: usize,
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
        if presence == self.presence {
            return None;
        }
        self.presence = presence;
        let id = || entry.and_then(|entry| entry.id.clone());
        Some(match presence {
            Presence::InLobby => InviteEvent::InLobby {
                participant: who,
                entry: id(),
            },
            Presence::Joined => InviteEvent::Joined {
                participant: who,
                entry: id(),
            },
            Presence::Left | Presence::NotSeen => InviteEvent::Left {
                participant: who,
                reason: entry.and_then(|entry| entry.removed_reason.clone()),
            },
        })
    }
}

fn is_older(number: Option<i64>, known: Option<i64>) -> bool {
    number.is_some() && number < known
}
