//! What an invite can do once it is made.

use invites::{CallId, Invite, Participant, UserId, graph_invite};

#[test]
fn clone_is_equal() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(invite.clone(), invite);
}

#[test]
fn debug_hides_phone_and_name() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [phone "+12345678901" named "Ada"],
    };
    let debug = format!("{invite:?}");
    assert!(
        !debug.contains("12345678901") && !debug.contains("Ada"),
        "{debug}"
    );
}

#[test]
fn moves_to_another_thread() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    let kept: Invite = std::thread::spawn(|| invite).join().unwrap();
    let shared: &'static Invite = Box::leak(Box::new(kept));
    std::thread::spawn(|| assert_eq!(shared.participants().len(), 1))
        .join()
        .unwrap();
}

#[test]
fn literals_equal_expressions() {
    let checked_now = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    let checked_by_type = graph_invite! {
        call: CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896").unwrap(),
        participants: [user UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap()],
    };
    assert_eq!(checked_now, checked_by_type);
}

#[test]
fn macro_equals_builder() {
    let ada = UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap();
    let built = Invite::builder()
        .call(CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896").unwrap())
        .participants([Participant::user(ada)].into())
        .build();
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(built, Ok(invite));
}

#[test]
fn same_participant_in_two_invites() {
    let [first, second] = [
        graph_invite! { call: "57dab8b1-894c-409a-b240-bd8beae78896", participants: [phone "+123"] },
        graph_invite! { call: "a7ebfb2d-871e-419c-87af-27290b22e8db", participants: [phone "+123"] },
    ];
    assert_eq!(first.participants(), second.participants());
}

#[test]
fn serde_round_trip() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [phone "+12345678901" named "Ada"],
        context: "rota 7",
    };
    let stored = serde_json::to_string(&invite).unwrap();
    assert_eq!(serde_json::from_str::<Invite>(&stored).unwrap(), invite);
}
