//! Flags with a condition.

use invites::{Participant, UserId, graph_invite};

macro_rules! flags {
    ($($clauses:tt)*) => {{
        let invite = graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064" $($clauses)*],
        };
        let ada = &invite.participants()[0];
        (ada.is_hidden(), ada.is_off_main_mix())
    }};
}

struct Role {
    listens: bool,
}

impl Role {
    const fn listens(&self) -> bool {
        self.listens
    }
}

#[test]
fn hidden_if_a_variable() {
    let vip = true;
    assert_eq!(flags!(hidden if vip), (true, false));
}

#[test]
fn hidden_if_false() {
    assert_eq!(flags!(hidden if false), (false, false));
}

#[test]
fn hidden_alone() {
    assert_eq!(flags!(hidden), (true, false));
}

#[test]
fn off_main_mix_if_a_variable() {
    let quiet = true;
    assert_eq!(flags!(off_main_mix if quiet), (false, true));
}

#[test]
fn both_flags_with_conditions() {
    let (a, b) = (true, false);
    assert_eq!(flags!(hidden if a off_main_mix if b), (true, false));
}

#[test]
fn condition_before_a_clause() {
    let vip = true;
    assert_eq!(flags!(hidden if vip named "Ada" off_main_mix), (true, true));
}

#[test]
fn condition_with_a_field() {
    let role = Role { listens: true };
    assert_eq!(flags!(hidden if role.listens), (true, false));
}

#[test]
fn condition_with_a_method() {
    let role = Role { listens: true };
    assert_eq!(flags!(hidden if role.listens()), (true, false));
}

#[test]
fn condition_with_not() {
    let vip = false;
    assert_eq!(flags!(hidden if !vip), (true, false));
}

#[test]
fn condition_with_and() {
    let (a, b) = (true, false);
    assert_eq!(
        flags!(hidden if a && b off_main_mix if a || b),
        (false, true)
    );
}

#[test]
fn condition_with_a_comparison() {
    let floor = 7;
    assert_eq!(flags!(hidden if floor > 3), (true, false));
}

#[test]
fn condition_with_equality_before_a_clause() {
    let role = "vip";
    assert_eq!(flags!(hidden if role == "vip" tenant None), (true, false));
}

#[test]
fn condition_with_matches() {
    let role = Some(7);
    assert_eq!(flags!(hidden if matches!(role, Some(7))), (true, false));
}

#[test]
fn condition_with_match() {
    let (role, floor) = (Some(7), 1);
    assert_eq!(
        flags!(hidden if match role { Some(7) => true, _ => floor > 3 }),
        (true, false)
    );
}

#[test]
fn condition_in_parentheses() {
    let vip = true;
    assert_eq!(flags!(hidden if (vip)), (true, false));
}

#[test]
fn condition_with_a_block() {
    let floor = 7;
    assert_eq!(
        flags!(hidden if { assert!(floor > 3); true }),
        (true, false)
    );
}

#[test]
fn condition_with_a_closure() {
    let is_vip = |test: fn(i32) -> bool| test(7);
    assert_eq!(flags!(hidden if is_vip(|floor| floor > 3)), (true, false));
}

#[test]
fn condition_with_is_some_and() {
    let floor = Some(7);
    assert_eq!(
        flags!(hidden if floor.is_some_and(|floor| floor > 3)),
        (true, false)
    );
}

#[test]
fn condition_named_like_a_word() {
    let hidden = true;
    assert_eq!(flags!(hidden if hidden), (true, false));
}

#[test]
fn condition_before_a_spread() {
    let (vip, others) = (
        true,
        [UserId::from_static("7e1b4346-85a6-4bdd-abe3-d11c5d420efe")],
    );
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" hidden if vip, ..others],
    };
    let hidden: Vec<bool> = invite
        .unwrap()
        .participants()
        .iter()
        .map(Participant::is_hidden)
        .collect();
    assert_eq!(hidden, [true, false]);
}
