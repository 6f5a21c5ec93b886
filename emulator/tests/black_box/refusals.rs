//! Requests that the emulator refuses. Each has one mistake.

mod calls;

use super::*;
use graph_invite_rules::{MAX_CONTEXT_UNITS, MAX_PARTICIPANTS, MAX_PHONE_DIGITS};

async fn assert_refused_as_invalid(body: Value, parameter: &str) {
    let bot = Bot::new().await;
    let reply = bot.invite(bot.emulator.add_meeting(), body).await;
    reply.assert_invalid_argument(parameter);
    assert!(bot.emulator.ring_counts().is_empty());
}

#[tokio::test]
async fn a_request_without_a_token_is_refused() {
    let bot = Bot::new().await;
    let reply = send(bot.http.get(bot.emulator.root())).await;
    reply.assert_refused(401, "InvalidAuthenticationToken");
}

#[tokio::test]
async fn a_token_of_another_emulator_is_refused() {
    let (bot, other) = (Bot::new().await, Bot::new().await);
    let url = bot.calls(&bot.emulator.add_meeting().to_string());
    let reply = send(bot.http.get(url).bearer_auth(other.emulator.token())).await;
    reply.assert_refused(401, "InvalidAuthenticationToken");
}

#[tokio::test]
async fn a_body_without_a_json_content_type_is_refused() {
    let bot = Bot::new().await;
    let request = bot.post(bot.emulator.add_meeting());
    let reply = send(request.body(invite([user(ADA)]).to_string())).await;
    reply.assert_refused(415, "UnsupportedMediaType");
}

#[tokio::test]
async fn a_body_over_one_mebibyte_is_refused() {
    let bot = Bot::new().await;
    let request = bot.post(bot.emulator.add_meeting());
    let reply = send(request.body(vec![b' '; 1024 * 1024 + 1])).await;
    reply.assert_refused(413, "RequestEntityTooLarge");
}

#[tokio::test]
async fn a_body_that_is_not_json_is_refused() {
    let bot = Bot::new().await;
    let request = bot.post(bot.emulator.add_meeting());
    let request = request.header("content-type", "application/json");
    send(request.body("{"))
        .await
        .assert_invalid_argument("request body");
}

#[tokio::test]
async fn an_invite_without_participants_is_refused() {
    assert_refused_as_invalid(json!({}), "participants").await;
    assert_refused_as_invalid(json!([]), "participants").await;
    assert_refused_as_invalid(invite([]), "participants").await;
}

#[tokio::test]
async fn an_invite_of_six_participants_is_refused() {
    let id = |number| format!("278405a3-f568-4b3e-b684-00000000000{number}");
    let people = (0..=MAX_PARTICIPANTS).map(|number| user(&id(number)));
    assert_refused_as_invalid(invite(people), "participants").await;
}

#[tokio::test]
async fn an_identity_without_a_known_slot_is_refused() {
    for identity in [json!(null), json!({}), json!({ "device": { "id": ADA } })] {
        let body = invite([json!({ "identity": identity })]);
        assert_refused_as_invalid(body, "participants[0].identity").await;
    }
}

#[tokio::test]
async fn an_id_that_is_no_guid_is_refused() {
    for kind in ["user", "application", "applicationInstance"] {
        let parameter = format!("participants[0].identity.{kind}.id");
        assert_refused_as_invalid(invite([participant(kind, "ada@example.com")]), &parameter).await;
    }
}

#[tokio::test]
async fn a_phone_number_that_is_not_e164_is_refused() {
    let body = |number: &str| invite([participant("phone", number)]);
    let long = format!("+{}", "1".repeat(MAX_PHONE_DIGITS + 1));
    for number in ["12345678901", "+1 234 567 8901", &long] {
        assert_refused_as_invalid(body(number), "participants[0].identity.phone.id").await;
    }
}

#[tokio::test]
async fn a_blank_opaque_id_is_refused() {
    let body = invite([participant("guest", " ")]);
    assert_refused_as_invalid(body, "participants[0].identity.guest.id").await;
}

#[tokio::test]
async fn an_error_names_the_second_participant() {
    let body = invite([user(ADA), user("Bob")]);
    assert_refused_as_invalid(body, "participants[1].identity.user.id").await;
}

#[tokio::test]
async fn a_context_over_256_utf16_units_is_refused() {
    let context = "😀".repeat(MAX_CONTEXT_UNITS / 2 + 1);
    assert_refused_as_invalid(
        with(invite([user(ADA)]), "clientContext", context),
        "clientContext",
    )
    .await;
}

#[tokio::test]
async fn a_context_that_is_no_string_is_refused() {
    let mut body = invite([user(ADA)]);
    body["clientContext"] = json!(7);
    assert_refused_as_invalid(body, "clientContext").await;
}

#[tokio::test]
async fn an_unknown_path_or_version_is_refused() {
    let bot = Bot::new().await;
    let root = bot.emulator.root();
    for path in ["/v1.0/me", "/v2.0/communications/calls/x"] {
        let request = bot.http.get(format!("{root}{path}"));
        let reply = send(request.bearer_auth(bot.emulator.token())).await;
        reply.assert_refused(404, "ResourceNotFound");
    }
}

#[tokio::test]
async fn a_wrong_method_is_refused() {
    let bot = Bot::new().await;
    let path = format!("{}/participants/invite", bot.emulator.add_meeting());
    bot.get(&path).await.assert_refused(405, "MethodNotAllowed");
}

#[tokio::test]
async fn the_body_of_a_refusal_is_that_of_graph() {
    let bot = Bot::new().await;
    let request = bot.post(id(STRANGE));
    let request = request
        .header("client-request-id", BOB)
        .header("scenario-id", EVE);
    let reply = send(request.json(&invite([user(ADA)]))).await;

    let inner = &reply.body["error"]["innerError"];
    let date = inner["date"].as_str().unwrap();
    let request_id = reply.headers["request-id"].to_str().unwrap();
    assert_eq!(
        reply.body,
        json!({
            "error": {
                "code": "8522",
                "message": "Call not found.",
                "innerError": { "date": date, "request-id": request_id, "client-request-id": BOB },
            },
        }),
    );
    assert_eq!(date.len(), "2025-09-30T05:03:57".len(), "{date}");
    assert_eq!(reply.headers["client-request-id"], BOB);
    assert_eq!(reply.headers["scenario-id"], EVE);
    let diagnostic = reply.headers["x-ms-ags-diagnostic"].as_bytes();
    assert!(serde_json::from_slice::<Value>(diagnostic).unwrap()["ServerInfo"].is_object());
}
