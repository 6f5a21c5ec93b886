use invites::{CallId, Invite, graph_invite};
use std::future::{Future, ready};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

async fn invite() -> Invite {
    graph_invite! {
        call: ready(CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896")).await.unwrap(),
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    }
}

fn main() {
    let mut context = Context::from_waker(Waker::noop());
    assert!(matches!(pin!(invite()).poll(&mut context), Poll::Ready(_)));
}
