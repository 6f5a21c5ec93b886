use invites::{CallId, UserId, graph_invite};

fn call() -> CallId {
    CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896").unwrap()
}

fn user() -> UserId {
    UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap()
}

fn named() -> &'static str {
    "Ada"
}

fn main() {
    let invite = graph_invite! {
        call: call(),
        participants: [user user() named named()],
    };
    assert_eq!(invite.call(), &call());
}
