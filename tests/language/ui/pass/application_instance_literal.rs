use invites::graph_invite;

fn main() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [application_instance "5a7d4a1e-3a0e-4b0c-9a9b-2c9b4a1f1c11"],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["applicationInstance"]["id"],
        "5a7d4a1e-3a0e-4b0c-9a9b-2c9b4a1f1c11"
    );
}
