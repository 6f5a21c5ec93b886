//! What is wrong with an invite as a whole.

use crate::limits::{MAX_BOTS, MAX_PARTICIPANTS};
use crate::words::Word;
use core::fmt;

/// Why an invite is wrong as a whole, though each of its values is right.
///
/// The text is the same at compile time and at run time. It never contains an id, a phone number or
/// a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InviteError {
    /// Rule 3: there is no participant.
    NoParticipants,
    /// Rule 3: there are more than [`MAX_PARTICIPANTS`].
    TooManyParticipants {
        /// How many there are.
        found: usize,
    },
    /// Rule 4: a participant who leaves another call is invited with others.
    NotSoleParticipant {
        /// How many participants there are.
        participants: usize,
    },
    /// Rule 5: there are more than [`MAX_BOTS`].
    TooManyBots {
        /// How many there are.
        found: usize,
    },
    /// Rule 6: two participants have the same id.
    DuplicateParticipant {
        /// The index of the first, counted from 0.
        first: usize,
        /// The index of the second, counted from 0.
        second: usize,
    },
    /// Rule 7: a participant leaves the same call that they join.
    ReplacesTargetCall,
    /// Rule 1: an id made from a number is the nil GUID.
    NilGuid {
        /// The word before the id.
        word: Word,
    },
    /// Rule 9: a field or clause that must be there is not.
    Missing {
        /// Its word.
        word: Word,
    },
    /// Rule 9: a field or clause is given twice.
    DuplicateWord {
        /// Its word.
        word: Word,
    },
    /// Rule 9: a participant leaves one call by `replaces` and another by `moves … from`.
    ConflictingMoves,
}

impl InviteError {
    /// What to change, as one sentence without a full stop.
    ///
    /// ```
    /// use graph_invite_rules::InviteError;
    ///
    /// assert_eq!(
    ///     InviteError::TooManyParticipants { found: 6 }.help(),
    ///     "invite the others with a second invite",
    /// );
    /// ```
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::NoParticipants => "add a participant, such as `user \"…\"`",
            Self::TooManyParticipants { .. } => "invite the others with a second invite",
            Self::NotSoleParticipant { .. } => {
                "write one invite for each, because Graph would ignore all but the first"
            }
            Self::TooManyBots { .. } => "remove a bot, because Graph accepts one",
            Self::DuplicateParticipant { .. } | Self::DuplicateWord { .. } => {
                "remove one of the two"
            }
            Self::ReplacesTargetCall => {
                "use `call` for the call they join, and `replaces` or `from` for the call they leave"
            }
            Self::NilGuid { .. } => "use the id that Graph or Entra shows",
            Self::Missing { .. } => "add it",
            Self::ConflictingMoves => {
                "remove one of the two, because a participant leaves one call"
            }
        }
    }
}

impl fmt::Display for InviteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::NoParticipants => {
                write!(
                    f,
                    "expected 1 to {MAX_PARTICIPANTS} participants, found none"
                )
            }
            Self::TooManyParticipants { found } => {
                write!(
                    f,
                    "expected 1 to {MAX_PARTICIPANTS} participants, found {found}"
                )
            }
            Self::NotSoleParticipant { participants } => write!(
                f,
                "a participant who leaves another call must be invited alone, \
                 found {participants} participants",
            ),
            Self::TooManyBots { found } => write!(
                f,
                "expected at most {MAX_BOTS} `application`, found {found}",
            ),
            Self::DuplicateParticipant { first, second } => write!(
                f,
                "duplicate participant: participant {} has the same id as participant {}",
                second + 1,
                first + 1,
            ),
            Self::ReplacesTargetCall => {
                f.write_str("a participant cannot leave the call that they join")
            }
            Self::NilGuid { word } => write!(f, "invalid GUID for `{word}`: all digits are zero"),
            Self::Missing { word } => write!(f, "missing `{word}`"),
            Self::DuplicateWord { word } => write!(f, "duplicate `{word}`"),
            Self::ConflictingMoves => {
                f.write_str("`replaces` and `moves … from` cannot be combined")
            }
        }
    }
}

impl core::error::Error for InviteError {}
