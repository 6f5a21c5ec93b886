use invites::{GuestId, graph_invite};

fn main() {
    let id = GuestId::parse("8:teamsvisitor:4f1c").unwrap();
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [guest id],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["guest"]["id"],
        "8:teamsvisitor:4f1c"
    );
}
