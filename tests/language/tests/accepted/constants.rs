//! Invites that are constants or statics.

use invites::{Invite, graph_invite};
use std::sync::LazyLock;

#[test]
fn in_associated_const() {
    struct Rota;

    impl Rota {
        const ON_CALL: Invite = graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        };
    }

    assert_eq!(Rota::ON_CALL.participants().len(), 1);
}

#[test]
fn in_const() {
    const ON_CALL: Invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };

    assert_eq!(ON_CALL.participants().len(), 1);
}

#[test]
fn in_const_array() {
    const ROTA: [Invite; 2] = [
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        },
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        },
    ];

    assert_eq!(ROTA[0], ROTA[1]);
}

#[test]
fn in_const_block() {
    let invite = const {
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        }
    };
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn in_const_fn() {
    const fn on_call() -> Invite {
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        }
    }

    const ON_CALL: Invite = on_call();

    assert_eq!(ON_CALL, on_call());
}

#[test]
fn in_lazy_lock() {
    static ON_CALL: LazyLock<Invite> = LazyLock::new(|| {
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        }
    });

    assert_eq!(ON_CALL.participants().len(), 1);
}

#[test]
fn in_static() {
    static ON_CALL: Invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };

    assert_eq!(ON_CALL.participants().len(), 1);
}

#[test]
fn in_thread_local() {
    thread_local! {
        static ON_CALL: Invite = const {
            graph_invite! {
                call: "57dab8b1-894c-409a-b240-bd8beae78896",
                participants: [user "278405a3-f568-4b3e-b684-009193463064"],
            }
        };
    }

    ON_CALL.with(|invite| assert_eq!(invite.participants().len(), 1));
}
