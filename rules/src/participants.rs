//! Rules 3 to 7: how many participants, which bots, and when two ids are the same.

use crate::error::InviteError;
use crate::guid::{GuidError, parse_guid};
use crate::limits::{MAX_BOTS, MAX_PARTICIPANTS};
use crate::phone::parse_phone;

/// Rule 3: an invite has one to five participants.
///
/// # Errors
///
/// [`InviteError::NoParticipants`] or [`InviteError::TooManyParticipants`].
///
/// ```
/// use graph_invite_rules::{InviteError, check_participant_count};
///
/// assert_eq!(check_participant_count(5), Ok(()));
/// assert_eq!(check_participant_count(6), Err(InviteError::TooManyParticipants { found: 6 }));
/// ```
pub const fn check_participant_count(found: usize) -> Result<(), InviteError> {
    match found {
        0 => Err(InviteError::NoParticipants),
        1..=MAX_PARTICIPANTS => Ok(()),
        _ => Err(InviteError::TooManyParticipants { found }),
    }
}

/// Rule 4: a participant who leaves another call is invited alone. `leaving` is how many do.
///
/// # Errors
///
/// [`InviteError::NotSoleParticipant`]: the service reads the first participant and ignores the rest.
///
/// ```
/// use graph_invite_rules::check_sole_participant;
///
/// assert!(check_sole_participant(1, 1).is_ok());
/// assert!(check_sole_participant(2, 0).is_ok());
/// assert!(check_sole_participant(2, 1).is_err());
/// ```
pub const fn check_sole_participant(
    participants: usize,
    leaving: usize,
) -> Result<(), InviteError> {
    if leaving > 0 && participants > 1 {
        Err(InviteError::NotSoleParticipant { participants })
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
/// assert!(graph_invite_rules::check_bot_count(2).is_err());
/// ```
pub const fn check_bot_count(found: usize) -> Result<(), InviteError> {
    if found > MAX_BOTS {
        Err(InviteError::TooManyBots { found })
    } else {
        Ok(())
    }
}

/// An id, as rules 6 and 7 compare it.
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
    /// Reads an id as the service may spell it: a GUID in any case with or without dashes, an E.164
    /// phone number, or any other text.
    #[must_use]
    pub const fn of(text: &'a str) -> Self {
        match parse_guid(text) {
            Ok(number) => Self::Guid(number),
            Err(GuidError::NoDashes) => match u128::from_str_radix(text, 16) {
                Ok(number) => Self::Guid(number),
                Err(_) => Self::Text(text),
            },
            Err(_) => match parse_phone(text) {
                Ok(number) => Self::Phone(number),
                Err(_) => Self::Text(text),
            },
        }
    }

    /// Whether both ids are the same. GUIDs are compared as numbers and text ignores ASCII case,
    /// because the service changes the spelling of ids.
    ///
    /// ```
    /// use graph_invite_rules::Id;
    ///
    /// let sent = Id::of("57dab8b1-894c-409a-b240-bd8beae78896");
    /// assert!(sent.same_as(Id::of("57DAB8B1894C409AB240BD8BEAE78896")));
    /// ```
    #[must_use]
    pub const fn same_as(self, other: Id<'_>) -> bool {
        match (self, other) {
            (Self::Guid(a), Id::Guid(b)) => a == b,
            (Self::Phone(a), Id::Phone(b)) => a == b,
            (Self::Text(a), Id::Text(b)) => a.eq_ignore_ascii_case(b),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::{Id, check_bot_count, check_participant_count, check_sole_participant};
    use crate::error::InviteError;
    use proptest::prelude::*;
    use std::string::{String, ToString};
    use uuid::Uuid;

    proptest! {
        #[test]
        fn a_guid_is_the_same_in_every_spelling(number in 1_u128..) {
            let uuid = Uuid::from_u128(number);
            let (dashed, bare) = (uuid.hyphenated().to_string(), uuid.simple().to_string());
            let spellings = [dashed.to_uppercase(), bare.to_uppercase(), dashed, bare];
            for spelling in &spellings {
                prop_assert!(Id::Guid(number).same_as(Id::of(spelling)), "{}", spelling);
            }
        }

        #[test]
        fn a_phone_number_is_the_same_as_text(number in 10_u64..1_000_000_000_000_000) {
            let text = std::format!("+{number}");
            prop_assert!(Id::Phone(number).same_as(Id::of(&text)));
        }

        #[test]
        fn different_guids_are_different(a: u128, b: u128) {
            prop_assert_eq!(Id::Guid(a).same_as(Id::Guid(b)), a == b);
        }

        #[test]
        fn every_text_is_the_same_as_itself(text: String) {
            prop_assert!(Id::of(&text).same_as(Id::of(&text)));
        }

        #[test]
        fn one_to_five_participants(count in 0_usize..20) {
            prop_assert_eq!(check_participant_count(count).is_ok(), (1..=5).contains(&count));
        }

        #[test]
        fn a_participant_who_leaves_a_call_is_alone(participants in 1_usize..6, leaving in 0_usize..3) {
            prop_assert_eq!(check_sole_participant(participants, leaving).is_ok(), leaving == 0 || participants == 1);
        }
    }

    #[test]
    fn ids_of_different_types_are_different() {
        assert!(!Id::Guid(12_345).same_as(Id::Phone(12_345)));
        assert!(!Id::Text("12345").same_as(Id::Phone(12_345)));
    }

    #[test]
    fn at_most_one_bot() {
        assert_eq!(check_bot_count(0), Ok(()));
        assert_eq!(check_bot_count(1), Ok(()));
        assert_eq!(
            check_bot_count(2),
            Err(InviteError::TooManyBots { found: 2 })
        );
    }
}
