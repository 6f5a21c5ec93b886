use invites::graph_invite;

fn main() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            user "278405a3-f568-4b3e-b684-009193463064",
            application "832899f8-2ea1-4604-8413-27bd2892079f",
            phone "+12345678901",
        ],
    };
    assert_eq!(invite.participants().len(), 3);
}
