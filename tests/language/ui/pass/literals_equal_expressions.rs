use invites::{CallId, UserId, graph_invite};

fn main() {
    let checked_now = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    let checked_by_type = graph_invite! {
        call: CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896").unwrap(),
        participants: [user UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap()],
    };
    assert_eq!(checked_now, checked_by_type);
}
