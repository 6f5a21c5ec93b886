//! The places where an invite may be.

use invites::{Invite, UserId, graph_invite};
use std::future::{Future, ready};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

#[test]
fn before_a_method() {
    let count = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    }
    .participants()
    .len();
    assert_eq!(count, 1);
}

#[test]
fn by_path() {
    let invite = ::invites::graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn in_argument() {
    fn count(invite: &Invite) -> usize {
        invite.participants().len()
    }

    let count = count(&graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    });
    assert_eq!(count, 1);
}

#[test]
fn in_async_block_kept_over_an_await() {
    fn is_send(_: impl Future<Output = usize> + Send) {}
    is_send(async {
        let invite = graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        };
        ready(()).await;
        invite.participants().len()
    });
}

#[test]
fn in_async_fn() {
    async fn invite() -> Invite {
        ready(()).await;
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        }
    }

    let mut context = Context::from_waker(Waker::noop());
    assert!(matches!(pin!(invite()).poll(&mut context), Poll::Ready(_)));
}

#[test]
fn in_closure() {
    let invite = || {
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        }
    };
    assert_eq!(invite(), invite());
}

#[test]
fn in_closure_that_captures() {
    let invites = [
        "278405a3-f568-4b3e-b684-009193463064",
        "7e1b4346-85a6-4bdd-abe3-d11c5d420efe",
    ]
    .map(|id| {
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user UserId::parse(id).unwrap()],
        }
    });
    assert_ne!(invites[0], invites[1]);
}

#[test]
fn in_generic_fn() {
    fn invite<T: Into<UserId>>(id: T) -> Invite {
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user id.into()],
        }
    }

    let ada = UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap();
    assert_eq!(invite(ada).participants().len(), 1);
}

#[test]
fn in_if_let() {
    if let Some(context) = (graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    })
    .context()
    {
        panic!("{context}");
    }
}

#[test]
fn in_let_else() {
    let Some(context) = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    }
    .context()
    .cloned() else {
        return;
    };
    panic!("{context}");
}

#[test]
fn in_loop() {
    for _ in 0..3 {
        let invite = graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        };
        assert_eq!(invite.participants().len(), 1);
    }
}

#[test]
fn in_match_arm() {
    let invite = match std::env::args().len() {
        0 => None,
        _ => Some(graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        }),
    };
    assert!(invite.is_some());
}

#[test]
fn in_struct_field() {
    struct Shift {
        invite: Invite,
    }

    let shift = Shift {
        invite: graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        },
    };
    assert_eq!(shift.invite.participants().len(), 1);
}

#[test]
fn in_tail() {
    fn invite() -> Invite {
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        }
    }

    assert_eq!(invite().participants().len(), 1);
}

#[test]
fn in_trait_method() {
    trait Rota {
        fn invite(&self) -> Invite {
            graph_invite! {
                call: "57dab8b1-894c-409a-b240-bd8beae78896",
                participants: [user "278405a3-f568-4b3e-b684-009193463064"],
            }
        }
    }

    impl Rota for u8 {}

    assert_eq!(7_u8.invite(), 8_u8.invite());
}

#[test]
fn in_vec() {
    fn rota() -> Vec<Invite> {
        vec![
            graph_invite! {
                call: "57dab8b1-894c-409a-b240-bd8beae78896",
                participants: [user "278405a3-f568-4b3e-b684-009193463064"],
            },
            graph_invite! {
                call: "57dab8b1-894c-409a-b240-bd8beae78896",
                participants: [user "278405a3-f568-4b3e-b684-009193463064"],
            },
        ]
    }

    assert_eq!(rota().len(), 2);
}

#[test]
fn invite_in_an_invite() {
    let invite = graph_invite! {
        call: graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        }
        .call(),
        participants: [user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe"],
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}

#[test]
fn under_an_attribute() {
    #[cfg(test)]
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn under_another_name() {
    use invites::graph_invite as ring;
    let invite = ring! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(invite.participants().len(), 1);
}
