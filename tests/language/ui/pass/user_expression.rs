use invites::{UserId, graph_invite};

fn main() {
    let id = UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap();
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user id],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["user"]["id"],
        "278405a3-f568-4b3e-b684-009193463064"
    );
}
