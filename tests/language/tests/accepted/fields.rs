//! Fields, their order and the signs between them.

use invites::{ClientContext, Uuid, graph_invite};

#[test]
fn comments_between_words() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896", // the meeting
        participants: [
            // who is on call
            user "278405a3-f568-4b3e-b684-009193463064" /* by object id */ named "Ada",
        ],
    };
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn context_expression() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        context: ClientContext::parse(format!("rota {}", 7)).unwrap(),
    };
    assert_eq!(invite.context().unwrap().as_str(), "rota 7");
}

#[test]
fn context_of_128_emoji() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        context: "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀\
            😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀\
            😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀\
            😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
    };
    assert_eq!(
        invite.context().unwrap().as_str().encode_utf16().count(),
        256
    );
}

#[test]
fn context_of_256() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        context: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\
            aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\
            aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\
            aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    };
    assert_eq!(invite.context().unwrap().as_str().len(), 256);
}

#[test]
fn context_reference() {
    let context = ClientContext::parse("rota 7").unwrap();
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        context: &context,
    };
    assert_eq!(invite.context(), Some(&context));
}

#[test]
fn in_braces() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn in_brackets() {
    let invite = graph_invite![
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    ];
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn in_parentheses() {
    let invite = graph_invite!(
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    );
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn no_trailing_commas() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" hidden],
        context: "rota 7"
    };
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn order_call_context_participants() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        context: "rota 7",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(invite.context().unwrap().as_str(), "rota 7");
}

#[test]
fn order_call_participants() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}

#[test]
fn order_call_participants_context() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        context: "rota 7",
    };
    assert_eq!(invite.context().unwrap().as_str(), "rota 7");
}

#[test]
fn order_context_call_participants() {
    let invite = graph_invite! {
        context: "rota 7",
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(invite.context().unwrap().as_str(), "rota 7");
}

#[test]
fn order_context_participants_call() {
    let invite = graph_invite! {
        context: "rota 7",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
    };
    assert_eq!(invite.context().unwrap().as_str(), "rota 7");
}

#[test]
fn order_participants_call() {
    let invite = graph_invite! {
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}

#[test]
fn order_participants_call_context() {
    let invite = graph_invite! {
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        context: "rota 7",
    };
    assert_eq!(invite.context().unwrap().as_str(), "rota 7");
}

#[test]
fn order_participants_context_call() {
    let invite = graph_invite! {
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        context: "rota 7",
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
    };
    assert_eq!(invite.context().unwrap().as_str(), "rota 7");
}

#[test]
fn trailing_commas_everywhere() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" hidden,],
        context: "rota 7",
    };
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn upper_case_guid() {
    let invite = graph_invite! {
        call: "57DAB8B1-894C-409A-B240-BD8BEAE78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}

#[test]
fn uuid_as_call() {
    let invite = graph_invite! {
        call: Uuid::from_u128(0x57dab8b1_894c_409a_b240_bd8beae78896),
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}

#[test]
fn uuid_as_context() {
    let id = Uuid::from_u128(7);
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        context: id,
    };
    assert_eq!(invite.context().unwrap().as_str(), id.to_string());
}

#[test]
fn without_context() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert!(invite.context().is_none());
}
