//! What the emulator does not let pass. One invite, one mistake.

mod calls;

use super::*;
use graph_invite_rules::{MAX_CONTEXT_UNITS, MAX_PARTICIPANTS, MAX_PHONE_DIGITS};

async fn refuses_as_invalid(body: Value, parameter: &str) {
    let bot = Bot::new().await;
    let answer = bot.invite(bot.emulator.meeting(), body).await;
    answer.is_invalid(parameter);
    assert!(bot.emulator.rings().is_empty());
}

#[tokio::test]
async fn a_request_without_a_token() {
    let bot = Bot::new().await;
    let answer = send(bot.http.get(bot.emulator.root())).await;
    answer.is_refused(401, "InvalidAuthenticationToken");
}

#[tokio::test]
async fn a_token_of_another_emulator() {
    let (bot, other) = (Bot::new().await, Bot::new().await);
    let url = bot.calls(&bot.emulator.meeting().to_string());
    let answer = send(bot.http.get(url).bearer_auth(other.emulator.token())).await;
    answer.is_refused(401, "InvalidAuthenticationToken");
}

#[tokio::test]
async fn a_body_that_does_not_say_it_is_json() {
    let bot = Bot::new().await;
    let request = bot.post(bot.emulator.meeting());
    let answer = send(request.body(invite([user(ADA)]).to_string())).await;
    answer.is_refused(415, "UnsupportedMediaType");
}

#[tokio::test]
async fn a_body_over_one_mebibyte() {
    let bot = Bot::new().await;
    let request = bot.post(bot.emulator.meeting());
    let answer = send(request.body(vec![b' '; 1024 * 1024 + 1])).await;
    answer.is_refused(413, "RequestEntityTooLarge");
}

#[tokio::test]
async fn a_body_that_is_not_json() {
    let bot = Bot::new().await;
    let request = bot.post(bot.emulator.meeting());
    let request = request.header("content-type", "application/json");
    send(request.body("{")).await.is_invalid("request body");
}

#[tokio::test]
async fn no_participants() {
    refuses_as_invalid(json!({}), "participants").await;
    refuses_as_invalid(json!([]), "participants").await;
    refuses_as_invalid(invite([]), "participants").await;
}

#[tokio::test]
async fn more_than_five_participants() {
    let id = |number| format!("278405a3-f568-4b3e-b684-00000000000{number}");
    let people = (0..=MAX_PARTICIPANTS).map(|number| user(&id(number)));
    refuses_as_invalid(invite(people), "participants").await;
}

#[tokio::test]
async fn an_identity_without_a_slot_that_it_knows() {
    for identity in [json!(null), json!({}), json!({ "device": { "id": ADA } })] {
        let body = invite([json!({ "identity": identity })]);
        refuses_as_invalid(body, "participants[0].identity").await;
    }
}

#[tokio::test]
async fn an_id_that_is_no_guid() {
    for kind in ["user", "application", "applicationInstance"] {
        let parameter = format!("participants[0].identity.{kind}.id");
        refuses_as_invalid(invite([somebody(kind, "ada@example.com")]), &parameter).await;
    }
}

#[tokio::test]
async fn a_phone_number_that_is_not_e164() {
    let body = |number: &str| invite([somebody("phone", number)]);
    let long = format!("+{}", "1".repeat(MAX_PHONE_DIGITS + 1));
    for number in ["12345678901", "+1 234 567 8901", &long] {
        refuses_as_invalid(body(number), "participants[0].identity.phone.id").await;
    }
}

#[tokio::test]
async fn an_opaque_id_that_is_blank() {
    let body = invite([somebody("guest", " ")]);
    refuses_as_invalid(body, "participants[0].identity.guest.id").await;
}

#[tokio::test]
async fn a_mistake_of_the_second_participant_under_its_own_name() {
    let body = invite([user(ADA), user("Bob")]);
    refuses_as_invalid(body, "participants[1].identity.user.id").await;
}

#[tokio::test]
async fn a_context_over_256_utf16_units() {
    let context = "😀".repeat(MAX_CONTEXT_UNITS / 2 + 1);
    refuses_as_invalid(
        with(invite([user(ADA)]), "clientContext", context),
        "clientContext",
    )
    .await;
}

#[tokio::test]
async fn a_context_that_is_no_string() {
    let mut body = invite([user(ADA)]);
    body["clientContext"] = json!(7);
    refuses_as_invalid(body, "clientContext").await;
}

#[tokio::test]
async fn an_unknown_path_and_an_unknown_version() {
    let bot = Bot::new().await;
    let root = bot.emulator.root();
    for path in ["/v1.0/me", "/v2.0/communications/calls/x"] {
        let request = bot.http.get(format!("{root}{path}"));
        let answer = send(request.bearer_auth(bot.emulator.token())).await;
        answer.is_refused(404, "ResourceNotFound");
    }
}

#[tokio::test]
async fn a_wrong_method() {
    let bot = Bot::new().await;
    let path = format!("{}/participants/invite", bot.emulator.meeting());
    bot.get(&path).await.is_refused(405, "MethodNotAllowed");
}

#[tokio::test]
async fn in_the_error_body_of_graph() {
    let bot = Bot::new().await;
    let request = bot.post(id(STRANGE));
    let request = request
        .header("client-request-id", BOB)
        .header("scenario-id", EVE);
    let answer = send(request.json(&invite([user(ADA)]))).await;

    let inner = &answer.body["error"]["innerError"];
    let date = inner["date"].as_str().unwrap();
    let request_id = answer.headers["request-id"].to_str().unwrap();
    assert_eq!(
        answer.body,
        json!({
            "error": {
                "code": "8522",
                "message": "Call not found.",
                "innerError": { "date": date, "request-id": request_id, "client-request-id": BOB },
            },
        }),
    );
    assert_eq!(date.len(), "2025-09-30T05:03:57".len(), "{date}");
    assert_eq!(answer.headers["client-request-id"], BOB);
    assert_eq!(answer.headers["scenario-id"], EVE);
    let diagnostic = answer.headers["x-ms-ags-diagnostic"].as_bytes();
    assert!(serde_json::from_slice::<Value>(diagnostic).unwrap()["ServerInfo"].is_object());
}
