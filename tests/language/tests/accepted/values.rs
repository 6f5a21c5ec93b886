//! Expressions and literals as values.

use invites::convert::IntoValue;
use invites::{CallId, UserId, Uuid, graph_invite};
use std::str::FromStr;

#[test]
fn array_method_value() {
    let calls = [CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896").unwrap()];
    let invite = graph_invite! {
        call: calls[0].clone(),
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}

#[test]
fn cast_value() {
    fn uuid(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    let invite = graph_invite! {
        call: (uuid as fn(u128) -> Uuid)(7),
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(invite.call().to_string(), Uuid::from_u128(7).to_string());
}

#[test]
fn constant_value() {
    const MAIN: CallId = CallId::from_uuid(Uuid::from_u128(7));

    let invite = graph_invite! {
        call: MAIN,
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(invite.call(), &MAIN);
}

#[test]
fn dereferenced_value() {
    let call = Box::new(CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896").unwrap());
    let invite = graph_invite! {
        call: *call,
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}

#[test]
fn escapes_in_a_literal() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" named "\u{41}d\x61"],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["user"]["displayName"],
        "Ada"
    );
}

#[test]
fn field_value() {
    struct Person {
        id: UserId,
        name: String,
    }

    let ada = Person {
        id: UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap(),
        name: "Ada".to_owned(),
    };
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user ada.id named &ada.name],
    };
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn index_value() {
    let calls = [CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896").unwrap()];
    let invite = graph_invite! {
        call: &calls[0],
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}

#[test]
fn literal_and_expression() {
    let ada = UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap();
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user ada named "Ada"],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["user"]["displayName"],
        "Ada"
    );
}

#[test]
fn literal_over_two_lines() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" named "Ada \
            Byron"],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["user"]["displayName"],
        "Ada Byron"
    );
}

#[test]
fn literal_in_parentheses() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user ("278405a3-f568-4b3e-b684-009193463064")],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["user"]["id"],
        "278405a3-f568-4b3e-b684-009193463064"
    );
}

#[test]
fn qualified_path_value() {
    let invite = graph_invite! {
        call: <CallId as FromStr>::from_str("57dab8b1-894c-409a-b240-bd8beae78896").unwrap(),
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}

#[test]
fn raw_string() {
    let invite = graph_invite! {
        call: r"57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}

#[test]
fn raw_string_with_hashes() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" named r#"Ada "the Countess""#],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["user"]["displayName"],
        r#"Ada "the Countess""#
    );
}

#[test]
fn reference_value() {
    let call = CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896").unwrap();
    let invite = graph_invite! {
        call: &call,
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}

#[test]
fn struct_literal_value() {
    struct Meeting {
        call: CallId,
    }

    impl IntoValue<CallId> for Meeting {
        fn into_value(self) -> CallId {
            self.call
        }
    }

    let call = CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896").unwrap();
    let invite = graph_invite! {
        call: Meeting { call },
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}

#[test]
fn tuple_field_value() {
    let pair = (
        7,
        CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896").unwrap(),
    );
    let invite = graph_invite! {
        call: pair.1,
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}

#[test]
fn value_that_borrows_a_temporary() {
    fn call() -> CallId {
        CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896").unwrap()
    }

    let invite = graph_invite! {
        call: &call(),
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(invite.call(), &call());
}

#[test]
fn variable_value() {
    let call = CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896").unwrap();
    let invite = graph_invite! {
        call: call,
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}
