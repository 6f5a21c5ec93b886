//! Rules 3 to 7 over a whole invite.

use graph_invite_rules::{
    Clause, Id, IdentityKind, InviteError, InviteView, Leaves, ParticipantView, Place, Word,
};
use proptest::prelude::*;

const fn user(id: u128) -> ParticipantView<'static> {
    ParticipantView {
        kind: IdentityKind::User,
        id: Some(Id::Guid(id)),
        tenant: None,
        leaves: None,
        remembered: None,
    }
}

const fn bot(id: u128) -> ParticipantView<'static> {
    ParticipantView {
        kind: IdentityKind::Application,
        ..user(id)
    }
}

const fn replaces(id: u128, call: u128) -> ParticipantView<'static> {
    ParticipantView {
        leaves: Some(Leaves::Replaces {
            call: Some(Id::Guid(call)),
        }),
        ..user(id)
    }
}

const fn moves(id: u128, entry: u128, from: u128) -> ParticipantView<'static> {
    ParticipantView {
        leaves: Some(Leaves::Moves {
            entry: Some(Id::Guid(entry)),
            from: Some(Id::Guid(from)),
        }),
        ..user(id)
    }
}

fn errors<'a>(
    participants: impl IntoIterator<Item = ParticipantView<'a>>,
) -> Vec<(Place, InviteError)> {
    let invite = InviteView {
        call: Some(Id::Guid(1)),
        participants,
        is_open: false,
    };
    let mut errors = Vec::new();
    invite.check(|place, error| errors.push((place, error)));
    errors
}

#[test]
fn five_participants_are_accepted() {
    assert_eq!(errors((1..=5).map(user)), []);
}

#[test]
fn no_participant_is_an_error_of_the_list() {
    assert_eq!(
        errors([]),
        [(Place::Participants, InviteError::NoParticipants)]
    );
}

#[test]
fn an_open_list_may_be_empty_but_not_too_long() {
    let open = |count| {
        let invite = InviteView {
            call: None,
            participants: (0..count).map(|id| user(id + 1)),
            is_open: true,
        };
        let mut errors = 0;
        invite.check(|_, _| errors += 1);
        errors
    };
    assert_eq!(open(0), 0);
    assert_eq!(open(5), 0);
    assert_eq!(open(6), 1);
}

#[test]
fn the_sixth_participant_is_one_too_many() {
    assert_eq!(
        errors((1..=6).map(user)),
        [(
            Place::Participant(5),
            InviteError::TooManyParticipants { found: 6 }
        )]
    );
}

#[test]
fn a_participant_who_leaves_a_call_is_alone() {
    assert_eq!(errors([replaces(1, 2)]), []);
    assert_eq!(errors([moves(1, 2, 3)]), []);
    let error = InviteError::NotSoleParticipant { participants: 2 };
    assert_eq!(
        errors([user(1), replaces(2, 2)]),
        [(Place::Clause(1, Clause::Replaces), error)]
    );
    assert_eq!(
        errors([moves(1, 2, 3), user(2)]),
        [(Place::Clause(0, Clause::Moves), error)]
    );
}

#[test]
fn the_second_bot_is_one_too_many() {
    assert_eq!(errors([user(1), bot(2)]), []);
    assert_eq!(
        errors([bot(1), user(2), bot(3), bot(4)]),
        [(Place::Participant(2), InviteError::TooManyBots { found: 3 })]
    );
}

#[test]
fn the_second_participant_with_the_same_id_is_a_duplicate() {
    let duplicate = |first, second| {
        (
            Place::Id(second),
            InviteError::DuplicateParticipant { first, second },
        )
    };
    assert_eq!(
        errors([user(1), user(2), bot(1), user(2)]),
        [duplicate(0, 2), duplicate(1, 3)]
    );
    assert_eq!(
        errors([user(1), user(1), user(1)]),
        [duplicate(0, 1), duplicate(0, 2)]
    );
}

#[test]
fn ids_that_are_not_known_are_not_the_same() {
    let unknown = ParticipantView {
        id: None,
        ..user(0)
    };
    assert_eq!(errors([unknown, unknown]), []);
}

#[test]
fn a_participant_cannot_leave_the_call_that_they_join() {
    let error = InviteError::ReplacesTargetCall;
    assert_eq!(
        errors([replaces(1, 1)]),
        [(Place::Value(0, Clause::Replaces), error)]
    );
    assert_eq!(
        errors([moves(1, 2, 1)]),
        [(Place::Value(0, Clause::From), error)]
    );
}

#[test]
fn the_nil_guid_is_an_error_wherever_it_is() {
    let nil = |word: Word| InviteError::NilGuid { word };
    assert_eq!(
        errors([user(0)]),
        [(Place::Id(0), nil(IdentityKind::User.into()))]
    );
    let tenant = ParticipantView {
        tenant: Some(Id::Guid(0)),
        ..user(1)
    };
    assert_eq!(
        errors([tenant]),
        [(Place::Value(0, Clause::Tenant), nil(Clause::Tenant.into()))]
    );
    assert_eq!(
        errors([replaces(1, 0)]),
        [(
            Place::Value(0, Clause::Replaces),
            nil(Clause::Replaces.into())
        )]
    );
    assert_eq!(
        errors([moves(1, 0, 0)]),
        [
            (Place::Value(0, Clause::Moves), nil(Clause::Moves.into())),
            (Place::Value(0, Clause::From), nil(Clause::From.into())),
        ]
    );
}

#[test]
fn an_error_that_a_builder_remembers_is_reported_at_its_participant() {
    let error = InviteError::DuplicateWord {
        word: Clause::Named.into(),
    };
    let remembered = ParticipantView {
        remembered: Some(error),
        ..user(2)
    };
    assert_eq!(
        errors([user(1), remembered]),
        [(Place::Participant(1), error)]
    );
}

/// A million nil ids, all the same, and each one leaves the call that it joins.
#[test]
fn a_list_of_a_million_gives_few_errors() {
    let participants = (0..1_000_000).map(|_| replaces(0, 1));
    let errors = errors(participants);
    let found = 1_000_000;
    assert!(errors.len() <= 25, "{errors:?}");
    assert_eq!(errors[0].1, InviteError::TooManyParticipants { found });
}

proptest! {
    /// The slow way: each participant is compared with each before it.
    #[test]
    fn finds_the_duplicates_that_a_comparison_of_all_pairs_finds(ids in prop::collection::vec(1_u128..6, 1..=5)) {
        let found: Vec<usize> = errors(ids.iter().copied().map(user))
            .into_iter()
            .filter_map(|(place, _)| match place {
                Place::Id(index) => Some(index),
                _ => None,
            })
            .collect();
        let expected: Vec<usize> = (0..ids.len())
            .filter(|&index| ids[..index].contains(&ids[index]))
            .collect();
        prop_assert_eq!(found, expected);
    }
}
