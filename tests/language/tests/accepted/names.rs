//! The clause `named`, and what it takes.

use invites::{DisplayName, graph_invite};
use std::borrow::Cow;

#[test]
fn a_blank_name_at_run_time_is_left_out() {
    let name = String::from(" ");
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" named name],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["user"]["displayName"],
        serde_json::Value::Null
    );
}

#[test]
fn name_from_a_string_reference() {
    let name = String::from("Ada");
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" named &name],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["user"]["displayName"],
        "Ada"
    );
}

#[test]
fn name_from_cow() {
    let name = Cow::Borrowed("Ada");
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" named name],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["user"]["displayName"],
        "Ada"
    );
}

#[test]
fn name_from_format() {
    let (first, last) = ("Ada", "Byron");
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" named format!("{first} {last}")],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["user"]["displayName"],
        "Ada Byron"
    );
}

#[test]
fn name_from_str() {
    let name = " Ada ".trim();
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" named name],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["user"]["displayName"],
        "Ada"
    );
}

#[test]
fn name_from_string() {
    let name = String::from("Ada");
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" named name],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["user"]["displayName"],
        "Ada"
    );
}

#[test]
fn name_in_another_script() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" named "Άντα 🛟"],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["user"]["displayName"],
        "Άντα 🛟"
    );
}

#[test]
fn named_expression() {
    let name = DisplayName::from("Ada");
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" named name],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["user"]["displayName"],
        "Ada"
    );
}

#[test]
fn named_literal() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" named "Ada"],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["user"]["displayName"],
        "Ada"
    );
}
