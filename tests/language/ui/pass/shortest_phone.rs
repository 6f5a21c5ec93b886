use invites::graph_invite;

fn main() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [phone "+12"],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(json["participants"][0]["identity"]["phone"]["id"], "+12");
}
