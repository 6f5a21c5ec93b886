//! The macro reached through another crate. Nothing here names the crate it comes from.

use graph_invite_wrapper::{everything, invite, ring, ring_user};

#[test]
fn reexported_under_another_name() {
    let invite = invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn imported_by_glob() {
    use graph_invite_wrapper::everything::*;

    let invite = graph_invite! {
        call: CallId::from_uuid(Uuid::from_u128(7)),
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn called_by_path() {
    let invite = graph_invite_wrapper::everything::graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn behind_a_macro() {
    let invite = ring!(phone "+12345678901" named "Ada", guest "8:teamsvisitor:4f1c");
    assert_eq!(invite.participants().len(), 2);
}

#[test]
fn behind_a_macro_with_a_spread() {
    let none: Vec<everything::Participant> = Vec::new();
    assert!(ring!(..none).is_err());
}

#[test]
fn behind_a_macro_that_takes_expressions() {
    let call = everything::Uuid::from_u128(7);
    let invite = ring_user!("278405a3-f568-4b3e-b684-009193463064" => call);
    assert_eq!(invite.call().to_string(), call.to_string());
}

#[test]
fn behind_two_macros() {
    macro_rules! ring_ada {
        ($($clauses:tt)*) => {
            ring!(user "278405a3-f568-4b3e-b684-009193463064" $($clauses)*)
        };
    }
    assert_eq!(ring_ada!(named "Ada" hidden).participants().len(), 1);
}
