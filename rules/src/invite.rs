//! Rules 3 to 7, which look at an invite as a whole, and what is said when rule 9 is broken.

use crate::guid::{GuidError, guid};
use core::fmt;

/// Most participants of one invite.
pub const MAX_PARTICIPANTS: usize = 5;
/// Most bots that one invite brings in.
pub const MAX_BOTS: usize = 1;

/// Rule 3: an invite has one to five participants.
///
/// # Errors
///
/// [`InviteError::NoParticipants`] or [`InviteError::TooManyParticipants`].
///
/// ```
/// use graph_invite_rules::{InviteError, participant_count};
///
/// assert_eq!(participant_count(5), Ok(()));
/// assert_eq!(participant_count(6), Err(InviteError::TooManyParticipants { found: 6 }));
/// ```
pub const fn participant_count(found: usize) -> Result<(), InviteError> {
    match found {
        0 => Err(InviteError::NoParticipants),
        1..=MAX_PARTICIPANTS => Ok(()),
        _ => Err(InviteError::TooManyParticipants { found }),
    }
}

/// Rule 4: somebody who leaves another call (`leaving` of them do) is invited alone.
///
/// # Errors
///
/// [`InviteError::NotAlone`]: the service reads the first participant and drops the rest.
///
/// ```
/// use graph_invite_rules::leaves_alone;
///
/// assert!(leaves_alone(1, 1).is_ok());
/// assert!(leaves_alone(2, 0).is_ok());
/// assert!(leaves_alone(2, 1).is_err());
/// ```
pub const fn leaves_alone(participants: usize, leaving: usize) -> Result<(), InviteError> {
    if leaving > 0 && participants > 1 {
        Err(InviteError::NotAlone { participants })
    } else {
        Ok(())
    }
}

/// Rule 5: at most one participant is a bot (`application`).
///
/// # Errors
///
/// [`InviteError::TooManyBots`].
///
/// ```
/// assert!(graph_invite_rules::bot_count(2).is_err());
/// ```
pub const fn bot_count(found: usize) -> Result<(), InviteError> {
    if found > MAX_BOTS {
        Err(InviteError::TooManyBots { found })
    } else {
        Ok(())
    }
}

/// An id as rules 6 and 7 compare it.
#[derive(Clone, Copy, Debug)]
pub enum Id<'a> {
    /// A GUID.
    Guid(u128),
    /// A phone number, by its digits.
    Phone(u64),
    /// Anything else.
    Text(&'a str),
}

impl<'a> Id<'a> {
    /// Reads an id as the service may spell it: a GUID in any case, with its dashes or without.
    #[must_use]
    pub const fn of(text: &'a str) -> Self {
        match guid(text) {
            Ok(number) => Self::Guid(number),
            Err(GuidError::NoDashes) => match u128::from_str_radix(text, 16) {
                Ok(number) => Self::Guid(number),
                Err(_) => Self::Text(text),
            },
            Err(_) => Self::Text(text),
        }
    }

    /// Whether both ids are one: GUIDs by their number, text without regard to ASCII case, since
    /// the service changes the spelling of ids.
    ///
    /// ```
    /// use graph_invite_rules::Id;
    ///
    /// let sent = Id::of("57dab8b1-894c-409a-b240-bd8beae78896");
    /// assert!(sent.is(Id::of("57DAB8B1894C409AB240BD8BEAE78896")));
    /// ```
    #[must_use]
    pub const fn is(self, other: Id<'_>) -> bool {
        match (self, other) {
            (Self::Guid(a), Id::Guid(b)) => a == b,
            (Self::Phone(a), Id::Phone(b)) => a == b,
            (Self::Text(a), Id::Text(b)) => a.eq_ignore_ascii_case(b),
            _ => false,
        }
    }
}

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
    NotAlone {
        /// How many participants there are.
        participants: usize,
    },
    /// Rule 5: more than [`MAX_BOTS`].
    TooManyBots {
        /// How many there are.
        found: usize,
    },
    /// Rule 6: a participant is there twice. Places count from 1.
    Twice {
        /// The first place.
        first: usize,
        /// The second place.
        second: usize,
    },
    /// Rule 7: somebody is to leave the call they are to join.
    SameCall,
    /// Rule 1: an id made from a number is the nil GUID.
    Nil {
        /// The word before the id.
        word: &'static str,
    },
    /// Rule 9: a field that every invite has is missing.
    Missing {
        /// Its word.
        word: &'static str,
    },
    /// Rule 9: a word that stands once stands twice.
    Repeated {
        /// The word.
        word: &'static str,
    },
    /// Rule 9: a participant leaves one call by `replaces` and another by `moves … from`.
    TwoCallsLeft,
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
            Self::NotAlone { participants } => write!(
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
            Self::Twice { first, second } => write!(
                f,
                "participant {second} is participant {first} again, whom one invite rings once: \
                 leave one out",
            ),
            Self::SameCall => f.write_str(
                "the call they leave is the call they are invited to: `call` is where they \
                 should end up, `replaces` or `from` where they come from",
            ),
            Self::Nil { word } => write!(
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
            Self::Repeated { word } => {
                write!(f, "`{word}` stands here twice: keep one of the two")
            }
            Self::TwoCallsLeft => f.write_str(
                "`replaces` and `moves … from` both say which call they leave: keep one of the two",
            ),
        }
    }
}

impl core::error::Error for InviteError {}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::{Id, InviteError, bot_count, leaves_alone, participant_count};
    use proptest::prelude::*;
    use std::string::{String, ToString};
    use uuid::Uuid;

    proptest! {
        #[test]
        fn a_guid_is_itself_in_every_spelling(number in 1_u128..) {
            let uuid = Uuid::from_u128(number);
            let (dashed, bare) = (uuid.hyphenated().to_string(), uuid.simple().to_string());
            let spellings = [dashed.to_uppercase(), bare.to_uppercase(), dashed, bare];
            for spelling in &spellings {
                prop_assert!(Id::Guid(number).is(Id::of(spelling)), "{}", spelling);
            }
        }

        #[test]
        fn different_guids_are_different(a: u128, b: u128) {
            prop_assert_eq!(Id::Guid(a).is(Id::Guid(b)), a == b);
        }

        #[test]
        fn any_text_is_itself(text: String) {
            prop_assert!(Id::of(&text).is(Id::of(&text)));
        }

        #[test]
        fn one_to_five_participants(count in 0_usize..20) {
            prop_assert_eq!(participant_count(count).is_ok(), (1..=5).contains(&count));
        }

        #[test]
        fn whoever_leaves_is_alone(participants in 1_usize..6, leaving in 0_usize..3) {
            prop_assert_eq!(leaves_alone(participants, leaving).is_ok(), leaving == 0 || participants == 1);
        }
    }

    #[test]
    fn an_id_of_another_nature_is_another() {
        assert!(!Id::Guid(12_345).is(Id::Phone(12_345)));
        assert!(!Id::Text("12345").is(Id::Phone(12_345)));
    }

    #[test]
    fn one_bot() {
        assert_eq!(bot_count(0), Ok(()));
        assert_eq!(bot_count(1), Ok(()));
        assert_eq!(bot_count(2), Err(InviteError::TooManyBots { found: 2 }));
    }
}
