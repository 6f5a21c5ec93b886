use invites::{AcsUserId, graph_invite};

fn main() {
    let id = AcsUserId::parse("8:acs:resource_user").unwrap();
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [acs_user id],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["azureCommunicationServicesUser"]["id"],
        "8:acs:resource_user"
    );
}
