use invites::{CallId, graph_invite};

fn main() {
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
