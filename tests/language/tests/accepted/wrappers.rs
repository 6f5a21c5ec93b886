//! Invites behind a macro of the author.

use invites::{UserId, Uuid, graph_invite};

#[test]
fn wrapper_adds_a_clause() {
    macro_rules! ring {
        ($($person:tt)*) => {
            graph_invite! {
                call: "57dab8b1-894c-409a-b240-bd8beae78896",
                participants: [$($person)* hidden],
            }
        };
    }

    let invite = ring!(user "278405a3-f568-4b3e-b684-009193463064" named "Ada");
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn wrapper_keeps_its_locals_apart() {
    macro_rules! ring {
        ($id:expr) => {{
            let builder = $id;
            graph_invite! {
                call: "57dab8b1-894c-409a-b240-bd8beae78896",
                participants: [user builder],
            }
        }};
    }

    let builder = UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap();
    assert_eq!(ring!(builder).participants().len(), 1);
}

#[test]
fn wrapper_of_a_wrapper() {
    macro_rules! inner {
        ($call:expr, $id:expr) => {
            graph_invite! {
                call: $call,
                participants: [user $id],
            }
        };
    }

    macro_rules! outer {
        ($id:expr) => {
            inner!("57dab8b1-894c-409a-b240-bd8beae78896", $id)
        };
    }

    let invite = outer!(UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap());
    assert_eq!(invite, outer!("278405a3-f568-4b3e-b684-009193463064"));
}

#[test]
fn wrapper_passes_a_block() {
    macro_rules! ring {
        ($id:block) => {
            graph_invite! {
                call: "57dab8b1-894c-409a-b240-bd8beae78896",
                participants: [user $id],
            }
        };
    }

    let invite = ring!({ UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap() });
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn wrapper_passes_a_field() {
    macro_rules! ring {
        ($field:ident) => {
            graph_invite! {
                $field: "57dab8b1-894c-409a-b240-bd8beae78896",
                participants: [user "278405a3-f568-4b3e-b684-009193463064"],
            }
        };
    }

    let invite = ring!(call);
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn wrapper_passes_a_kind() {
    macro_rules! ring {
        ($kind:ident $id:literal) => {
            graph_invite! {
                call: "57dab8b1-894c-409a-b240-bd8beae78896",
                participants: [$kind $id],
            }
        };
    }

    let invite = ring!(phone "+12345678901");
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn wrapper_passes_a_list() {
    macro_rules! ring {
        ($people:tt) => {
            graph_invite! {
                call: "57dab8b1-894c-409a-b240-bd8beae78896",
                participants: $people,
            }
        };
    }

    let invite = ring!([user "278405a3-f568-4b3e-b684-009193463064"]);
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn wrapper_passes_a_literal() {
    macro_rules! ring {
        ($id:literal) => {
            graph_invite! {
                call: "57dab8b1-894c-409a-b240-bd8beae78896",
                participants: [user $id],
            }
        };
    }

    let invite = ring!("278405a3-f568-4b3e-b684-009193463064");
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn wrapper_passes_a_literal_as_expression() {
    macro_rules! ring {
        ($id:expr) => {
            graph_invite! {
                call: "57dab8b1-894c-409a-b240-bd8beae78896",
                participants: [user $id],
            }
        };
    }

    let invite = ring!("278405a3-f568-4b3e-b684-009193463064");
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn wrapper_passes_a_path() {
    macro_rules! ring {
        ($id:path) => {
            graph_invite! {
                call: "57dab8b1-894c-409a-b240-bd8beae78896",
                participants: [user $id],
            }
        };
    }

    const ADA: UserId = UserId::from_uuid(Uuid::from_u128(7));
    let invite = ring!(ADA);
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn wrapper_passes_a_variable() {
    macro_rules! ring {
        ($id:ident) => {
            graph_invite! {
                call: "57dab8b1-894c-409a-b240-bd8beae78896",
                participants: [user $id],
            }
        };
    }

    let ada = UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap();
    let invite = ring!(ada);
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn wrapper_passes_an_expression() {
    macro_rules! ring {
        ($id:expr) => {
            graph_invite! {
                call: "57dab8b1-894c-409a-b240-bd8beae78896",
                participants: [user $id],
            }
        };
    }

    let invite = ring!(UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap());
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn wrapper_passes_everything() {
    macro_rules! ring {
        ($($invite:tt)*) => {
            graph_invite! {
                $($invite)*
            }
        };
    }

    let invite = ring! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn wrapper_repeats_participants() {
    macro_rules! ring {
        ($($id:literal),*) => {
            graph_invite! {
                call: "57dab8b1-894c-409a-b240-bd8beae78896",
                participants: [$(user $id),*],
            }
        };
    }

    let invite = ring!(
        "278405a3-f568-4b3e-b684-009193463064",
        "7e1b4346-85a6-4bdd-abe3-d11c5d420efe"
    );
    assert_eq!(invite.participants().len(), 2);
}
