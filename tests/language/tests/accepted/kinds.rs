//! Participants of each kind.

use invites::{
    AcsUserId, ApplicationId, ApplicationInstanceId, EncryptedId, GuestId, OnPremisesId,
    PhoneNumber, UserId, Uuid, graph_invite,
};

#[test]
fn acs_user_expression() {
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

#[test]
fn acs_user_literal() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [acs_user "8:acs:resource_user"],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["azureCommunicationServicesUser"]["id"],
        "8:acs:resource_user"
    );
}

#[test]
fn application_expression() {
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

#[test]
fn application_instance_expression() {
    let id = ApplicationInstanceId::parse("5a7d4a1e-3a0e-4b0c-9a9b-2c9b4a1f1c11").unwrap();
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [application_instance id],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["applicationInstance"]["id"],
        "5a7d4a1e-3a0e-4b0c-9a9b-2c9b4a1f1c11"
    );
}

#[test]
fn application_instance_literal() {
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

#[test]
fn application_literal() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [application "832899f8-2ea1-4604-8413-27bd2892079f"],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["application"]["id"],
        "832899f8-2ea1-4604-8413-27bd2892079f"
    );
}

#[test]
fn encrypted_expression() {
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

#[test]
fn encrypted_literal() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [encrypted "29:1tKBWc"],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["encrypted"]["id"],
        "29:1tKBWc"
    );
}

#[test]
fn five_participants() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            user "278405a3-f568-4b3e-b684-009193463064",
            user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe",
            user "1e126418-44a0-4a94-a6f8-0efe1ad71acb",
            user "682b6c37-0729-4fab-ace6-d730d5d9137e",
            user "c3f0a9d2-58be-4d77-8a40-6b1de2f7c905",
        ],
    };
    assert_eq!(invite.participants().len(), 5);
}

#[test]
fn guest_expression() {
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

#[test]
fn guest_literal() {
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

#[test]
fn longest_phone() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [phone "+123456789012345"],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["phone"]["id"],
        "+123456789012345"
    );
}

#[test]
fn on_premises_expression() {
    let id = OnPremisesId::parse("8:sfb:ada").unwrap();
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [on_premises id],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["onPremises"]["id"],
        "8:sfb:ada"
    );
}

#[test]
fn on_premises_literal() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [on_premises "8:sfb:ada"],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["onPremises"]["id"],
        "8:sfb:ada"
    );
}

#[test]
fn one_bot_with_others() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            user "278405a3-f568-4b3e-b684-009193463064",
            application "832899f8-2ea1-4604-8413-27bd2892079f",
            phone "+12345678901",
        ],
    };
    assert_eq!(invite.participants().len(), 3);
}

#[test]
fn phone_expression() {
    let id = PhoneNumber::parse("+12345678901").unwrap();
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [phone id],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["phone"]["id"],
        "+12345678901"
    );
}

#[test]
fn phone_literal() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [phone "+12345678901"],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["phone"]["id"],
        "+12345678901"
    );
}

#[test]
fn shortest_phone() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [phone "+12"],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(json["participants"][0]["identity"]["phone"]["id"], "+12");
}

#[test]
fn user_expression() {
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

#[test]
fn user_literal() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["user"]["id"],
        "278405a3-f568-4b3e-b684-009193463064"
    );
}

#[test]
fn uuid_as_user() {
    let id = Uuid::from_u128(0x278405a3_f568_4b3e_b684_009193463064);
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
