use invites::{Invite, graph_invite};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

async fn invite() -> Invite {
    std::future::ready(()).await;
    graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    }
}

fn main() {
    let mut context = Context::from_waker(Waker::noop());
    assert!(matches!(pin!(invite()).poll(&mut context), Poll::Ready(_)));
}
