use invites::graph_invite;

fn main() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [guest "8:teamsvisitor:4f1c"],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["guest"]["id"],
        "8:teamsvisitor:4f1c"
    );
}
