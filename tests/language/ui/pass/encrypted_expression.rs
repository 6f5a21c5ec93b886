use invites::{EncryptedId, graph_invite};

fn main() {
    let id = EncryptedId::parse("29:1tKBWc").unwrap();
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [encrypted id],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["encrypted"]["id"],
        "29:1tKBWc"
    );
}
