//! Clauses, and the values they take.

use invites::{CallId, ParticipantId, Provider, TenantId, graph_invite};

#[test]
fn all_clauses() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            user "278405a3-f568-4b3e-b684-009193463064"
                named "Ada"
                tenant "9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21"
                provider "AAD"
                moves "7d501bf1-5ee4-4605-ba92-0ae4513c611c"
                from "a7ebfb2d-871e-419c-87af-27290b22e8db"
                hidden
                off_main_mix,
        ],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(json["participants"][0].as_object().unwrap().len(), 6);
    let user = &json["participants"][0]["identity"]["user"];
    assert_eq!(user.as_object().unwrap().len(), 5);
}

#[test]
fn clauses_in_another_order() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            user "278405a3-f568-4b3e-b684-009193463064"
                off_main_mix
                replaces "a7ebfb2d-871e-419c-87af-27290b22e8db"
                named "Ada",
        ],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["replacesCallId"],
        "a7ebfb2d-871e-419c-87af-27290b22e8db"
    );
}

#[test]
fn flag_before_a_valued_clause() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" hidden named "Ada"],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(json["participants"][0]["hidden"], true);
}

#[test]
fn from_is_the_replaced_call() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            user "278405a3-f568-4b3e-b684-009193463064"
                moves "7d501bf1-5ee4-4605-ba92-0ae4513c611c"
                from "a7ebfb2d-871e-419c-87af-27290b22e8db",
        ],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["replacesCallId"],
        "a7ebfb2d-871e-419c-87af-27290b22e8db"
    );
}

#[test]
fn hidden() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" hidden],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(json["participants"][0]["hidden"], true);
}

#[test]
fn moves_from_expressions() {
    let entry = ParticipantId::parse("7d501bf1-5ee4-4605-ba92-0ae4513c611c").unwrap();
    let left = CallId::parse("a7ebfb2d-871e-419c-87af-27290b22e8db").unwrap();
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" moves entry from left],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["participantId"],
        "7d501bf1-5ee4-4605-ba92-0ae4513c611c"
    );
}

#[test]
fn moves_from_literals() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            user "278405a3-f568-4b3e-b684-009193463064"
                moves "7d501bf1-5ee4-4605-ba92-0ae4513c611c"
                from "a7ebfb2d-871e-419c-87af-27290b22e8db",
        ],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["participantId"],
        "7d501bf1-5ee4-4605-ba92-0ae4513c611c"
    );
}

#[test]
fn off_main_mix() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" off_main_mix],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["removeFromDefaultAudioRoutingGroup"],
        true
    );
}

#[test]
fn provider_expression() {
    let entra = Provider::from_static("AAD");
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" provider entra],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["user"]["identityProvider"],
        "AAD"
    );
}

#[test]
fn provider_from_string() {
    let provider = String::from("AAD");
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" provider provider],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["user"]["identityProvider"],
        "AAD"
    );
}

#[test]
fn provider_literal() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" provider "AAD"],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["user"]["identityProvider"],
        "AAD"
    );
}

#[test]
fn replaces_expression() {
    let left = CallId::parse("a7ebfb2d-871e-419c-87af-27290b22e8db").unwrap();
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" replaces left],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["replacesCallId"],
        "a7ebfb2d-871e-419c-87af-27290b22e8db"
    );
}

#[test]
fn replaces_literal() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            user "278405a3-f568-4b3e-b684-009193463064"
                replaces "a7ebfb2d-871e-419c-87af-27290b22e8db",
        ],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["replacesCallId"],
        "a7ebfb2d-871e-419c-87af-27290b22e8db"
    );
}

#[test]
fn tenant_expression() {
    let contoso = TenantId::parse("9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21").unwrap();
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" tenant contoso],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["user"]["tenantId"],
        "9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21"
    );
}

#[test]
fn tenant_literal() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            user "278405a3-f568-4b3e-b684-009193463064"
                tenant "9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21",
        ],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["user"]["tenantId"],
        "9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21"
    );
}
