use invites::{CallId, graph_invite};

fn main() {
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
