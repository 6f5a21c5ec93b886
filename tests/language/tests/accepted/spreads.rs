//! Participants that are added by `..`.

use invites::error::{InvalidInvite, InviteError};
use invites::{Invite, Participant, UserId, graph_invite};

#[test]
fn empty_spread_with_a_participant() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064", ..Vec::<Participant>::new()],
    };
    assert_eq!(invite.unwrap().participants().len(), 1);
}

#[test]
fn several_spreads() {
    let early = [Participant::user(
        UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap(),
    )];
    let late = [Participant::user(
        UserId::parse("7e1b4346-85a6-4bdd-abe3-d11c5d420efe").unwrap(),
    )];
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [..early, ..late],
    };
    assert_eq!(invite.unwrap().participants().len(), 2);
}

#[test]
fn spread_alone() {
    let rota = vec![Participant::user(
        UserId::parse("7e1b4346-85a6-4bdd-abe3-d11c5d420efe").unwrap(),
    )];
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [..rota],
    };
    assert_eq!(invite.unwrap().participants().len(), 1);
}

#[test]
fn spread_before_a_question_mark() {
    fn count(rota: Vec<Participant>) -> Result<usize, InvalidInvite> {
        let invite = graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064", ..rota],
        }?;
        Ok(invite.participants().len())
    }

    assert_eq!(count(Vec::new()), Ok(1));
}

#[test]
fn spread_between() {
    let rota = vec![Participant::user(
        UserId::parse("7e1b4346-85a6-4bdd-abe3-d11c5d420efe").unwrap(),
    )];
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064", ..rota, phone "+12345678901"],
    };
    assert_eq!(invite.unwrap().participants().len(), 3);
}

#[test]
fn a_spread_is_checked_at_run_time() {
    let ada = Participant::user(UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap());
    let error = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064", ..[ada]],
    }
    .unwrap_err();
    let twice = InviteError::DuplicateParticipant {
        first: 0,
        second: 1,
    };
    assert_eq!(error.mistakes(), [twice]);
}

#[test]
fn spread_first() {
    let rota = vec![Participant::user(
        UserId::parse("7e1b4346-85a6-4bdd-abe3-d11c5d420efe").unwrap(),
    )];
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [..rota, user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(invite.unwrap().participants().len(), 2);
}

#[test]
fn spread_last() {
    let rota = vec![Participant::user(
        UserId::parse("7e1b4346-85a6-4bdd-abe3-d11c5d420efe").unwrap(),
    )];
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064", ..rota],
    };
    assert_eq!(invite.unwrap().participants().len(), 2);
}

#[test]
fn spread_of_an_array() {
    let bob = Participant::user(UserId::parse("7e1b4346-85a6-4bdd-abe3-d11c5d420efe").unwrap());
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [..[bob]],
    };
    assert_eq!(invite.unwrap().participants().len(), 1);
}

#[test]
fn spread_of_an_iterator() {
    let ids = [
        "278405a3-f568-4b3e-b684-009193463064",
        "7e1b4346-85a6-4bdd-abe3-d11c5d420efe",
    ]
    .map(|id| UserId::parse(id).unwrap());
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [..ids.into_iter().map(Participant::user)],
    };
    assert_eq!(invite.unwrap().participants().len(), 2);
}

#[test]
fn spread_of_an_option() {
    let deputy: Option<Participant> = None;
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064", ..deputy],
    };
    assert_eq!(invite.unwrap().participants().len(), 1);
}

#[test]
fn spread_of_references_cloned() {
    let rota = [Participant::user(
        UserId::parse("7e1b4346-85a6-4bdd-abe3-d11c5d420efe").unwrap(),
    )];
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [..rota.iter().cloned()],
    };
    assert_eq!(invite.unwrap().participants().len(), 1);
}

#[test]
fn spread_yields_result() {
    fn invite(rota: Vec<Participant>) -> Result<Invite, InvalidInvite> {
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [..rota],
        }
    }

    assert!(invite(Vec::new()).is_err());
}
