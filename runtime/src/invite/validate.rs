//! The check of an invite at run time.

use crate::invite::Invite;
use crate::invite::participant::Participant;
use crate::invite::participants::Participants;
use crate::values::guid_id::TenantId;
use crate::values::service_id::{CallId, ParticipantId};
use graph_invite_rules::{InviteError, InviteView, Leaves, ParticipantView};
use std::fmt;

/// Every mistake of an invite that breaks the rules.
///
/// ```
/// use graph_invite::error::InviteError;
/// use graph_invite::{CallId, Participant, UserId, graph_invite};
///
/// let ada = UserId::parse("278405a3-f568-4b3e-b684-009193463064")?;
/// let rota = vec![Participant::user(ada), Participant::user(ada)];
/// let error = graph_invite! {
///     call: "57dab8b1-894c-409a-b240-bd8beae78896",
///     participants: [..rota],
/// }
/// .unwrap_err();
/// assert_eq!(error.mistakes(), [InviteError::DuplicateParticipant { first: 0, second: 1 }]);
/// # Ok::<(), graph_invite::error::GuidError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidInvite {
    pub(super) mistakes: Vec<InviteError>,
}

impl InvalidInvite {
    /// The mistakes, in the order of the invite. There is at least one.
    #[must_use]
    pub fn mistakes(&self) -> &[InviteError] {
        &self.mistakes
    }
}

impl fmt::Display for InvalidInvite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the invite breaks the rules of the service")?;
        for (place, mistake) in self.mistakes.iter().enumerate() {
            write!(f, "{} {mistake}", if place == 0 { ":" } else { ";" })?;
        }
        Ok(())
    }
}

impl std::error::Error for InvalidInvite {}

impl Invite {
    /// Checks the rules about several values. The macro can't check them if the values are not literals.
    pub(crate) fn check(&self) -> Result<(), InvalidInvite> {
        let mistakes = mistakes(Some(&self.call), Some(&self.participants));
        if mistakes.is_empty() {
            Ok(())
        } else {
            Err(InvalidInvite { mistakes })
        }
    }
}

/// The rules that the values break together, in the order of the invite. Each value by itself is valid.
pub(super) fn mistakes(
    call: Option<&CallId>,
    participants: Option<&Participants>,
) -> Vec<InviteError> {
    let view = InviteView {
        call: call.map(CallId::id),
        participants: participants.into_iter().flatten().map(Participant::view),
        is_open: participants.is_none(),
    };
    let mut mistakes = Vec::new();
    view.check(|_, error| mistakes.push(error));
    mistakes
}

