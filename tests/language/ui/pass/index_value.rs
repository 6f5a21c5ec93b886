use invites::{CallId, graph_invite};

fn main() {
    let calls = [CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896").unwrap()];
    let invite = graph_invite! {
        call: &calls[0],
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}
