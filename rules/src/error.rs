//! What is wrong with an invite as a whole.

use crate::limits::{MAX_BOTS, MAX_PARTICIPANTS};
use core::fmt;

/// Why participants, fields and clauses that are right by themselves make no invite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InviteError {
    /// Rule 3: nobody is invited.
    NoParticipants,
    /// Rule 3: more than [`MAX_PARTICIPANTS`].
    TooManyParticipants {
        /// How many there are.
        found: usize,
    },
    /// Rule 4: somebody leaves another call and is not alone.
    NotSoleParticipant {
        /// How many participants there are.
        participants: usize,
    },
    /// Rule 5: more than [`MAX_BOTS`].
    TooManyBots {
        /// How many there are.
        found: usize,
    },
    /// Rule 6: a participant is there twice. Places count from 1.
    DuplicateParticipant {
        /// The first place.
        first: usize,
        /// The second place.
        second: usize,
    },
    /// Rule 7: somebody is to leave the call they are to join.
    ReplacesTargetCall,
    /// Rule 1: an id made from a number is the nil GUID.
    NilGuid {
        /// The word before the id.
        word: &'static str,
    },
    /// Rule 9: a field that every invite has is missing.
    Missing {
        /// Its word.
        word: &'static str,
    },
    /// Rule 9: a word that stands once stands twice.
    DuplicateWord {
        /// The word.
        word: &'static str,
    },
    /// Rule 9: a participant leaves one call by `replaces` and another by `moves … from`.
    ConflictingMoves,
}

impl fmt::Display for InviteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::NoParticipants => f.write_str(
                "nobody is invited, which the service refuses: name at least one participant",
            ),
            Self::TooManyParticipants { found } => write!(
                f,
                "{found} participants are more than the {MAX_PARTICIPANTS} that one invite takes: \
                 invite the rest by another",
            ),
            Self::NotSoleParticipant { participants } => write!(
                f,
                "somebody who leaves another call is invited alone, but there are {participants} \
                 participants and the service would drop all but the first: \
                 write an invite for each",
            ),
            Self::TooManyBots { .. } => write!(
                f,
                "a call takes {MAX_BOTS} invited bot, and the service refuses another: \
                 leave this `application` out",
            ),
            Self::DuplicateParticipant { first, second } => write!(
                f,
                "participant {second} is participant {first} again, whom one invite rings once: \
                 leave one out",
            ),
            Self::ReplacesTargetCall => f.write_str(
                "the call they leave is the call they are invited to: `call` is where they \
                 should end up, `replaces` or `from` where they come from",
            ),
            Self::NilGuid { word } => write!(
                f,
                "the id after `{word}` is the nil GUID, which names nobody: \
                 use the id that Graph or Entra shows",
            ),
            Self::Missing { word } => {
                write!(
                    f,
                    "`{word}` is missing, without which there is no invite: add `{word}: …`"
                )
            }
            Self::DuplicateWord { word } => {
                write!(f, "`{word}` stands here twice: keep one of the two")
            }
            Self::ConflictingMoves => f.write_str(
                "`replaces` and `moves … from` both say which call they leave: keep one of the two",
            ),
        }
    }
}

impl core::error::Error for InviteError {}