impl Participant {
    fn view(&self) -> ParticipantView<'_> {
        let call = self.leaves.as_ref().map(CallId::id);
        let entry = self.roster_entry.as_ref().map(ParticipantId::id);
        ParticipantView {
            kind: self.identity.kind(),
            id: Some(self.identity.id()),
            tenant: self.tenant.as_ref().map(TenantId::id),
            leaves: match (call, entry) {
                (None, _) => None,
                (call, None) => Some(Leaves::Replaces { call }),
                (from, entry) => Some(Leaves::Moves { entry, from }),
            },
            remembered: self.mistake,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::error::InviteError;
    use crate::{ApplicationId, CallId, DisplayName, Invite, Participant, Participants, UserId};
    use graph_invite_rules::{Clause, IdentityKind};
    use uuid::Uuid;

    fn call(number: u128) -> CallId {
        CallId::from_uuid(Uuid::from_u128(number))
    }

    fn user(number: u128) -> Participant {
        Participant::user(UserId::from_uuid(Uuid::from_u128(number)))
    }

    fn mistakes(participants: impl Into<Participants>) -> Vec<InviteError> {
        let built = Invite::builder()
            .call(call(1))
            .participants(participants.into())
            .build();
        built
            .err()
            .map_or_else(Vec::new, |error| error.mistakes().to_vec())
    }

    #[test]
    fn five_participants_are_accepted() {
        assert_eq!(mistakes([1, 2, 3, 4, 5].map(user)), []);
    }

    #[test]
    fn participant_who_leaves_a_call_must_be_alone() {
        assert_eq!(mistakes([user(1).replaces(Some(call(2)))]), []);
        assert_eq!(
            mistakes([user(1).replaces(Some(call(2))), user(2)]),
            [InviteError::NotSoleParticipant { participants: 2 }],
        );
    }

    #[test]
    fn participant_cannot_leave_the_call_that_they_join() {
        assert_eq!(
            mistakes([user(1).replaces(Some(call(1)))]),
            [InviteError::ReplacesTargetCall]
        );
    }

    #[test]
    fn nil_guid_is_an_error() {
        assert_eq!(
            mistakes([user(0)]),
            [InviteError::NilGuid {
                word: IdentityKind::User.into()
            }]
        );
        let left = user(1).replaces(Some(call(0)));
        assert_eq!(
            mistakes([left]),
            [InviteError::NilGuid {
                word: Clause::Replaces.into()
            }]
        );
    }

    #[test]
    fn second_bot_and_duplicate_participant_are_errors() {
        let bot =
            |number| Participant::application(ApplicationId::from_uuid(Uuid::from_u128(number)));
        assert_eq!(
            mistakes([bot(1), bot(2)]),
            [InviteError::TooManyBots { found: 2 }]
        );
        assert_eq!(
            mistakes([user(1), bot(1)]),
            [InviteError::DuplicateParticipant {
                first: 0,
                second: 1
            }]
        );
    }

    #[test]
    fn repeated_clause_is_an_error() {
        let named = || user(1).named(Some(DisplayName::from_static("Ada")));
        assert_eq!(mistakes([named()]), []);
        assert_eq!(
            mistakes([named().named(Some(DisplayName::from_static("Bob")))]),
            [InviteError::DuplicateWord {
                word: Clause::Named.into()
            }],
        );
        let entry = || "7d501bf1-5ee4-4605-ba92-0ae4513c611c".parse().unwrap();
        let both = [
            user(1)
                .replaces(Some(call(2)))
                .moves(Some(entry()))
                .from(Some(call(3))),
            user(1)
                .moves(Some(entry()))
                .from(Some(call(3)))
                .replaces(Some(call(2))),
        ];
        for participant in both {
            assert_eq!(mistakes([participant]), [InviteError::ConflictingMoves]);
        }
    }

    #[test]
    fn half_a_move_is_an_error() {
        let entry = || "7d501bf1-5ee4-4605-ba92-0ae4513c611c".parse().unwrap();
        let missing = |clause: Clause| InviteError::Missing {
            word: clause.into(),
        };
        let without_call = user(1).moves(Some(entry())).from(None);
        assert_eq!(mistakes([without_call]), [missing(Clause::From)]);
        let without_entry = user(1).moves(None).from(Some(call(2)));
        assert_eq!(mistakes([without_entry]), [missing(Clause::Moves)]);
        assert_eq!(mistakes([user(1).moves(None).from(None)]), []);
    }

    #[test]
    fn clause_that_is_left_out_may_be_given_again() {
        let ada = user(1).named(None).named(Some("Ada".into()));
        let ada = ada.hidden(false).hidden(true).tenant(None);
        let ada = ada.replaces(None).moves(None).from(None);
        assert_eq!(mistakes([ada.replaces(Some(call(2)))]), []);
    }

    #[test]
    fn all_mistakes_are_reported_at_once() {
        let error = Invite::builder()
            .call(call(0))
            .call(call(1))
            .participants([user(0), user(0)].into())
            .build()
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "the invite breaks the rules of the service: duplicate `call`; \
             invalid GUID for `user`: all digits are zero; \
             invalid GUID for `user`: all digits are zero; \
             duplicate participant: participant 2 has the same id as participant 1",
        );
    }
}
