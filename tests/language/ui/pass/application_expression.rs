use invites::{ApplicationId, graph_invite};

fn main() {
    let id = ApplicationId::parse("832899f8-2ea1-4604-8413-27bd2892079f").unwrap();
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [application id],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["application"]["id"],
        "832899f8-2ea1-4604-8413-27bd2892079f"
    );
}
