use invites::{CallId, graph_invite};
use std::str::FromStr;

fn main() {
    let invite = graph_invite! {
        call: <CallId as FromStr>::from_str("57dab8b1-894c-409a-b240-bd8beae78896").unwrap(),
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}
