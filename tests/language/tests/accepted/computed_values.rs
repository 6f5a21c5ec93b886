//! Values that are blocks, calls or paths.

use invites::convert::IntoValue;
use invites::error::GuidError;
use invites::{CallId, Invite, Uuid, graph_invite};
use std::future::{Future, ready};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

#[test]
fn await_value() {
    async fn invite() -> Invite {
        graph_invite! {
            call: ready(CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896")).await.unwrap(),
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        }
    }

    let mut context = Context::from_waker(Waker::noop());
    assert!(matches!(pin!(invite()).poll(&mut context), Poll::Ready(_)));
}

#[test]
fn block_value() {
    let invite = graph_invite! {
        call: {
            let text = "57dab8b1-894c-409a-b240-bd8beae78896";
            CallId::parse(text).unwrap()
        },
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}

#[test]
fn closure_call_value() {
    let call = |text| CallId::parse(text).unwrap();
    let invite = graph_invite! {
        call: call("57dab8b1-894c-409a-b240-bd8beae78896"),
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}

#[test]
fn generic_value() {
    fn invite(call: impl IntoValue<CallId>) -> Invite {
        graph_invite! {
            call: call,
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        }
    }

    let _ = invite(Uuid::from_u128(7));
}

#[test]
fn if_value() {
    let main = std::env::args().len() > 0;
    let invite = graph_invite! {
        call: if main {
            CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896").unwrap()
        } else {
            CallId::parse("a7ebfb2d-871e-419c-87af-27290b22e8db").unwrap()
        },
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}

#[test]
fn loop_value() {
    let mut calls = ["", "57dab8b1-894c-409a-b240-bd8beae78896"]
        .into_iter()
        .map(CallId::parse);
    let invite = graph_invite! {
        call: loop {
            if let Some(Ok(call)) = calls.next() {
                break call;
            }
        },
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}

#[test]
fn macro_call_value() {
    macro_rules! main_call {
        () => {
            CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896").unwrap()
        };
    }

    let invite = graph_invite! {
        call: main_call!(),
        participants: [user "278405a3-f568-4b3e-b684-009193463064" named stringify!(Ada)],
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}

#[test]
fn match_value() {
    let invite = graph_invite! {
        call: match CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896") {
            Ok(call) => call,
            Err(error) => panic!("{error}"),
        },
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}

#[test]
fn method_chain_value() {
    let text = concat!(" ", "57dab8b1-894c-409a-b240-bd8beae78896", " ");
    let invite = graph_invite! {
        call: CallId::parse(text.trim()).ok().unwrap(),
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}

#[test]
fn path_value() {
    mod calls {
        use invites::{CallId, Uuid};

        pub(super) const MAIN: CallId = CallId::from_uuid(Uuid::from_u128(7));
    }

    let invite = graph_invite! {
        call: calls::MAIN,
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(invite.call(), &calls::MAIN);
}

#[test]
fn question_mark_value() {
    fn invite(call: &str) -> Result<Invite, GuidError> {
        Ok(graph_invite! {
            call: CallId::parse(call)?,
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        })
    }

    assert!(invite("57dab8b1-894c-409a-b240-bd8beae78896").is_ok());
    assert!(invite("57dab8b1").is_err());
}

#[test]
fn turbofish_value() {
    fn pick<A, B>(a: A, _: B) -> A {
        a
    }

    let call = CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896").unwrap();
    let invite = graph_invite! {
        call: pick::<CallId, u8>(call, 7),
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}
