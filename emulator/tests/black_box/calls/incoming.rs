//! Calls to the bot, which answers or rejects them.

use super::*;

impl Bot {
    /// Answers or rejects a call. Returns the status, and the body if there is one.
    async fn respond_to_call(&self, call: Uuid, action: &str, body: &Value) -> (u16, Value) {
        let url = self.calls(&format!("{call}/{action}"));
        let request = self.http.post(url).bearer_auth(self.emulator.token());
        let response = request.json(body).send().await.unwrap();
        let status = response.status().as_u16();
        let body = response.bytes().await.unwrap();
        (status, serde_json::from_slice(&body).unwrap_or_default())
    }
}

fn answer() -> Value {
    json!({
        "acceptedModalities": ["audio"],
        "mediaConfig": { "@odata.type": "#microsoft.graph.serviceHostedMediaConfig" },
    })
}

#[tokio::test]
async fn an_incoming_call_shows_who_calls() {
    let bot = ListeningBot::new().await;
    let call = bot.emulator.ring_bot(id(ADA));
    bot.assert_notified(&["created call incoming"]).await;
    let posts = bot.posts();
    let path = format!("/communications/calls/{call}");
    assert_eq!(posts[0].item()["resourceUrl"], path);
    let data = posts[0].data();
    assert_eq!(data["id"], call.to_string());
    assert_eq!(data["direction"], "incoming");
    assert_eq!(data["source"]["identity"]["user"]["id"], ADA);
    let target = &data["targets"][0]["identity"]["application"]["id"];
    assert_eq!(*target, bot.emulator.app().to_string());
}

#[tokio::test]
async fn an_answered_call_is_established_and_accepts_invites() {
    let bot = ListeningBot::new().await;
    let call = bot.emulator.ring_bot(id(ADA));
    bot.invite(call, invite([user(BOB)]))
        .await
        .assert_refused(400, "8501");
    let action = "microsoft.graph.answer";
    let answered = bot.respond_to_call(call, action, &answer()).await;
    assert_eq!(answered, (202, Value::Null));
    bot.assert_notified(&[
        "created call incoming",
        "updated call establishing",
        "updated call established",
    ])
    .await;
    bot.invite(call, invite([user(BOB)]))
        .await
        .assert_accepted();
}

#[tokio::test]
async fn an_answer_can_name_another_callback() {
    let bot = ListeningBot::new().await;
    bot.emulator
        .set_callback("http://127.0.0.1:1/".parse().unwrap());
    let call = bot.emulator.ring_bot(id(ADA));
    let body = with(answer(), "callbackUri", &bot.callback);
    assert_eq!(bot.respond_to_call(call, "answer", &body).await.0, 202);
    bot.assert_notified(&["updated call establishing", "updated call established"])
        .await;
}

#[tokio::test]
async fn a_rejected_call_is_gone() {
    let bot = ListeningBot::new().await;
    let call = bot.emulator.ring_bot(id(ADA));
    let body = json!({ "reason": "Busy" });
    let rejected = bot.respond_to_call(call, "reject", &body).await;
    assert_eq!(rejected, (202, Value::Null));
    bot.assert_notified(&["created call incoming", "deleted call without state"])
        .await;
    bot.get(&call.to_string()).await.assert_refused(404, "8522");
}

#[tokio::test]
async fn an_answer_or_rejection_with_a_mistake_is_refused() {
    let bot = Bot::new().await;
    let call = bot.emulator.ring_bot(id(ADA));
    let mut no_media = answer();
    no_media["mediaConfig"] = json!(null);
    let mut no_modalities = answer();
    no_modalities["acceptedModalities"] = json!(null);
    let no_url = with(answer(), "callbackUri", "here");
    let tired = json!({ "reason": "tired" });
    for (action, body, parameter) in [
        ("answer", no_media, "mediaConfig"),
        ("answer", no_modalities, "acceptedModalities"),
        ("answer", no_url, "callbackUri"),
        ("reject", tired, "reason"),
    ] {
        let (status, body) = bot.respond_to_call(call, action, &body).await;
        assert_eq!((status, &body["error"]["code"]), (400, &json!("8523")));
        let message = body["error"]["message"].as_str().unwrap();
        assert!(message.contains(parameter), "{message}");
    }
    let shown = bot.get(&call.to_string()).await.body;
    assert_eq!(shown["state"], "incoming");
}

#[tokio::test]
async fn a_call_that_does_not_ring_at_the_bot_cannot_be_answered() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    for (action, body) in [("answer", answer()), ("reject", json!({}))] {
        let (status, refusal) = bot.respond_to_call(call, action, &body).await;
        assert_eq!((status, &refusal["error"]["code"]), (400, &json!("8585")));
        let (status, _) = bot.respond_to_call(id(STRANGE), action, &body).await;
        assert_eq!(status, 404);
    }
}
