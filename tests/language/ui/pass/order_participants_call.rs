use invites::graph_invite;

fn main() {
    let invite = graph_invite! {
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}
