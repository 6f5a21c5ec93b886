//! Invites in edition 2021, with the crate under its own name.

use graph_invite::error::InvalidInvite;
use graph_invite::{graph_invite, CallId, Invite, Participant, UserId, Uuid};

const ON_CALL: Invite = graph_invite! {
    call: "57dab8b1-894c-409a-b240-bd8beae78896",
    participants: [user "278405a3-f568-4b3e-b684-009193463064" named "Ada"],
    context: "rota 7",
};

#[test]
fn literals_in_edition_2021() {
    assert_eq!(ON_CALL.participants().len(), 1);
}

#[test]
fn expressions_in_edition_2021() {
    let (call, ada) = (Uuid::from_u128(7), Uuid::from_u128(8));
    let invite = graph_invite! {
        call: call,
        participants: [user UserId::from_uuid(ada) named format!("Ada {}", "Byron")],
        context: call,
    };
    assert_eq!(invite.call(), &CallId::from_uuid(call));
}

#[test]
fn spread_in_edition_2021() -> Result<(), InvalidInvite> {
    let bob = Participant::user(UserId::from_uuid(Uuid::from_u128(7)));
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064", ..[bob]],
    }?;
    assert_eq!(invite.participants().len(), 2);
    Ok(())
}

#[test]
fn every_clause_in_edition_2021() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            user "278405a3-f568-4b3e-b684-009193463064"
                named "Ada"
                tenant "9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21"
                provider "AAD"
                moves "7d501bf1-5ee4-4605-ba92-0ae4513c611c"
                from "a7ebfb2d-871e-419c-87af-27290b22e8db"
                hidden
                off_main_mix,
        ],
    };
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn options_conditions_and_ids_in_edition_2021() {
    const ADA: UserId = UserId::from_static("278405a3-f568-4b3e-b684-009193463064");
    let (name, vip, others) = (
        Some("Ada"),
        true,
        vec![UserId::from_uuid(Uuid::from_u128(7))],
    );
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user const { ADA } named name tenant None hidden if vip, ..others],
        context: None,
    };
    assert_eq!(invite.unwrap().participants().len(), 2);
}

#[test]
fn value_that_borrows_a_temporary_in_edition_2021() {
    let call = || CallId::from_uuid(Uuid::from_u128(7));
    let invite = graph_invite! {
        call: &call(),
        participants: [phone "+12345678901"],
    };
    assert_eq!(invite.call(), &call());
}

#[test]
fn wrapper_in_edition_2021() {
    macro_rules! ring {
        ($id:expr) => {
            graph_invite! { call: Uuid::from_u128(7), participants: [user $id] }
        };
    }
    let ada = UserId::from_uuid(Uuid::from_u128(0x278405a3_f568_4b3e_b684_009193463064));
    assert_eq!(ring!("278405a3-f568-4b3e-b684-009193463064"), ring!(ada));
}
