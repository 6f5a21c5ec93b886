//! Names that are an `Option`: `None` leaves the name out.

use invites::{DisplayName, Invite, graph_invite};
use std::borrow::Cow;

fn name(invite: &Invite) -> Option<&str> {
    let [ada] = invite.participants() else {
        return None;
    };
    ada.display_name().map(DisplayName::as_str)
}

macro_rules! ada {
    ($($clauses:tt)*) => {
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064" $($clauses)*],
        }
    };
}

const fn name_is_known() -> bool {
    false
}

#[test]
fn option_of_str_as_name() {
    let invite = ada!(named Some("Ada"));
    assert_eq!(name(&invite), Some("Ada"));
}

#[test]
fn option_of_string_as_name() {
    let invite = ada!(named Some(String::from("Ada")));
    assert_eq!(name(&invite), Some("Ada"));
}

#[test]
fn option_of_string_reference_as_name() {
    let invite = ada!(named Some(&String::from("Ada")));
    assert_eq!(name(&invite), Some("Ada"));
}

#[test]
fn option_of_cow_as_name() {
    let invite = ada!(named Some(Cow::Borrowed("Ada")));
    assert_eq!(name(&invite), Some("Ada"));
}

#[test]
fn option_of_display_name_as_name() {
    let invite = ada!(named Some(DisplayName::from("Ada")));
    assert_eq!(name(&invite), Some("Ada"));
}

#[test]
fn option_of_display_name_reference_as_name() {
    let invite = ada!(named Some(&DisplayName::from("Ada")));
    assert_eq!(name(&invite), Some("Ada"));
}

#[test]
fn reference_to_an_option_as_name() {
    let invite = ada!(named & Some(String::from("Ada")));
    assert_eq!(name(&invite), Some("Ada"));
}

#[test]
fn as_deref_as_name() {
    let invite = ada!(named Some(String::from("Ada")).as_deref());
    assert_eq!(name(&invite), Some("Ada"));
}

#[test]
fn mapped_option_as_name() {
    let invite = ada!(named Some(7).map(|floor| format!("Floor {floor}")));
    assert_eq!(name(&invite), Some("Floor 7"));
}

#[test]
fn none_of_str_as_name() {
    let invite = ada!(named None::<&str>);
    assert_eq!(name(&invite), None);
}

#[test]
fn none_as_name() {
    let invite = ada!(named None);
    assert_eq!(name(&invite), None);
}

#[test]
fn if_without_name() {
    let invite = ada!(named if name_is_known() { Some("Ada") } else { None });
    assert_eq!(name(&invite), None);
}

#[test]
fn match_as_optional_name() {
    let invite = ada!(named match 7 { 7 => Some("Ada"), _ => None });
    assert_eq!(name(&invite), Some("Ada"));
}

#[test]
fn question_mark_on_an_option_as_name() {
    fn invite(names: &[&str]) -> Option<Invite> {
        Some(ada!(named names.first()?.trim()))
    }
    assert_eq!(invite(&[]), None);
    assert_eq!(name(&invite(&["Ada "]).unwrap()), Some("Ada"));
}
