use invites::graph_invite;

fn main() {
    let text = String::from("8:teamsvisitor:4f1c");
    let _ = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [guest text],
    };
}
