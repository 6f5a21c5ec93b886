use invites::{Invite, graph_invite};

fn main() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [phone "+12345678901" named "Ada"],
        context: "rota 7",
    };
    let stored = serde_json::to_string(&invite).unwrap();
    assert_eq!(serde_json::from_str::<Invite>(&stored).unwrap(), invite);
}
