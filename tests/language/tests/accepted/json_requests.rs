//! Invites whose values come from JSON, where any may be missing.

use invites::{CallId, ClientContext, Invite, TenantId, graph_invite};

#[test]
fn properties_of_json_that_may_be_missing() {
    fn invite(json: &serde_json::Value) -> Result<Invite, Box<dyn std::error::Error>> {
        let parsed = |name: &str| json[name].as_str().map(CallId::parse).transpose();
        let tenant = json["tenant"].as_str().map(TenantId::parse).transpose()?;
        Ok(graph_invite! {
            call: parsed("call")?.ok_or("no call")?,
            participants: [
                user "278405a3-f568-4b3e-b684-009193463064"
                    named json["name"].as_str()
                    tenant tenant
                    replaces parsed("leaves")?
                    hidden if json["listens"] == true,
            ],
            context: json["context"].as_str().map(ClientContext::parse).transpose()?,
        })
    }

    let plain = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    let short = serde_json::json!({ "call": "57dab8b1-894c-409a-b240-bd8beae78896" });
    assert_eq!(invite(&short).unwrap(), plain);
    let long = serde_json::json!({
        "call": "57dab8b1-894c-409a-b240-bd8beae78896",
        "name": "Ada",
        "tenant": "9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21",
        "leaves": "a7ebfb2d-871e-419c-87af-27290b22e8db",
        "listens": true,
        "context": "rota 7",
    });
    let whole = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            user "278405a3-f568-4b3e-b684-009193463064"
                named "Ada"
                tenant "9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21"
                replaces "a7ebfb2d-871e-419c-87af-27290b22e8db"
                hidden,
        ],
        context: "rota 7",
    };
    assert_eq!(invite(&long).unwrap(), whole);
}
